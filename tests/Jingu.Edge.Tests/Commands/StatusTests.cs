using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Commands;
using Jingu.Edge.Delivery.Journal;
using Xunit;

namespace Jingu.Edge.Tests.Commands;

/// <summary>What <c>status</c> tells of clock and pulses, from a real file without a running gateway.</summary>
[Collection(nameof(ConsoleTests))]
public sealed class StatusTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly TestFolder _folder = new();

    public StatusTests()
    {
        _folder.Write("gateway.key", "k1:" + new string('a', 64));
        _folder.Write("commissioning.yaml", """
            schema: 1
            ports:
              - {id: pulses, kind: pulse, period: 60s}
            meters:
              - id: m-2
                port: pulses
                serial: W-1
                line: {chip: gpiochip0, offset: 17, contact: reed}
                constants: [{from: 2026-01-01, value: 10}]
                points:
                  - {id: building-1-water, quantity: volume}
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Status_says_what_the_clock_is_worth_since_when_and_what_a_power_cut_may_cost()
    {
        Commission("clock: {keptBy: the hypervisor, keptWithin: 2s}");
        Record("unset", Noon);
        Record("rtc", Noon.AddHours(1));

        var status = JsonNode.Parse(await RunAsync("--json"))!;

        var clock = status["clock"]!;
        Assert.Equal(
            ("rtc", true, Noon.AddHours(1)),
            ((string)clock["trust"]!, (bool)clock["mayDateTurnAndCut"]!,
                DateTimeOffset.Parse((string)clock["since"]!, null)));
        Assert.True((double)clock["uncertaintySeconds"]! >= 2);
        var pulses = Assert.Single(status["pulses"]!.AsArray())!;
        Assert.Equal(("m-2", 100, "L"), ((string)pulses["meter"]!, (int)pulses["lossMax"]!, (string)pulses["unit"]!));

        var table = await RunAsync();
        Assert.Contains("kept by the hypervisor", table, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 13:00:00Z", table, StringComparison.Ordinal);
        Assert.Contains("a power cut loses at most 100 L", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trust_that_has_changed_meanwhile_has_no_since()
    {
        Commission("clock: {keptBy: the hypervisor, keptWithin: 2s}");
        Record("synchronised", Noon);

        Assert.Null(JsonNode.Parse(await RunAsync("--json"))!["clock"]!["since"]);
    }

    private void Commission(string clock) => _folder.Write("gateway.yaml", $$"""
        schema: 1
        site: zhoushan
        gateway: gateway-1
        zone: Asia/Shanghai
        key: gateway.key
        store: journal.db
        commissioning: commissioning.yaml
        broker: {host: 127.0.0.1}
        {{clock}}
        """);

    private void Record(string trust, DateTimeOffset at)
    {
        using var journal = new JournalStore(JournalFile.Open(_folder.At("journal.db"), null).Connection);
        var changed = new GatewayEvent(
            EventKinds.ClockTrustChanged, at, "gateway-1", "The clock changed.",
            ImmutableSortedDictionary<string, string>.Empty.Add("trust", trust));
        journal.Save(
            Books.Unchanged, [new Entry.Event(ClockTrust.Synchronised, changed)], new(1, [], []));
    }

    private async Task<string> RunAsync(params string[] args)
    {
        var (code, output) = await CapturedConsole.RunAsync(
            [StatusCommand.Create()], ["status", .. args, "--config", _folder.At("gateway.yaml")]);
        Assert.Equal(0, code);
        return output;
    }
}

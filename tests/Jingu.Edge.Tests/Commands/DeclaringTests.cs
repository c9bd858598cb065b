using System.Globalization;
using System.Text.Json.Nodes;
using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Readings;
using Jingu.Edge.Budgets;
using Jingu.Edge.Commands;
using Jingu.Edge.Delivery.Journal;
using Jingu.Testing;
using Jingu.Yaml;
using Xunit;

namespace Jingu.Edge.Tests.Commands;

/// <summary>The tools by which a person declares something, on a real file without a running gateway.</summary>
[Collection(nameof(ConsoleTests))]
public sealed class DeclaringTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly TestFolder _folder = new();

    public DeclaringTests()
    {
        _folder.Write("gateway.key", "k1:" + new string('a', 64));
        _folder.Write("gateway.yaml", """
            schema: 1
            site: zhoushan
            gateway: gateway-1
            zone: Asia/Shanghai
            key: gateway.key
            store: journal.db
            commissioning: commissioning.yaml
            broker: {host: 127.0.0.1}
            """);
        _folder.Write("commissioning.yaml", """
            schema: 1
            ports:
              - {id: tcp-1, kind: modbus-tcp, host: 127.0.0.1, port: 1502, period: 300s}
              - {id: pulses, kind: pulse, period: 60s}
            meters:
              - id: m-1
                port: tcp-1
                unitIdentifier: 1
                profile: eastron-sdm630
                serial: SDM-1
                points:
                  - {id: unit-01-electricity, quantity: energy-import}
                  - {id: unit-01-export, quantity: energy-export}
              - id: m-2
                port: pulses
                serial: W-1
                line: {chip: gpiochip0, offset: 17, contact: reed}
                constants: [{from: 2026-01-01, value: 100}]
                points:
                  - {id: building-1-water, quantity: volume}
            """);
        using var journal = Open();
        var rules = new LedgerRules(
            new(Quantity.EnergyImport, 10, 1), 100_000_000, 100_000, TimeSpan.FromMinutes(10));
        var ledger = Accounting.Open(new("unit-01-electricity"), new("m-1"), rules, 50_000, Noon).Next;
        ledger = Accounting.Account(ledger, rules, 3, Noon.AddMinutes(5)).Next with { Case = 7 };
        journal.Save(new([ledger], []), [], new(1, [], []));
    }

    [Fact]
    public async Task Settle_lists_the_open_cases_and_writes_down_what_a_person_says()
    {
        var (code, listed) = await RunAsync("settle");
        Assert.Equal(ExitCodes.Good, code);
        var open = Assert.Single(listed["cases"]!.AsArray())!;
        Assert.Equal(
            (7, "unit-01-electricity", "fell", 50_000, 3),
            ((int)open["case"]!, (string)open["point"]!, (string)open["why"]!, (int)open["believedCount"]!,
                (int)open["shownCount"]!));

        (code, var said) = await RunAsync("settle", "7", "--amount", "12.5", "--by", "Li Lei", "--wait", "0");
        Assert.Equal((ExitCodes.Good, "waiting"), (code, (string)said["state"]!));
        using var journal = Open();
        var declared = Assert.Single(journal.ReadDeclarations(waiting: true));
        Assert.Equal(
            (DeclarationKind.NewBase, 12_500L, "Li Lei", 7L),
            (declared.Kind, declared.Amount, declared.By, declared.Case!.Value));
    }

    [Fact]
    public async Task A_refused_declaration_ends_with_1_and_the_gateways_sentence()
    {
        var running = RunAsync("settle", "7", "--believe", "--by", "Li Lei", "--wait", "60");
        using var journal = Open();
        await Eventually.UntilAsync(() => !journal.ReadDeclarations(waiting: true).IsEmpty);
        journal.SaveDeclared(
            Books.Unchanged, [], new(1, [], []),
            [new(1, DeclarationState.Refused, Noon, "the register stands below.")], []);

        var (code, said) = await running;
        Assert.Equal((ExitCodes.CheckFailed, "refused"), (code, (string)said["state"]!));
        Assert.Equal("the register stands below.", (string)said["answer"]!);
    }

    [Fact]
    public async Task Replace_meter_keeps_both_readings_as_the_displays_show_them()
    {
        var (code, _) = await RunAsync(
            "replace-meter", "unit-01-electricity", "--closing", "500.04", "--opening", "7", "--serial", "SDM-9",
            "--by", "Li Lei", "--at", "2026-03-02T20:20:00+08:00", "--wait", "0");

        Assert.Equal(ExitCodes.Good, code);
        using var journal = Open();
        var declared = Assert.Single(journal.ReadDeclarations(waiting: true));
        Assert.Equal((500_040m, 7_000m, "SDM-9"), (declared.Closing, declared.Opening, declared.Serial));
        Assert.Equal(Noon.AddMinutes(20), declared.At);
    }

    [Fact]
    public async Task Reconcile_keeps_the_dial_with_its_decimals()
    {
        var (code, said) = await RunAsync(
            "reconcile", "m-2", "512.340", "--by", "Li Lei", "--at", "2026-03-02T20:20:00+08:00", "--wait", "0");

        Assert.Equal((ExitCodes.Good, "dial-read"), (code, (string)said["kind"]!));
        using var journal = Open();
        var declared = Assert.Single(journal.ReadDeclarations(waiting: true));
        Assert.Equal("512340.000", declared.Closing.ToString(CultureInfo.InvariantCulture));
        Assert.Equal((Noon.AddMinutes(20), "building-1-water"), (declared.At!.Value, declared.Point.Value));
    }

    [Theory]
    [InlineData("is not open", "settle", "8", "--new-base", "--by", "x")]
    [InlineData("say who declares this", "settle", "7", "--new-base")]
    [InlineData("say one of", "settle", "7", "--by", "x")]
    [InlineData("say one of", "settle", "7", "--believe", "--new-base", "--by", "x")]
    [InlineData("needs both readings", "settle", "7", "--closing", "5", "--by", "x")]
    [InlineData("is no reading", "settle", "7", "--amount", "-3", "--by", "x")]
    [InlineData("at most three decimals", "settle", "7", "--amount", "0.0001", "--by", "x")]
    [InlineData("measures several points", "replace-meter", "m-1", "--closing", "5", "--opening", "0", "--by", "x")]
    [InlineData("no point or meter", "replace-meter", "m-9", "--closing", "5", "--opening", "0", "--by", "x")]
    [InlineData("not counted by pulses", "reconcile", "unit-01-export", "5", "--by", "x")]
    [InlineData("is no reading", "reconcile", "m-2", "5,3", "--by", "x")]
    [InlineData("is no instant", "reconcile", "m-2", "5.3", "--by", "x", "--at", "noon")]
    [InlineData("say who declares this", "reconcile", "m-2", "5.3")]
    [InlineData("give the opening reading", "replace-meter", "unit-01-export", "--closing", "5", "--by", "x")]
    public async Task Bad_input_is_a_sentence_and_writes_nothing(string sentence, params string[] args)
    {
        var complaint = await Assert.ThrowsAsync<ConfigurationException>(() => RunAsync(args));

        Assert.Contains(sentence, complaint.Message, StringComparison.Ordinal);
        using var journal = Open();
        Assert.Empty(journal.ReadDeclarations(waiting: false));
    }

    public void Dispose() => _folder.Dispose();

    private JournalStore Open() => new(JournalFile.Open(_folder.At("journal.db"), null).Connection);

    private async Task<(int Code, JsonNode Answer)> RunAsync(params string[] args)
    {
        var (code, output) = await CapturedConsole.RunAsync(
            [ReplaceMeterCommand.Create(), SettleCommand.Create(), ReconcileCommand.Create()],
            [.. args, "--json", "--config", _folder.At("gateway.yaml")]);
        return (code, JsonNode.Parse(output)!);
    }
}

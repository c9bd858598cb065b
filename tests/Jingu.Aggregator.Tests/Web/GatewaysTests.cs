using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.State;
using Jingu.Contracts.Wire;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

/// <summary>What is told of gateways and their meters, by the API and by the pages.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class GatewaysTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Point = "unit-01-electricity";
    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private TestGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site);
        _gateway = new(_site.Keys[0]);
        await DeliverAsync(_gateway.Intervals(1, 4), _gateway.Samples(1, 2));
        await TellAsync(State(null));
    }

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_gateway_is_told_with_its_meters_registers_and_what_it_tells_of_itself()
    {
        var sheet = await SheetAsync();
        var gateway = sheet["gateway"]!;
        Assert.Equal("2017-03-20T00:00:00+00:00", (string)gateway["delivered"]!);
        Assert.Equal("0a1b2c", (string)gateway["state"]!["configuration"]!);
        Assert.Equal(125, (int)gateway["state"]!["ports"]![0]!["busyThousandths"]!);
        var meter = sheet["meters"]!.AsArray().Single(each => (string)each!["id"]! == "m-1")!;
        Assert.Equal(
            (TestGateway.StartOf(2), "measured", 40, 3),
            ((DateTimeOffset)meter["lastReading"]!, (string)meter["quality"]!, (int)meter["told"]!["multiplier"]!,
                (int)meter["told"]!["polls"]!["failed"]!));
        var point = Assert.Single(meter["points"]!.AsArray())!;
        Assert.Equal(
            (_gateway.Journal.ToString(), 1, 12_345.5m),
            ((string)point["stands"]!["journal"]!, (int)point["stands"]!["epoch"]!, (decimal)point["told"]!["dial"]!));
        Assert.Empty(sheet["cases"]!.AsArray());
    }

    [Fact]
    public async Task A_case_waits_with_the_gateways_sentence_and_the_page_shows_it_in_both_languages()
    {
        await HappenAsync(1, EventKinds.RegisterFell, ("case", "7"), ("epoch", "1"));
        await TellAsync(State(new(7, "fell", At(30), 0)));

        var open = Assert.Single((await SheetAsync())["cases"]!.AsArray())!;
        Assert.Equal((7, Point, "fell"), ((int)open["number"]!, (string)open["point"]!, (string)open["doubt"]!));
        var english = await PageAsync("/gateways/gateway-1", "en");
        Assert.Contains("the register fell", english, StringComparison.Ordinal);
        Assert.Contains("last believed 12.346 kWh, shows 0 kWh", english, StringComparison.Ordinal);
        Assert.Contains("读数倒退", await PageAsync("/gateways/gateway-1", "zh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_replacement_its_ledger_stands_on_the_next_epoch_before_an_interval_says_so()
    {
        await HappenAsync(
            1, EventKinds.MeterReplaced, ("epoch", "2"), ("by", "Li Lei"), ("reason", "broken"), ("closing", "12400"));

        var sheet = await SheetAsync();
        var point = sheet["meters"]!.AsArray().Single(each => (string)each!["id"]! == "m-1")!["points"]![0]!;
        Assert.Equal(2, (int)point["stands"]!["epoch"]!);
        Assert.Equal("Li Lei", (string)Assert.Single(sheet["changes"]!.AsArray())!["by"]!);
        Assert.Contains("Li Lei · broken", await PageAsync("/gateways/gateway-1", "en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fleet_shows_every_gateway_and_what_is_not_told_as_a_dash()
    {
        var shown = await PageAsync("/gateways", "en");
        Assert.Contains("0.1.0, configuration 0a1b2c", shown, StringComparison.Ordinal);
        Assert.Contains("12.5 % · line-1", shown, StringComparison.Ordinal);
        Assert.Contains("5 entries, 1.5 h", shown, StringComparison.Ordinal);
        Assert.Contains("bench · ± 0.25 s", shown, StringComparison.Ordinal);
        Assert.Contains("data-live=\"g.gateway-2.bus\">–<", shown, StringComparison.Ordinal);
        // Reports of the whole site leave the points out; they are asked for every second.
        var campus = JsonNode.Parse(await _aggregator.Browser.GetStringAsync(new Uri("/api/campus", UriKind.Relative)));
        Assert.Null(campus!["gateways"]![0]!["state"]!["points"]);
        Assert.NotNull(campus["gateways"]![0]!["state"]!["ports"]);
    }

    [Theory]
    [InlineData("/gateways/gateway-9")]
    [InlineData("/api/gateways/gateway-9")]
    [InlineData("/live/gateways/gateway-9")]
    public async Task A_gateway_that_is_not_enrolled_is_not_found(string address)
    {
        using var answer = await _aggregator.Browser.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static DateTimeOffset At(int minutes) => TestGateway.March.AddMinutes(minutes);

    private static GatewayState State(OpenCase? open) => new(
        1, "0.1.0", "native", ImmutableSortedDictionary<string, string>.Empty, Bench: true, At(45), "bench", "00",
        ImmutableSortedDictionary<string, long>.Empty.Add("samples", 5), 1.5, 2_000_000_000,
        [
            new("m-1", Answering: true, At(45), null)
            {
                Port = "line-1",
                Device = "eastron-sdm630",
                Address = "unit identifier 7",
                Multiplier = 40,
                Polls = new(1440, 3, 1),
            },
        ],
        0.25)
    {
        Configuration = "0a1b2c",
        Ports = [new("line-1", "modbus-rtu", 60, 125, 310)],
        Points = [new(Point, "m-1", "Wh", 1, 40, At(45), 12_345.5m, 1_000_000_000, 493_820) { Case = open }],
    };

    private async Task DeliverAsync(params Jingu.Mqtt.MqttMessage[] messages) =>
        Assert.IsType<Handled.Done>(await _aggregator.Ingestion.HandleAsync(messages, default));

    private Task HappenAsync(long sequence, string kind, params (string Name, string Value)[] facts) =>
        DeliverAsync(_gateway.Batch(JournalStream.Events, sequence, TestGateway.Known,
        [
            new Entry.Event(ClockTrust.Bench, new(
                kind, At(31), Point, "A gateway's sentence.",
                facts.ToImmutableSortedDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal))),
        ]));

    private Task TellAsync(GatewayState state) => _aggregator.Services.GetRequiredService<RelationalStore>()
        .SetStateAsync(
            new("gateway-1"), JsonSerializer.Serialize(state, StateJson.Default.GatewayState), default);

    private async Task<JsonNode> SheetAsync() => JsonNode.Parse(
        await _aggregator.Browser.GetStringAsync(new Uri("/api/gateways/gateway-1", UriKind.Relative)))!;

    private async Task<string> PageAsync(string page, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(page, UriKind.Relative));
        request.Headers.Add("Accept-Language", language);
        using var answer = await _aggregator.Browser.SendAsync(request);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

/// <summary>
/// A unit that uses 96 kWh every day, known from 1 March to 20 March 2017, 8:00 on the site's clock, which is now.
/// </summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class ForecastApiTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const int Day = 96;
    private const int Known = (19 * Day) + 32;

    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private TestGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site);
        _gateway = new TestGateway(_site.Keys[0]);
        await ImportAsync("headcounts", "unit,from,established,users,source\nunit-01,2017-01-01,24,24,test");
        await ImportAsync("quotas", "resource,from,perHead,unit,source\nelectricity,2017-01-01,100000,,test");
    }

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_steady_units_budget_runs_out_when_an_accountant_says_so()
    {
        await DeliverAsync(1, Known);

        // 2,400 kWh last for 25 days.
        var forecast = await ForecastAsync(1_856_000);
        Assert.Equal(
            (2_400_000, 19, "2017-03-20T00:00:00+00:00"),
            ((long)forecast["budget"]!, (int)forecast["knownDays"]!, (string)forecast["knownUntil"]!));
        Assert.Equal(31 * Day * 1000, (long)forecast["atEnd"]!["middle"]!);
        Assert.Equal(new DateTimeOffset(2017, 3, 25, 16, 0, 0, default), At(forecast["runOut"]!["middle"]));
        Assert.True(At(forecast["runOut"]!["early"]) < At(forecast["runOut"]!["middle"]));
        Assert.Equal(12, forecast["days"]!.AsArray().Count);
        Assert.Equal(12, (int)forecast["past"]!["within"]!);

        await ImportAsync(
            "adjustments", "id,kind,unit,toUnit,resource,month,amount,reverses,reason\n"
                + "a-1,extension,unit-01,,electricity,2017-03,192000,,test");
        Assert.Equal(
            new DateTimeOffset(2017, 3, 27, 16, 0, 0, default),
            At((await ForecastAsync(1_856_000))["runOut"]!["middle"]));
    }

    [Fact]
    public async Task Intervals_that_arrive_make_a_new_forecast()
    {
        await DeliverAsync(1, 10 * Day);
        Assert.Equal("2017-03-10T16:00:00+00:00", (string?)(await ForecastAsync(960_000))["knownUntil"]);

        await DeliverAsync((10 * Day) + 1, Known);
        Assert.Equal("2017-03-20T00:00:00+00:00", (string?)(await ForecastAsync(1_856_000))["knownUntil"]);
    }

    /// <summary>While a gateway is away nothing is taken for used, and nothing that is known counts twice.</summary>
    [Fact]
    public async Task A_forecast_begins_where_knowledge_ends()
    {
        await DeliverAsync(1, (10 * Day) + 8);
        await DeliverAsync((10 * Day) + 41, Known);

        var forecast = await ForecastAsync(1_824_000);
        // The 11th has a gap and is no day; the days after it are whole.
        Assert.Equal((18, 32), ((int)forecast["knownDays"]!, (int)forecast["missing"]!));
        Assert.Equal((31 * Day * 1000) - 32_000, (long)forecast["atEnd"]!["middle"]!);
    }

    [Fact]
    public async Task Without_a_whole_day_nothing_is_foreseen()
    {
        await DeliverAsync(1, 10);

        var forecast = await ForecastAsync(10_000);
        Assert.Equal((null, null, 0), (forecast["atEnd"], forecast["runOut"], forecast["days"]!.AsArray().Count));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await _aggregator.Browser.GetAsync("/api/forecast?unit=unit-99")).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await _aggregator.Browser.GetAsync("/api/forecast?unit=unit-01&resource=gas")).StatusCode);
        var all = JsonNode.Parse(await _aggregator.Browser.GetStringAsync("/api/forecast"))!.AsArray();
        Assert.Equal(["electricity", "water"], all.Select(each => (string)each!["resource"]!));
    }

    private async Task DeliverAsync(int first, int last)
    {
        for (var from = first; from <= last; from += Day)
        {
            await _aggregator.Ingestion.HandleAsync(
                [_gateway.Intervals(from, Math.Min(last, from + Day - 1))], default);
        }
    }

    /// <summary>Waits until sums hold what was delivered.</summary>
    private async Task<JsonNode> ForecastAsync(long used)
    {
        JsonNode forecast = null!;
        await Eventually.UntilAsync(async () =>
        {
            forecast = JsonNode.Parse(await _aggregator.Browser.GetStringAsync("/api/forecast?unit=unit-01"))!;
            return (long?)forecast["used"] == used;
        });
        return forecast;
    }

    private async Task ImportAsync(string table, string rows)
    {
        using var body = new StringContent(rows, Encoding.UTF8, "text/csv");
        using var answer = await _aggregator.Browser.PostAsync(
            new Uri($"/api/planning/{table}?import={table}&actor=wang&reason=test", UriKind.Relative), body);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private static DateTimeOffset At(JsonNode? instant) => (DateTimeOffset)instant!;
}

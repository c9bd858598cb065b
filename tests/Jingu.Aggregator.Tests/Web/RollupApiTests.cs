using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Persistence.Rollups;
using Jingu.Contracts.Readings;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

/// <summary>Two days of the building of <see cref="PlantSite"/>, delivered, over the real web server.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class RollupApiTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly (string Point, long Amount)[] Amounts =
    [
        ("main", 2_000), ("main-export", 100), ("roof-1", 300), ("roof-2", 50), ("unit-01-electricity", 1_000),
        ("unit-02-electricity", 500), ("pump", 90),
    ];

    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;

    public async Task InitializeAsync()
    {
        PlantSite.Write(_site);
        Assert.Empty(_site.Current.Reload());
        _aggregator = await RunningAggregator.StartAsync(_site);
        var gateway = new TestGateway(_site.Keys[0]);
        await _aggregator.Ingestion.HandleAsync(
            [
                .. from i in Enumerable.Range(0, 2 * 96)
                   from place in Enumerable.Range(0, Amounts.Length)
                   select RollupRig.Interval(
                       gateway, (i * Amounts.Length) + place + 1, Amounts[place].Point,
                       TestGateway.March + (i * Interval.Length), Amounts[place].Amount),
            ],
            default);
        await Eventually.UntilAsync(async () =>
            (long?)(await JsonAsync("/api/rollups?of=unit&id=unit-01&by=month&from=2017-03"))["rows"]![0]!["used"]
                == 192_000);
    }

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task Days_and_months_of_points_units_and_buildings()
    {
        var days = (await JsonAsync(
            "/api/rollups?of=unit&id=unit-01&from=2017-03-01&to=2017-03-04"))["rows"]!.AsArray();
        Assert.Equal([96_000, 96_000, null], days.Select(day => (long?)day!["used"]));
        Assert.Equal([0, 0, 96], days.Select(day => (int)day!["quality"]!["missing"]!));
        Assert.Equal("2017-03-03", (string?)days[2]!["period"]);

        var building = (await JsonAsync("/api/rollups?of=building&id=building-1&by=month&from=2017-03"))["rows"]![0]!;
        Assert.Equal(192 * 2_250, (long)building["used"]!);
        Assert.Equal(192 * 660, (long)building["balance"]!["gap"]!);
        Assert.Equal(192, (int)building["balance"]!["quality"]!["measured"]!);
        Assert.Equal(
            192 * 90,
            (long)(await JsonAsync("/api/rollups?of=point&id=pump&by=month&from=2017-03"))["rows"]![0]!["used"]!);
        var csv = await TextAsync("/api/rollups?of=unit&id=unit-01&from=2017-03-01&to=2017-03-03&format=csv");
        Assert.Equal("unit,unit-01,electricity,2017-03-01,96000,96,0,0,0,0,0,,,,,,", csv.Split("\r\n")[1]);
    }

    [Fact]
    public async Task A_day_by_quarter_hours_and_a_month_as_balance_with_shares()
    {
        var curve = (await JsonAsync("/api/curve?of=building&id=building-1&day=2017-03-01"))["quarters"]!.AsArray();
        Assert.Equal(96, curve.Count);
        Assert.All(curve, quarter => Assert.Equal(2_250, (long)quarter!["used"]!));
        var balance = await JsonAsync("/api/balance?building=building-1&month=2017-03");
        Assert.Equal(
            (long)balance["whole"]!["used"]!,
            balance["shares"]!["units"]!.AsArray().Sum(unit => (long)unit!["measured"]! + (long)unit["allocated"]!)
                + (long)balance["shares"]!["common"]! + (long)balance["shares"]!["gap"]!);
        var quarters = (await TextAsync("/api/balance?building=building-1&day=2017-03-02&format=csv"))
            .Split("\r\n")[1..^1];
        Assert.Equal(96, quarters.Length);
        Assert.Equal("2017-03-01T16:00:00Z,2000,350,100,1590,660,measured", quarters[0]);
    }

    [Fact]
    public async Task A_rule_that_is_imported_later_restates_what_units_were_allocated()
    {
        await _aggregator.Ingestion.HandleAsync(
            [
                .. Amounts.Select((each, place) => RollupRig.Interval(
                    new(_site.Keys[0]), place + 1, each.Point, TestGateway.March.AddDays(-1), each.Amount)),
            ],
            default);
        await Eventually.UntilAsync(async () => (long?)(await MonthAsync("2017-02"))["used"] == 1_000);

        await ImportAsync(
            "allocations", "point,unit,from,rule,thousandths,source", "main,unit-01,2017-02-01,fixed,500,lease");
        await Eventually.UntilAsync(async () =>
            (long?)(await MonthAsync("2017-03"))["allocated"] == 192 * 750 / 2);

        Assert.Equal(375, (long?)(await MonthAsync("2017-02"))["allocated"]);
        var restated = Assert.Single(
            (await JsonAsync("/api/restatements?month=2017-02")).AsArray(),
            each => (string?)each!["item"] == "allocated");
        Assert.Equal(
            (null, 375, "planning-imported", "1"),
            ((long?)restated!["old"], (long?)restated["new"], (string?)restated["cause"],
                (string?)restated["subject"]));
        Assert.DoesNotContain(
            (await JsonAsync("/api/restatements?month=2017-03")).AsArray(),
            each => (string?)each!["item"] == "allocated");
    }

    [Fact]
    public async Task Indicators_name_the_sets_they_used_and_the_targets_they_are_held_against()
    {
        await ImportAsync("headcounts", "unit,from,established,users,source", "unit-01,2017-01-01,8,10,letter");
        await ImportAsync("areas", "unit,from,squareMetres,source", "unit-01,2017-01-01,200,plan");
        await ImportAsync(
            "coefficients", "set,kind,resource,from,milligrams,scope,confirmed,source",
            "GB/T 2589-2020,coal-calorific,electricity,2017-01-01,122900,national,yes,standard");
        await ImportAsync(
            "targets", "indicator,coal,unit,year,thousandths,baseYear,baseThousandths,binding,source",
            "kgce-per-m2,coal-calorific,,2017,5660,2016,5960,yes,plan\nkwh-per-m2,,unit-01,2017,46100,,,no,plan");

        var unit = (await JsonAsync("/api/indicators?of=unit&id=unit-01&from=2017-03"))["subjects"]![0]!;
        JsonNode Of(string name) => unit["indicators"]!.AsArray().First(each => (string?)each!["name"] == name)!;

        Assert.Equal(192 / 200d, (double)Of("kwh-per-m2")["value"]!);
        Assert.Equal(46.1, (double)Of("kwh-per-m2")["target"]!["target"]!);
        Assert.Equal(192 * 0.1229 / 200, (double)Of("kgce-per-m2")["value"]!, 5);
        Assert.Equal("GB/T 2589-2020", (string?)Of("kgce-per-m2")["coefficients"]![0]!["set"]);
        Assert.Equal(5.66 * 19 / 365, (double)Of("kgce-per-m2")["toDate"]!, 9);
        Assert.Equal("Nothing is known of 2017-03.", (string?)Of("m3-per-person")["why"]);
        Assert.Equal(
            1 + (3 * 8),
            (await TextAsync("/api/indicators?from=2017-03&format=csv")).TrimEnd().Split("\r\n").Length);
    }

    [Theory]
    [InlineData("/api/rollups?of=tree&id=unit-01", "of is point, unit or building")]
    [InlineData("/api/rollups?of=unit&id=unit-99", "'unit-99' is no unit of the site")]
    [InlineData("/api/rollups?of=unit&id=unit-01&resource=gas", "use electricity or water")]
    [InlineData("/api/rollups?of=unit&id=unit-01&by=month&from=2017-04&to=2017-03", "Name months such as")]
    [InlineData("/api/curve?of=unit&id=unit-01&day=today", "is no day")]
    [InlineData("/api/balance?building=building-9", "is no building of the site")]
    [InlineData("/api/restatements?month=2017", "is no month")]
    [InlineData("/api/restatements?format=pdf", "use json or csv")]
    public async Task A_wrong_question_is_answered_with_a_sentence(string address, string sentence)
    {
        using var answer = await _aggregator.Browser.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            sentence, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!,
            StringComparison.Ordinal);
    }

    private async Task<JsonNode> MonthAsync(string month) => (await JsonAsync(
        $"/api/rollups?of=unit&id=unit-01&by=month&from={month}"))["rows"]![0]!;

    private async Task ImportAsync(string table, string header, string rows)
    {
        using var body = new StringContent($"{header}\n{rows}\n", Encoding.UTF8, "text/csv");
        using var answer = await _aggregator.Browser.PostAsync(
            new Uri($"/api/planning/{table}?import={table}-1&actor=wang&reason=test", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<JsonNode> JsonAsync(string address) => JsonNode.Parse(await TextAsync(address))!;

    private Task<string> TextAsync(string address) =>
        _aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));
}

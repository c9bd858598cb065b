using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Readings;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

/// <summary>
/// Three units of a building over fifteen months; site time stands at 20 March 2017. unit-01: 10 people on 200 m2;
/// unit-02: 20 people on 100 m2; unit-03: 5 people; its floor is known from June 2016 on.
/// </summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class CompareApiTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;

    public async Task InitializeAsync()
    {
        static string Point(int number) =>
            $"  - {{id: unit-0{number}-electricity, meter: m-{number}, resource: electricity, direction: import,\n"
            + $"     role: unit, unit: unit-0{number}, building: building-1}}\n";
        _site.WriteSite(TestSite.Meters, Point(1) + Point(2) + Point(3), units: """

              - {id: unit-02, name: 市财政局, nameEn: Finance, headcount: 20}
              - {id: unit-03, name: 市档案馆, nameEn: Archives, headcount: 5}
            """);
        Assert.Empty(_site.Current.Reload());
        _aggregator = await RunningAggregator.StartAsync(_site);
        await ImportAsync(
            "headcounts", "unit,from,established,users,source",
            "unit-01,2016-01-01,8,10,hr\nunit-02,2016-01-01,8,20,hr\nunit-03,2016-01-01,8,5,hr");
        await ImportAsync(
            "areas", "unit,from,squareMetres,source",
            "unit-01,2016-01-01,200,plan\nunit-02,2016-01-01,100,plan\nunit-03,2016-06-01,50,plan");
        await ImportAsync(
            "use-hours", "of,id,from,hoursPerYear,source",
            "unit,unit-01,2016-01-01,2500,time sheet\nbuilding,building-1,2016-01-01,5000,guard's book");
        await ImportAsync(
            "building-classes", "building,from,class,climate,source",
            "building-1,2016-01-01,a,hot-summer-cold-winter,survey");
        await ImportAsync(
            "use-limits", "class,climate,from,constraintWh,guideWh,confirmed,source",
            "a,hot-summer-cold-winter,2016-01-01,70000,55000,no,\"GB/T 51161-2016, from memory\"");
        await ImportAsync(
            "targets", "indicator,coal,unit,year,thousandths,baseYear,baseThousandths,binding,source",
            "kwh-per-m2,,unit-01,2016,70000,2015,80000,yes,plan");
        foreach (var month in Enumerable.Range(0, 12).Select(new YearMonth(2016, 1).PlusMonths))
        {
            await SeedAsync("unit-01", month, 1_250_000);
            // Of February, 2,000 of 2,784 intervals were measured.
            await SeedAsync("unit-02", month, 800_000, month.Month == 2 ? 784 : 0);
            await SeedAsync("unit-03", month, 100_000);
        }
        await SeedAsync("unit-01", new(2017, 1), 800_000);
        await SeedAsync("unit-01", new(2017, 2), 1_000_000);
        await SeedAsync("unit-02", new(2017, 2), 800_000);
        await SeedAsync("unit-03", new(2017, 2), 100_000);
        await SeedAsync("unit-01", new(2017, 3), 500_000, 12 * 96);
    }

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_month_is_ranked_raw_and_corrected_beside_the_year_and_the_month_before()
    {
        var report = await JsonAsync("/api/compare?month=2017-02");
        var (least, first, second) = (report["rows"]![0]!, report["rows"]![1]!, report["rows"]![2]!);

        Assert.Equal(("unit-01", "unit-02"), ((string?)first["id"], (string?)second["id"]));
        // 1,000 kWh / 200 m2; S = 200 / 10, so x (0.7 + 0.6); T = 2500 changes nothing.
        Assert.Equal((5.0, 2, 3), ((double)first["value"]!, (int)first["rank"]!, (int)first["correctedRank"]!));
        Assert.Equal(6.5, (double)first["corrected"]!, 9);
        // 800 kWh / 100 m2; the building's T = 5000 gives 0.3 + 0.35, S = 100 / 20 gives 0.7 + 0.15.
        Assert.Equal((8.0, 3, 2), ((double)second["value"]!, (int)second["rank"]!, (int)second["correctedRank"]!));
        Assert.Equal(8 * 0.65 * 0.85, (double)second["corrected"]!, 9);
        // A year before: 1,250 kWh / 200 m2 = 6.25.
        Assert.Equal((-1.25, -200, 1_250_000), (
            (double)first["yearOnYear"]!["difference"]!, (long)first["yearOnYear"]!["thousandths"]!,
            (long)first["yearOnYear"]!["usedBefore"]!));
        Assert.Equal((1.0, 250), (
            (double)first["monthOnMonth"]!["difference"]!, (long)first["monthOnMonth"]!["thousandths"]!));
        Assert.Equal(("too-little-measured", "718"), (
            (string?)second["yearOnYear"]!["unknown"]!["kind"], (string?)second["yearOnYear"]!["unknown"]!["of"]));
        Assert.Equal(
            "Nothing is known of 2017-01.", (string?)second["monthOnMonth"]!["unknown"]!["sentence"]);
        Assert.Null(second["monthOnMonth"]!["difference"]);
        // Its floor is known by now: 100 kWh / 50 m2.
        Assert.Equal(("unit-03", 2.0, 1), ((string?)least["id"], (double)least["value"]!, (int)least["rank"]!));
    }

    [Fact]
    public async Task A_year_is_held_against_limits_target_and_base_and_a_running_one_with_the_same_months()
    {
        var year = await JsonAsync("/api/compare?year=2016");
        var (first, second) = (year["rows"]![0]!, year["rows"]![1]!);

        // 15,000 kWh / 200 m2 = 75, corrected 97.5; 9,600 / 100 = 96, corrected 53.04.
        Assert.Equal(("unit-01", 75.0, "above-constraint"), (
            (string?)first["id"], (double)first["value"]!, (string?)first["heldAgainst"]!["verdict"]));
        Assert.Equal(("unit-02", 96.0, "within-guide"), (
            (string?)second["id"], (double)second["value"]!, (string?)second["heldAgainst"]!["verdict"]));
        Assert.False((bool)first["heldAgainst"]!["limit"]!["isConfirmed"]!);
        Assert.Equal((1_071, -0.0625), ((long)first["ofTarget"]!, (double)first["changeFromBase"]!));
        Assert.Null(second["target"]);
        // Its floor is known from June on: a mean of that would be a guess.
        Assert.Equal(("unit-03", "no-floor", null), (
            (string?)year["rows"]![2]!["id"], (string?)year["rows"]![2]!["unknown"]!["kind"],
            (string?)year["rows"]![2]!["value"]));

        var running = (await JsonAsync("/api/compare?year=2017"))["rows"]![0]!;
        // January and February: 1,800 kWh against 2,500, on 200 m2.
        Assert.Equal((-3.5, -280, "2016-01", "2016-02"), (
            (double)running["yearOnYear"]!["difference"]!, (long)running["yearOnYear"]!["thousandths"]!,
            (string?)running["yearOnYear"]!["from"], (string?)running["yearOnYear"]!["to"]));
        Assert.Null(running["heldAgainst"]);
        Assert.Equal(
            "not-over",
            (string?)(await JsonAsync("/api/compare"))["rows"]![0]!["yearOnYear"]!["unknown"]!["kind"]);
    }

    [Fact]
    public async Task Use_for_each_person_and_buildings_are_ranked_likewise()
    {
        var people = (await JsonAsync("/api/compare?by=kwh-per-person&month=2017-02"))["rows"]!.AsArray();
        Assert.Equal(["unit-03", "unit-02", "unit-01"], people.Select(row => (string?)row!["id"]));
        Assert.Equal([20.0, 40.0, 100.0], people.Select(row => (double)row!["value"]!));
        Assert.Equal(40 * 0.65, (double)people[1]!["corrected"]!, 9);

        var building = (await JsonAsync("/api/compare?of=building&year=2016"))["rows"]![0]!;
        // One of its units has no floor all year: the others' is not the building's.
        Assert.Equal(("building-1", null), ((string?)building["id"], (string?)building["value"]));
        var csv = (await TextAsync("/api/compare?month=2017-02&format=csv")).Split("\r\n");
        Assert.Equal(
            "unit,unit-01,市发展和改革委员会,Development and Reform Commission,2017-02,2017-02,2017-02,28,kwh-per-m2,"
            + "2,5,,3,6.5,",
            csv[2][..csv[2].IndexOf(",1.3,2500", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("en", "Year on year", "-20.0 %", "unconfirmed", "above the constraint")]
    [InlineData("zh-CN", "同比", "-20.0 %", "未确认", "超过约束值")]
    public async Task The_page_shows_the_same_in_both_languages(
        string culture, string year, string change, string unconfirmed, string verdict)
    {
        var month = await TextAsync($"/compare?month=2017-02&sort=-rank&culture={culture}");
        var whole = await TextAsync($"/compare?month=2016-05&span=year&culture={culture}");

        Assert.Contains(year, month, StringComparison.Ordinal);
        Assert.Contains(change, month, StringComparison.Ordinal);
        Assert.Contains("aria-sort=\"descending\"", month, StringComparison.Ordinal);
        Assert.True(
            month.IndexOf("/units/unit-02\"", StringComparison.Ordinal)
                < month.IndexOf("/units/unit-01\"", StringComparison.Ordinal),
            "the last comes first");
        Assert.Contains("6.500", month, StringComparison.Ordinal);
        Assert.Contains(unconfirmed, whole, StringComparison.Ordinal);
        Assert.Contains(verdict, whole, StringComparison.Ordinal);
        Assert.Contains(
            "role=\"alert\"", await TextAsync($"/compare?by=gas&culture={culture}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("of=point", "of is unit or building")]
    [InlineData("by=gas", "by is one of kwh-per-m2, ")]
    [InlineData("month=2017", "Name a month such as")]
    [InlineData("month=2017-02&year=2017", "not both")]
    [InlineData("format=pdf", "use json or csv")]
    public async Task A_wrong_question_is_answered_with_a_sentence(string question, string sentence)
    {
        using var answer = await _aggregator.Browser.GetAsync(new Uri($"/api/compare?{question}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            sentence, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("use-hours", "of,id,from,hoursPerYear,source", "unit,unit-9,2017-01-01,2500,x", "no unit of the site")]
    [InlineData("use-hours", "of,id,from,hoursPerYear,source", "unit,unit-01,2017-01-01,8785,x", "from 1 to 8784")]
    [InlineData(
        "building-classes", "building,from,class,climate,source", "hall,2017-01-01,a,mild,x",
        "no building of the site")]
    [InlineData(
        "use-limits", "class,climate,from,constraintWh,guideWh,confirmed,source", "a,mild,2017-01-01,50,70,no,x",
        "the guide is the better")]
    [InlineData("institutions", "unit,from,code,nature,source", "unit-01,2017-01-01,330900,04,x", "is not one of 01")]
    [InlineData("costs", "unit,resource,month,fen,source", "unit-01,electricity,2017-02,12.5,x", "no whole number")]
    public async Task What_cannot_be_is_refused_with_row_and_column(
        string table, string header, string row, string sentence)
    {
        using var answer = await PostAsync(table, header, row, "wrong");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains(sentence, text, StringComparison.Ordinal);
        Assert.Contains("row 2, column", text, StringComparison.Ordinal);
    }

    /// <summary>As a day and its month: months are added up from days again.</summary>
    private async Task SeedAsync(string unit, YearMonth month, long wattHours, int missing = 0)
    {
        var sum = new RollupSum(
            wattHours,
            QualityCounts.None with
            {
                Measured = MonthPeriod.Of(month, _site.Site.Zone).Intervals - missing,
            },
            1);
        var key = new RollupKey(RollupOf.Unit, unit, Resource.Electricity, RollupItem.Used);
        await using var connection =
            await _aggregator.Services.GetRequiredService<RelationalStore>().ConnectAsync(default);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync();
        foreach (var period in (string[])[RollupPeriods.Of(month.OnDayOfMonth(1)), RollupPeriods.Of(month)])
            await RollupRows.WriteAsync(connection, transaction, period, key, sum, default);
        await transaction.CommitAsync();
    }

    private async Task ImportAsync(string table, string header, string rows)
    {
        using var answer = await PostAsync(table, header, rows, "1");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> PostAsync(string table, string header, string rows, string id)
    {
        using var body = new StringContent($"{header}\n{rows}\n", Encoding.UTF8, "text/csv");
        return await _aggregator.Browser.PostAsync(
            new Uri($"/api/planning/{table}?import={table}-{id}&actor=wang&reason=test", UriKind.Relative), body);
    }

    private async Task<JsonNode> JsonAsync(string address) => JsonNode.Parse(await TextAsync(address))!;

    private Task<string> TextAsync(string address) =>
        _aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));
}

using System.Net;
using System.Text.Json;
using Jingu.Aggregator.Tests.Commands;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

public sealed class LightingApiTests(LightedMonths months) : IClassFixture<LightedMonths>
{
    /// <summary>
    /// February has 19 working days (20 weekdays, two of them holidays, one made up for): 19 x 10 h and 28 x 1 h of
    /// 400 W, against 28 x 96 quarter hours of 20 Wh.
    /// </summary>
    [Fact]
    public async Task A_stipulated_baseline_is_held_against_a_month_on_the_calendar_of_planning()
    {
        var zone = await ZoneAsync("month=2017-02", 0);

        Assert.Equal((53_760, 87_200, 33_440, 383), Figures(zone));
        Assert.Equal("stipulated", Word(zone, "kind"));
        Assert.StartsWith("stipulated: rated power times the hours", Word(zone, "method"), StringComparison.Ordinal);
        Assert.Equal("plates of the lamps, and the caretaker's timetable of 2016", Word(zone, "source"));
    }

    /// <summary>
    /// 19 working days of 3,840 Wh and 9 days of rest of (1,056 + 5 x 480) / 6 = 576 Wh; a reference day that is not
    /// whole is left out.
    /// </summary>
    [Fact]
    public async Task A_measured_baseline_is_held_against_a_month_on_the_calendar_of_planning()
    {
        var zone = await ZoneAsync("month=2017-02", 1);

        Assert.Equal((53_760, 78_144, 24_384, 312), Figures(zone));
        Assert.Equal("measured", Word(zone, "kind"));
        Assert.StartsWith("measured: the mean of reference days", Word(zone, "method"), StringComparison.Ordinal);
        Assert.Equal("three weeks before commissioning", Word(zone, "source"));
        var reference = zone.GetProperty("reference");
        Assert.Equal(
            ("2017-01-02", "2017-01-22", 20, 1),
            (Word(reference, "from"), Word(reference, "to"), reference.GetProperty("days").GetInt32(),
                reference.GetProperty("leftOut").GetInt32()));
    }

    [Fact]
    public async Task The_command_tells_the_same_beside_the_running_aggregator()
    {
        var (code, errors, lines) = await InstalledProgram.RunAsync(
            months.Config, "", "lighting", "--month", "2017-02");
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(await TextAsync("month=2017-02&format=text&culture=en"), lines);
        var (_, _, json) = await InstalledProgram.RunAsync(
            months.Config, "", "lighting", "--month", "2017-02", "--json");
        using var report = JsonDocument.Parse(json);
        Assert.Equal((53_760, 87_200, 33_440, 383), Figures(report.RootElement.GetProperty("zones")[0]));
        Assert.Equal(2, (await InstalledProgram.RunAsync(months.Config, "", "lighting", "--month", "March")).Code);
    }

    /// <summary>13 x 10 h and 19 x 1 h of 400 W; what the morning of the 20th used is not in it.</summary>
    [Fact]
    public async Task A_running_month_counts_the_days_that_are_over_and_says_which()
    {
        var report = await ReportAsync("month=2017-03");

        Assert.Equal(
            ("2017-03-01", "2017-04-01", "2017-03-20", 19),
            (Word(report, "from"), Word(report, "to"), Word(report, "countedTo"),
                report.GetProperty("days").GetInt32()));
        Assert.Equal((18_240, 59_600, 41_360, 693), Figures(report.GetProperty("zones")[0]));
        Assert.Contains(
            "Counted are the days that are over: 19, up to 2017-03-20, excluded.",
            await TextAsync("month=2017-03&format=text&culture=en"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("month=2017-03", 1, 1, 1)]
    [InlineData("from=2017-03-05&to=2017-03-06", 1, 1, 0)]
    [InlineData("from=2017-03-07&to=2017-03-08", 1, 0, 1)]
    [InlineData("from=2016-12-01&to=2016-12-02", 0, 96, 0)]
    [InlineData("from=2017-01-15&to=2017-01-16", 0, 0, 1)]
    public async Task What_is_missing_estimated_or_begins_a_ledger_is_said_and_makes_no_figure(
        string query, int index, int missing, int other)
    {
        var zone = await ZoneAsync(query, index);

        AssertNotKnown(zone, "not-measured");
        Assert.Equal(JsonValueKind.Null, zone.GetProperty("usedWh").ValueKind);
        var intervals = zone.GetProperty("intervals");
        Assert.Equal(
            (missing, other),
            (intervals.GetProperty("missing").GetInt32(),
                intervals.GetProperty("estimated").GetInt32() + intervals.GetProperty("suspect").GetInt32()));
        Assert.Contains(
            $"{missing} quarter hours are missing and {other} were not measured", Word(zone, "why"),
            StringComparison.Ordinal);
    }

    /// <summary>Next to the days that are not whole, one that is: a working day of 3,840 Wh.</summary>
    [Fact]
    public async Task Days_beside_what_is_missing_have_their_figure() =>
        Assert.Equal((1_920, 3_840, 1_920, 500), Figures(await ZoneAsync("from=2017-03-06&to=2017-03-07", 1)));

    [Theory]
    [InlineData("month=2017-02", 2, "no-baseline", "state rated power and former hours")]
    [InlineData("from=2017-01-20&to=2017-01-22", 1, "not-after-reference", "ask for days after 2017-01-22")]
    [InlineData("from=2017-03-20&to=2017-03-21", 0, "no-finished-day", "ask again")]
    public async Task Without_a_figure_it_says_why_and_what_to_do(string query, int index, string gap, string why)
    {
        var zone = await ZoneAsync(query, index);

        AssertNotKnown(zone, gap);
        Assert.Contains(why, Word(zone, "why"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "en", "office Office, building-1, measured by lamps-office", "used 53,760 Wh",
        "saved 33,440 Wh, 383 thousandths of the baseline of 87,200 Wh", "saved: not known; no baseline")]
    [InlineData(
        "zh", "office 办公室，building-1，计量点 lamps-office", "用电 53,760 Wh",
        "节电 33,440 Wh，为基准 87,200 Wh 的千分之 383", "节电：未知；无基准")]
    public async Task People_read_it_in_their_language(string language, params string[] sentences)
    {
        var text = await TextAsync($"month=2017-02&format=text&culture={language}");

        Assert.All(sentences, sentence => Assert.Contains(sentence, text, StringComparison.Ordinal));
        Assert.Contains("three weeks before commissioning", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_year_without_a_calendar_is_named()
    {
        var report = await ReportAsync("from=2016-12-01&to=2016-12-02");

        Assert.Equal(
            2016, Assert.Single(report.GetProperty("yearsWithoutCalendar").EnumerateArray()).GetInt32());
    }

    [Fact]
    public async Task A_file_has_one_row_for_each_zone()
    {
        var rows = (await TextAsync("month=2017-02&format=csv")).Split("\r\n");

        Assert.Equal(5, rows.Length);
        Assert.StartsWith("from,countedTo,zone,name,building,point,usedWh", rows[0], StringComparison.Ordinal);
        Assert.Equal(
            "2017-02-01,2017-03-01,hall,\"大厅\",building-1,lamps-hall,53760,78144,24384,312,measured,"
                + "\"three weeks before commissioning\",2688,0,0,",
            rows[2]);
        Assert.EndsWith(",2688,,,,,\"\",2688,0,0,no-baseline", rows[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("month=March", "such as month=2017-03")]
    [InlineData("from=2017-03-02&to=2017-03-02", "such as month=2017-03")]
    [InlineData("from=2016-03-01&to=2017-03-03", "at most 366")]
    [InlineData("month=2017-03&format=balance", "use json, csv or text")]
    public async Task What_is_no_period_or_format_is_answered_with_a_sentence(string query, string sentence)
    {
        using var answer = await months.Browser.GetAsync(new Uri($"/api/lighting?{query}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static (long Used, long Baseline, long Saved, long Thousandths) Figures(JsonElement zone)
    {
        long Of(string name) => zone.GetProperty(name).GetInt64();
        return (Of("usedWh"), Of("baselineWh"), Of("savedWh"), Of("savedThousandths"));
    }

    private static void AssertNotKnown(JsonElement zone, string gap)
    {
        Assert.Equal(gap, Word(zone, "gap"));
        Assert.All(
            ["baselineWh", "savedWh", "savedThousandths", "method"],
            name => Assert.Equal(JsonValueKind.Null, zone.GetProperty(name).ValueKind));
    }

    private static string Word(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private async Task<JsonElement> ZoneAsync(string query, int index) =>
        (await ReportAsync(query)).GetProperty("zones")[index];

    private async Task<JsonElement> ReportAsync(string query) =>
        JsonSerializer.Deserialize<JsonElement>(await TextAsync(query));

    private Task<string> TextAsync(string query) =>
        months.Browser.GetStringAsync(new Uri($"/api/lighting?{query}", UriKind.Relative));
}

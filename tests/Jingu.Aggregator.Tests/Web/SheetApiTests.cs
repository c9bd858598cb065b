using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Aggregator.Tests.Reporting.Sentences;
using Jingu.Aggregator.Tests.Web.Tables;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

/// <summary>A unit's February and March, with a head-count, an adjustment of a dangerous reason, and events.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed partial class SheetApiTests : IAsyncLifetime
#pragma warning restore CA1001
{
    /// <summary>Of February; 1,000 Wh and 7 L in each of 96 quarter hours, the last day's.</summary>
    private const int Quarters = 96;

    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site);
        await ImportAsync("headcounts", "unit,from,established,users,source", "unit-01,2017-01-01,10,12,letter");
        await ImportAsync("areas", "unit,from,squareMetres,source", "unit-01,2017-01-01,200,plan");
        await ImportAsync(
            "institutions",
            "unit,from,code,nature,landSquareMetres,heatedSquareMetres,newEnergyVehicles,source",
            "unit-01,2017-02-01,330900001,01,900,,3,register");
        await ImportAsync(
            "costs", "unit,resource,month,fen,source", "unit-01,electricity,2017-02,7013,bill 17");
        await ImportAsync("quotas", "resource,from,perHead,unit,source", "electricity,2017-01-01,98000,,average");
        await ImportAsync(
            "adjustments", "id,kind,unit,toUnit,resource,month,amount,reverses,reason",
            "more,extension,unit-01,,electricity,2017-02,500,,=cmd|' /C calc'!A0");
        var gateway = new TestGateway(_site.Keys[0]);
        await _aggregator.Ingestion.HandleAsync(
            [
                gateway.Batch(JournalStream.Intervals, 1, TestGateway.Known, [
                    .. Enumerable.Range(0, Quarters + 3).Select(i => Intervals(i))]),
                gateway.Batch(JournalStream.Events, 1, TestGateway.Known, [Replaced(), Switched(), .. Decided()]),
            ],
            default);
        await Eventually.UntilAsync(async () =>
            (long?)(await SheetAsync("2017-02"))["resources"]![0]!["used"] == Quarters * 1_000
            && (long)(await SheetAsync("2017-02"))["pending"]! == 0);
    }

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_month_tells_quota_used_left_quality_meters_and_actions()
    {
        var sheet = await SheetAsync("2017-02");

        var electricity = sheet["resources"]![0]!;
        Assert.Equal((980_000, 980_500), ((long)electricity["quota"]!, (long)electricity["budget"]!));
        Assert.Equal(980_500 - 96_000, (long)electricity["left"]!);
        Assert.Equal(1 / 28d, (double)electricity["shares"]!["measured"]!, 9);
        Assert.Equal(27 * 96, (int)electricity["quality"]!["missing"]!);
        Assert.Equal("=cmd|' /C calc'!A0", (string?)electricity["adjustments"]![0]!["reason"]);
        var water = sheet["resources"]![1]!;
        Assert.Equal((672, null), ((long)water["used"]!, (long?)water["left"]));
        Assert.NotNull((string?)water["why"]);
        var meter = sheet["meters"]![0]!;
        Assert.Equal(
            (5_000, 5_000 + 96_000, true),
            ((long)meter["opening"]!["register"]!, (long)meter["closing"]!["register"]!, (bool)meter["isChecked"]!));
        Assert.Equal("proven", (string?)sheet["actions"]![0]!["state"]);
        Assert.True((bool)sheet["isOver"]!);
        var next = (await SheetAsync("2017-03"))["meters"]![0]!;
        Assert.Equal((101_000, 104_000), (
            (long)next["opening"]!["register"]!, (long)next["closing"]!["register"]!));
    }

    [Fact]
    public async Task The_running_month_carries_the_forecast_that_the_API_answers()
    {
        var forecast = JsonNode.Parse(await TextAsync("/api/forecast?unit=unit-01"))!["atEnd"]!;
        var campus = JsonNode.Parse(await TextAsync("/api/reports/campus?month=2017-03"))!["units"]![0]!;

        Assert.True((long)forecast["high"]! > 0);
        foreach (var end in new[]
        {
            (await SheetAsync("2017-03"))["resources"]![0]!["atEnd"]!, campus["resources"]![0]!["atEnd"]!,
        })
        {
            Assert.Equal(forecast.ToJsonString(), end.ToJsonString());
        }
        Assert.Null((await SheetAsync("2017-02"))["resources"]![0]!["atEnd"]);
    }

    [Theory]
    [InlineData("month?unit=unit-01&month=2017-02", "month", "meters", "adjustments", "switching", "decisions")]
    [InlineData("campus?month=2017-02", "units", "buildings")]
    [InlineData("cut-offs?month=2017-02", "switching", "decisions")]
    [InlineData("meters?month=2017-02", "meter-exchange")]
    [InlineData("restatements?month=2017-02", "restatements")]
    [InlineData("statistics?year=2017", "statistics")]
    public async Task Each_sheet_comes_as_json_csv_and_xlsx_of_the_same_rows(string address, params string[] parts)
    {
        Assert.NotNull(JsonNode.Parse(await TextAsync($"/api/reports/{address}")));
        using var answer = await _aggregator.Browser.GetAsync(
            new Uri($"/api/reports/{address}&format=xlsx", UriKind.Relative));
        Assert.EndsWith(".xlsx", answer.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        var book = await Openpyxl.ReadAsync(await answer.Content.ReadAsByteArrayAsync());

        Assert.Equal(parts, book.AsObject().Select(sheet => sheet.Key));
        foreach (var part in parts)
        {
            var csv = await TextAsync($"/api/reports/{address}&format=csv&part={part}");
            Assert.Equal(book[part]!.AsArray().Count, csv.TrimEnd().Split("\r\n").Length);
            Assert.Equal(
                csv.TrimStart('\uFEFF').Split("\r\n")[0],
                string.Join(',', book[part]![0]!.AsArray().Select(cell => (string?)cell!["value"])));
        }
    }

    [Fact]
    public async Task Numbers_of_the_workbook_are_those_of_the_API_to_the_watt_hour()
    {
        var sheet = await SheetAsync("2017-02");
        var month = await RowsAsync("/api/reports/month?unit=unit-01&month=2017-02&format=xlsx", "month");

        foreach (var (row, resource) in month.Zip(sheet["resources"]!.AsArray()))
        {
            foreach (var name in (string[])["quota", "budget", "used", "left"])
            {
                Assert.Equal((long?)resource![name], (long?)row[name]?["value"]);
                Assert.Equal(resource[name] is null ? null : "n", (string?)row[name]?["type"]);
            }
        }
        var rollup = JsonNode.Parse(await TextAsync("/api/rollups?of=unit&id=unit-01&by=month&from=2017-02"))!;
        Assert.Equal((long)rollup["rows"]![0]!["used"]!, (long)month[0]["used"]!["value"]!);
        var report = JsonNode.Parse(await TextAsync("/api/report?month=2017-02"))!;
        Assert.Equal(
            (long)report["units"]![0]!["electricity"]!["usedWh"]!, (long)month[0]["used"]!["value"]!);
        var reason = (await RowsAsync(
            "/api/reports/month?unit=unit-01&month=2017-02&format=xlsx", "adjustments"))[0]["reason"]!;
        Assert.True((bool)reason["quoted"]!);
        Assert.Contains(
            ",\"'=cmd|' /C calc'!A0\",",
            await TextAsync("/api/reports/month?unit=unit-01&month=2017-02&format=csv&part=adjustments"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_tell_who_exchanged_which_meter_and_what_was_cut_with_its_proof()
    {
        var change = JsonNode.Parse(await TextAsync("/api/reports/meters?month=2017-02"))![0]!;
        Assert.Equal(("m-0", "m-1", "li"), (
            (string?)change["meterBefore"], (string?)change["meter"], (string?)change["by"]));
        Assert.Equal((1234.5, 0.2), ((double)change["closing"]!, (double)change["opening"]!));
        var cut = (await RowsAsync("/api/reports/cut-offs?month=2017-02&format=xlsx", "switching"))[0];
        Assert.Equal(("sp-1", "cut", "proven", "load"), (
            (string?)cut["switchPoint"]!["value"], (string?)cut["operation"]!["value"],
            (string?)cut["state"]!["value"], (string?)cut["grade"]!["value"]));
        var february = (await RowsAsync("/api/reports/statistics?year=2017&format=xlsx", "statistics"))[1];
        Assert.Equal((200, 12, 96.0), (
            (long)february["squareMetres"]!["value"]!, (long)february["users"]!["value"]!,
            (double)february["electricityKwh"]!["value"]!));
        Assert.Null(february["coal"]);
        // 70.13 yuan; nobody entered what water cost, nor who the unit was in January.
        Assert.Equal((70.13, "01", "330900001", 900, 3), (
            (double)february["electricityYuan"]!["value"]!, (string?)february["nature"]!["value"],
            (string?)february["code"]!["value"], (long)february["landSquareMetres"]!["value"]!,
            (long)february["newEnergyVehicles"]!["value"]!));
        Assert.Contains("bill 17; import", (string?)february["sources"]!["value"], StringComparison.Ordinal);
        Assert.Null(february["waterYuan"]);
        Assert.Null(february["heatedSquareMetres"]);
        var january = (await RowsAsync("/api/reports/statistics?year=2017&format=xlsx", "statistics"))[0];
        Assert.Null(january["nature"]);
        Assert.Null(january["electricityYuan"]);
    }

    [Theory]
    [InlineData("month?unit=unit-01&month=2017-02", "month-unit-01-2017-02.pdf")]
    [InlineData("statistics?year=2017", "statistics-2017.pdf")]
    public async Task A_page_comes_as_pdf(string address, string name)
    {
        using var answer = await _aggregator.Browser.GetAsync(
            new Uri($"/api/reports/{address}&format=pdf", UriKind.Relative));

        var pdf = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, Encoding.UTF8.GetString(pdf));
        Assert.Equal("%PDF-", Encoding.ASCII.GetString(pdf.AsSpan(0, 5)));
        Assert.Equal(name, answer.Content.Headers.ContentDisposition!.FileName);
    }

    [Theory]
    [InlineData("en", "Left", "884.500", "equals use", "=cmd|&#x27; /C calc&#x27;!A0")]
    [InlineData("zh-CN", "余量", "884.500", "与用量一致", "市发展和改革委员会")]
    public async Task The_month_sheet_is_a_page_in_both_languages(string culture, params string[] words)
    {
        var page = await TextAsync($"/sheets/month?unit=unit-01&month=2017-02&culture={culture}");
        var paper = await TextAsync($"/sheets/month?unit=unit-01&month=2017-02&culture={culture}&print=1");

        Assert.All(words, word => Assert.Contains(word, page, StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, paper, StringComparison.Ordinal));
        Assert.Contains("format=xlsx", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/api", paper, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("campus?month=2017-02", "980,500")]
    [InlineData("cut-offs?month=2017-02", "sp-1")]
    [InlineData("meters?month=2017-02", "1,234.5")]
    [InlineData("restatements?month=2017-02", "delivered late or again")]
    [InlineData("statistics?year=2017", "Building area")]
    [InlineData("statistics?year=2017", "are not metered here")]
    public async Task Every_report_is_a_page_in_both_languages(string address, string word)
    {
        Assert.Contains(word, await TextAsync($"/sheets/{address}&culture=en"), StringComparison.Ordinal);
        Assert.Contains(
            "lang=\"zh-CN\"", await TextAsync($"/sheets/{address}&culture=zh-CN"), StringComparison.Ordinal);
        Assert.Contains("/sheets/", await TextAsync("/sheets?month=2017-02"), StringComparison.Ordinal);
    }

    /// <summary>What people wrote is theirs, and names and ids are the same in every language.</summary>
    [Theory]
    [InlineData("/sheets/month?unit=unit-01&month=2017-02&")]
    [InlineData("/sheets/cut-offs?month=2017-02&")]
    [InlineData("/sheets/meters?month=2017-02&")]
    [InlineData("/sheets/campus?month=2017-02&")]
    [InlineData("/units/unit-01?")]
    [InlineData("/?")]
    public async Task Chinese_pages_hold_no_English_sentence(string address)
    {
        var page = await TextAsync($"{address}culture=zh");
        var main = page[page.IndexOf("<main", StringComparison.Ordinal)..];
        var shown = WebUtility.HtmlDecode(Tags().Replace(main, "\n"));

        Assert.DoesNotContain("lang=\"en\"", main, StringComparison.Ordinal);
        Assert.All(shown.Split('\n'), line => Assert.DoesNotMatch(Spoken.EnglishSentence(), line));
    }

    [Fact]
    public async Task Decisions_are_told_in_the_readers_language_and_their_time_once()
    {
        var page = await TextAsync("/sheets/month?unit=unit-01&month=2017-02&culture=zh");
        var english = await TextAsync("/sheets/month?unit=unit-01&month=2017-02&culture=en");

        Assert.Contains("已用 981.0 kWh，预算 980.5 kWh；阶段为 黄 提示。", page, StringComparison.Ordinal);
        Assert.Contains("981.0 kWh of 980.5 kWh used; the stage is notice", english, StringComparison.Ordinal);
        Assert.Contains("sp-1：断开，已执行，表计所示负荷证实。", page, StringComparison.Ordinal);
        // Both steps at this instant, and neither says it again.
        Assert.Equal(Steps().Length, page.Split("2017-02-28 16:00").Length - 1);
        Assert.DoesNotContain("It happened.", page, StringComparison.Ordinal);
        foreach (var (culture, sentence) in (IEnumerable<(string, string)>)[
            ("zh", "sp-1：断开，已执行，表计所示负荷证实。"), ("en", "sp-1: cut, commanded and proven by the load")])
        {
            var sheet = JsonNode.Parse(await TextAsync(
                $"/api/reports/month?unit=unit-01&month=2017-02&culture={culture}"))!["actions"]![0]!;
            var csv = await TextAsync(
                $"/api/reports/cut-offs?month=2017-02&format=csv&part=switching&culture={culture}");
            Assert.StartsWith(sentence, (string?)sheet["sentence"], StringComparison.Ordinal);
            Assert.Equal(("It happened.", "proven"), ((string?)sheet["text"], (string?)sheet["state"]));
            Assert.Contains(sentence, csv, StringComparison.Ordinal);
            Assert.Contains("It happened.", csv, StringComparison.Ordinal);
        }
    }

    /// <summary>A gateway of an earlier version wrote no facts: what it said is shown as the English it is.</summary>
    [Fact]
    public async Task What_only_a_gateways_own_words_tell_is_marked_as_English()
    {
        var gateway = new TestGateway(_site.Keys[0]);
        await _aggregator.Ingestion.HandleAsync(
            [gateway.Batch(JournalStream.Events, 50, TestGateway.Known, [
                Event(EventKinds.MultiplierChanged, "unit-01-electricity")])],
            default);

        var page = await TextAsync("/sheets/meters?month=2017-02&culture=zh");

        Assert.Contains("<span lang=\"en\">It happened.</span>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sheets/month?unit=unit-77")]
    [InlineData("/sheets/roofs")]
    public async Task What_is_no_sheet_is_not_found(string address)
    {
        using var answer = await _aggregator.Browser.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("month?unit=unit-77&month=2017-02", "'unit-77' is no unit of the site")]
    [InlineData("month?unit=unit-01&month=Feb", "is no month")]
    [InlineData("campus?format=doc", "use json, csv, xlsx or pdf")]
    [InlineData("campus?format=csv&part=roofs", "use units, buildings")]
    [InlineData("statistics?year=20", "is no year")]
    public async Task A_wrong_question_is_answered_with_a_sentence(string address, string sentence)
    {
        using var answer = await _aggregator.Browser.GetAsync(new Uri($"/api/reports/{address}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            sentence, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!,
            StringComparison.Ordinal);
    }

    /// <summary>From the last day of February on; the registers began at 5,000 and 50.</summary>
    private static Entry.Intervals Intervals(int i) => new(1, ClockTrust.Synchronised, [
        new(
            new("unit-01-electricity"), TestGateway.March.AddDays(-1) + (i * Interval.Length), 1_000,
            Quality.Measured, (i + 1) * 1_000, 5_000 + ((i + 1) * 1_000), new("m-1"), i == 0),
        new(
            new("unit-01-water"), TestGateway.March.AddDays(-1) + (i * Interval.Length), 7, Quality.Measured,
            (i + 1) * 7, 50 + ((i + 1) * 7), new("m-2"), i == 0),
    ]);

    private static Entry.Event Replaced() => Event(
        EventKinds.MeterReplaced, "unit-01-electricity",
        ("meterBefore", "m-0"), ("meter", "m-1"), ("serial", "S-9"), ("closing", "1234.5"), ("opening", "0.2"),
        ("totalBefore", "10"), ("total", "12"), ("by", "li"), ("reason", "-broken"));

    private static Entry.Event Switched() => Event(
        EventKinds.SwitchActionChanged, "sp-1",
        ("point", "sp-1"), ("unit", "unit-01"), ("resource", "electricity"), ("operation", "cut"),
        ("state", "proven"), ("attempts", "1"), ("grade", "load"), ("finding", "none"),
        ("decidedAt", "2017-02-28T01:00:00Z"));

    /// <summary>A whole budget is found used on the last day of February, 16 o'clock in Shanghai.</summary>
    private static IEnumerable<Entry> Decided()
    {
        ChainLink? last = null;
        foreach (var step in Steps())
        {
            last = ChainLink.After(last, new LadderRecord(Ladder.RuleSet, step));
            yield return new Entry.Event(
                ClockTrust.Synchronised, DecisionEvent.Of(last, "unit-01 electricity", step.Input.Now, "It happened."));
        }
    }

    private static ImmutableArray<LadderStep> Steps()
    {
        var policy = new LadderPolicy(new("unit-01"), Resource.Electricity, 1) { Drill = false };
        var at = TestGateway.March.AddHours(-8);
        var period = new LadderPeriod("2017-02", TestGateway.March.AddDays(-28), TestGateway.March);
        return Ladder.DecideAll(policy, Ladder.Begin(policy, period), new(at, period, 980_500, 981_000)
        {
            MeasuredUntil = at,
            ClockTrusted = true,
            PolicyStanding = PolicyStanding.Good,
            SinceStart = TimeSpan.FromDays(1),
        });
    }

    private static Entry.Event Event(string kind, string subject, params (string Name, string Value)[] facts) => new(
        ClockTrust.Synchronised,
        new(
            kind, TestGateway.March.AddHours(-9), subject, "It happened.",
            facts.ToImmutableSortedDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal)));

    private async Task<List<Dictionary<string, JsonNode?>>> RowsAsync(string address, string sheet)
    {
        var book = await Openpyxl.ReadAsync(
            await _aggregator.Browser.GetByteArrayAsync(new Uri(address, UriKind.Relative)));
        var heads = book[sheet]![0]!.AsArray().Select(cell => (string)cell!["value"]!).ToList();
        return
        [
            .. book[sheet]!.AsArray().Skip(1).Select(row => heads.Zip(row!.AsArray())
                .ToDictionary(each => each.First, each => each.Second)),
        ];
    }

    private async Task<JsonNode> SheetAsync(string month) =>
        JsonNode.Parse(await TextAsync($"/api/reports/month?unit=unit-01&month={month}"))!;

    private async Task ImportAsync(string table, string header, string rows)
    {
        using var body = new StringContent($"{header}\n{rows}\n", Encoding.UTF8, "text/csv");
        using var answer = await _aggregator.Browser.PostAsync(
            new Uri($"/api/planning/{table}?import={table}-1&actor=wang&reason=test", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    private Task<string> TextAsync(string address) =>
        _aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));
}

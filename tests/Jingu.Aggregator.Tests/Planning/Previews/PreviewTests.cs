using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Aggregator.Planning.Previews;
using Jingu.Aggregator.Tests.Web;
using Xunit;

namespace Jingu.Aggregator.Tests.Planning.Previews;

/// <summary>What an import would change, through the API; site time stands at 20 March 2017.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed class PreviewTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Header = "unit,from,established,users,source\n";
    private const string Heads = Header + "unit-01,2017-01-01,40,50,HR 1\n";

    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site);
        await ImportedAsync("headcounts", "heads", Heads);
        await ImportedAsync("quotas", "quotas", "resource,from,perHead,source\nelectricity,2017-01-01,1000,x\n");
    }

    public async Task DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task New_changed_and_same_rows_are_told_apart_and_nothing_is_stored()
    {
        var preview = await PreviewAsync("headcounts", Header + """
            unit-01,2017-01-01,040,50,HR 1
            unit-01,2017-03-10,44,50,HR 2

            """);
        var changed = await PreviewAsync("headcounts", Header + "unit-01,2017-01-01,40,51,HR 3\n");

        Assert.Equal((1, 0, 1), ((int)preview["new"]!, (int)preview["changed"]!, (int)preview["same"]!));
        Assert.Equal(["same", "new"], preview["rows"]!.AsArray().Select(row => (string)row!["kind"]!));
        Assert.Equal("44", (string)preview["rows"]![1]!["values"]!["established"]!);
        Assert.Equal(
            [("users", "50", "51"), ("source", "HR 1", "HR 3")],
            changed["rows"]![0]!["changes"]!.AsArray().Select(
                change => ((string)change!["column"]!, (string)change["old"]!, (string)change["new"]!)));
        Assert.Empty(changed["budgets"]!.AsArray());
        Assert.Equal(2, (await JsonAsync("/api/planning/imports")).AsArray().Count);
    }

    /// <summary>40 heads x 1,000 Wh in the whole of March; 44 from the 10th on: 40 x 9/31 + 44 x 22/31.</summary>
    [Fact]
    public async Task Budgets_of_the_running_and_other_months_are_shown_before_and_after()
    {
        var preview = await PreviewAsync("headcounts", Header + "unit-01,2017-03-10,44,50,HR 2\n");

        Assert.Equal(
            [("2017-03", 40_000, 42_838), ("2017-04", 40_000, 44_000), ("2017-05", 40_000, 44_000)],
            preview["budgets"]!.AsArray().Select(change => (
                (string)change!["month"]!, (long)change["before"]!, (long)change["after"]!)));
        Assert.Equal(("2016-03", "2017-05"), ((string)preview["from"]!, (string)preview["to"]!));
        await ImportedAsync("headcounts", "heads-2", Header + "unit-01,2017-03-10,44,50,HR 2\n");
        var budget = await JsonAsync("/api/planning/budget?month=2017-03");
        Assert.Equal(42_838, (long)budget[0]!["available"]!);
    }

    [Fact]
    public async Task An_adjustment_shows_in_the_month_that_it_names_even_a_far_one()
    {
        var preview = await PreviewAsync(
            "adjustments", "id,kind,unit,resource,month,amount,reason\n"
                + "e-1,emergency,unit-01,electricity,2018-02,500,selected\n");

        Assert.Equal(
            [("2018-02", 40_500), ("2018-03", 39_500)],
            preview["budgets"]!.AsArray().Select(change => (
                (string)change!["month"]!, (long)change["after"]!)));
    }

    [Fact]
    public async Task What_was_previewed_is_imported_and_nothing_else()
    {
        var rows = Header + "unit-01,2017-03-10,44,50,HR 2\n";
        var stamp = (string)(await PreviewAsync("headcounts", rows))["stamp"]!;

        var other = await SendAsync(
            "headcounts", $"import=a&actor=wang&reason=r&previewed={stamp}",
            rows.Replace("44", "45", StringComparison.Ordinal));
        // The quota has become another meanwhile: the same rows would do something else to budgets.
        await ImportedAsync("quotas", "q-2", "resource,from,perHead,source\nelectricity,2017-01-01,2000,y\n");
        var later = await SendAsync("headcounts", $"import=a&actor=wang&reason=r&previewed={stamp}", rows);
        stamp = (string)(await PreviewAsync("headcounts", rows))["stamp"]!;
        var again = await SendAsync("headcounts", $"import=a&actor=wang&reason=r&previewed={stamp}", rows);
        var twice = await SendAsync("headcounts", $"import=a&actor=wang&reason=r&previewed={stamp}", rows);

        Assert.Equal(
            [HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Created, HttpStatusCode.OK],
            new[] { other.Status, later.Status, again.Status, twice.Status });
        Assert.Contains("Look at a new preview", later.Text, StringComparison.Ordinal);
        Assert.Equal(4, (await JsonAsync("/api/planning/imports")).AsArray().Count);
    }

    /// <summary>An import about somebody else in between takes nothing from what was seen.</summary>
    [Fact]
    public async Task What_does_not_touch_a_preview_does_not_hold_it_up()
    {
        var rows = Header + "unit-01,2017-03-10,44,50,HR 2\n";
        var stamp = (string)(await PreviewAsync("headcounts", rows))["stamp"]!;
        await ImportedAsync("areas", "areas", "unit,from,squareMetres,source\nunit-01,2017-01-01,900,x\n");

        Assert.Equal(
            HttpStatusCode.Created,
            (await SendAsync("headcounts", $"import=a&actor=wang&reason=r&previewed={stamp}", rows)).Status);
    }

    [Theory]
    [InlineData("headcounts", Header + "unit-99,2017-01-01,x,1,s\n", 2)]
    [InlineData(
        "adjustments",
        "id,kind,unit,resource,month,amount,reason\na,recovery,unit-01,electricity,2017-03,9999999,r\n", 1)]
    public async Task Faults_are_those_of_the_import(string table, string rows, int count)
    {
        var preview = await SendAsync(table, "preview=true", rows);
        var import = await SendAsync(table, "import=a&actor=wang&reason=r", rows);

        Assert.Equal(HttpStatusCode.BadRequest, preview.Status);
        Assert.Equal(import.Text, preview.Text);
        Assert.Equal(count, (int)JsonNode.Parse(preview.Text)!["count"]!);
    }

    [Fact]
    public async Task A_table_comes_as_the_CSV_that_can_be_imported_again()
    {
        await ImportedAsync("headcounts", "more", Header + "unit-01,2017-04-01,44,50,\"=cmd|' /C calc'!A0, so\"\n"
            + "unit-01,2018-01-01,44,50,'@x\n");
        var csv = await TextAsync("/api/planning/headcounts?format=csv");
        var kept = (await JsonAsync("/api/planning/headcounts?of=kept")).AsArray();

        Assert.Contains(",\"'=cmd|' /C calc'!A0, so\"\r\n", csv, StringComparison.Ordinal);
        var preview = await PreviewAsync("headcounts", csv);
        Assert.Equal((0, 0, 3), ((int)preview["new"]!, (int)preview["changed"]!, (int)preview["same"]!));
        Assert.Equal(
            [("2017-01-01", "holds"), ("2017-04-01", "later"), ("2018-01-01", "later")],
            kept.Select(row => ((string)row!["values"]!["from"]!, (string)row["standing"]!)));
        Assert.Equal(Header.Trim() + "\r\n", await TextAsync("/api/planning/headcounts?format=template"));
    }

    [Fact]
    public async Task A_year_tells_which_days_work_and_when_nothing_is_cut()
    {
        await ImportedAsync("days", "days", "date,kind,name,source\n2017-03-01,rest,测试,x\n2017-03-04,working,,x\n");
        await ImportedAsync("held-days", "held", "date,kind,name,source\n2017-03-02,special,高考,x\n");
        await ImportedAsync("hours", "hours", "name,begin,end,days,source\nnight,22:00,06:00,every,x\n");

        var year = await JsonAsync("/api/planning/calendar?year=2017");
        var days = year["days"]!.AsArray().ToDictionary(day => (string)day!["day"]!);

        Assert.Equal(365, days.Count);
        Assert.Equal("rest", (string)days["2017-03-01"]!["kind"]!);
        Assert.Equal("special", (string)days["2017-03-02"]!["held"]!);
        Assert.Equal(("working", true), (
            (string)days["2017-03-04"]!["kind"]!, (bool)days["2017-03-04"]!["isDeclared"]!));
        Assert.Equal("rest", (string)days["2017-03-05"]!["kind"]!);
        Assert.Equal("22:00", (string)year["hours"]![0]!["begin"]!);
        Assert.False((bool)(await JsonAsync("/api/planning/calendar?year=2018"))["isDeclared"]!);
    }

    [Fact]
    public async Task Units_are_told_with_their_meters_and_todays_heads()
    {
        var unit = (await JsonAsync("/api/units"))[0]!;

        Assert.Equal(("unit-01", 40, 50), (
            (string)unit["id"]!, (int)unit["established"]!, (int)unit["users"]!));
        Assert.Null(unit["squareMetres"]);
        Assert.Equal(["gateway-1", "gateway-2"], unit["gateways"]!.AsArray().Select(each => (string)each!));
        Assert.Equal(3, unit["points"]!.AsArray().Count);
    }

    [Fact]
    public void A_stamp_names_the_changes_and_not_what_was_used_meanwhile()
    {
        static PlanPreview Of(long after, long? used) => new(
            "headcounts", 1, "2017-03", "2017-03", [],
            [new("2017-03", "unit-01", "electricity", 1, after) { Used = used }]);

        Assert.Equal(Of(2, null).Stamp, Of(2, 7).Stamp);
        Assert.NotEqual(Of(2, null).Stamp, Of(3, null).Stamp);
    }

    private async Task<JsonNode> PreviewAsync(string table, string rows)
    {
        var (status, text) = await SendAsync(table, "preview=true", rows);
        Assert.True(status == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private async Task ImportedAsync(string table, string id, string rows)
    {
        var (status, text) = await SendAsync(table, $"import={id}&actor=wang&reason=test", rows);
        Assert.True(status == HttpStatusCode.Created, text);
    }

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(string table, string query, string rows)
    {
        using var content = new StringContent(rows, Encoding.UTF8, "text/csv");
        using var answer = await _aggregator.Browser.PostAsync(
            new Uri($"/api/planning/{table}?{query}", UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<JsonNode> JsonAsync(string address) => JsonNode.Parse(await TextAsync(address))!;

    private Task<string> TextAsync(string address) =>
        _aggregator.Browser.GetStringAsync(new Uri(address, UriKind.Relative));
}

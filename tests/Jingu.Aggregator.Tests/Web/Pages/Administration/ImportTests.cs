using System.Net;
using System.Text.RegularExpressions;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Tests.Web.Entrance;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Administration;

/// <summary>Imports from the pages, by people without script, through the real host.</summary>
#pragma warning disable CA1001 // xUnit calls DisposeAsync of IAsyncLifetime.
public sealed partial class ImportTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Table = "/administration/tables/headcounts";
    private const string Import = Table + "/import";
    private const string Rows = "unit,from,established,users,source\nunit-01,2017-03-10,44,50,HR 2\n";

    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;
    private (string, string)[] _wang = [];

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site);
        _visitors = new(_aggregator);
        _wang = await _visitors.WithPageAsync(
            await _visitors.SessionAsync(await _visitors.AddAsync("wang", [Role.FacilityManager])));
        foreach (var (table, rows) in new[]
        {
            (PlanTable.Headcounts, "unit,from,established,users,source\nunit-01,2017-01-01,40,50,HR 1\n"),
            (PlanTable.Quotas, "resource,from,perHead,source\nelectricity,2017-01-01,1000,x\n"),
        })
        {
            var complaints = new List<PlanComplaint>();
            Assert.IsType<ImportOutcome.Stored>(await _visitors.Of<Plans>().ImportAsync(
                new(table.Name, "hr", "first"), table,
                CsvText.Read(System.Text.Encoding.UTF8.GetBytes(rows), complaints), complaints, default));
        }
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Theory]
    [InlineData("en", "'x' is no whole number from 0 to ")]
    [InlineData("zh-CN", "“x”不是 0 到 ")]
    public async Task Every_fault_is_told_by_row_and_column_in_the_readers_language(string language, string sentence)
    {
        var (status, page) = await PostAsync(
            Form(Rows.Replace("44", "x", StringComparison.Ordinal) + "unit-09,soon,1,1,\n", "preview"), language);

        Assert.Equal(400, status);
        Assert.Matches(
            $"<tr><td>2</td><td>established <small>[^<]+</small></td><td[^>]*>{Regex.Escape(sentence)}",
            WebUtility.HtmlDecode(page));
        foreach (var column in new[] { "unit", "from", "source" })
            Assert.Contains($"<tr><td>3</td><td>{column} <small>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"confirm\"", page, StringComparison.Ordinal);
        // What was pasted is there to be corrected.
        Assert.Contains("unit-09,soon,1,1,", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_confirmed_with_a_reason_is_what_was_previewed_and_is_audited()
    {
        var (status, page) = await PostAsync(Form(Rows, "preview"));
        Assert.Equal(200, status);
        Assert.Contains("1 new, 0 changed, 0 the same as before", page, StringComparison.Ordinal);
        Assert.Matches("(?s)2017-03</td>.*?unit-01.*?40\\.000.*?42\\.838", page);
        Assert.Equal(2, await ImportsAsync());

        var confirm = Hidden(page);
        Assert.Equal(409, (await PostAsync(Form(Rows, "confirm", confirm + "&reason=+"))).Status);
        var other = await PostAsync(Form(
            Rows.Replace("44", "45", StringComparison.Ordinal), "confirm", confirm + "&reason=letter"));
        Assert.Equal(409, other.Status);
        Assert.Contains("Not imported: meanwhile something changed", other.Page, StringComparison.Ordinal);
        Assert.Equal(2, await ImportsAsync());

        // Twice, as an impatient finger does.
        Assert.Equal(302, (await PostAsync(Form(Rows, "confirm", confirm + "&reason=letter+12"))).Status);
        Assert.Equal(302, (await PostAsync(Form(Rows, "confirm", confirm + "&reason=letter+12"))).Status);

        var stored = (await _visitors.Of<Plans>().ImportsAsync(default))[^1];
        Assert.Equal((3, "wang", "letter 12"), (stored.Number, stored.Import.Head.Actor, stored.Import.Head.Reason));
        Assert.Contains(await _visitors.AuditAsync(), one => one.Of is not null && one.Entry is
        {
            Who: "wang", What: "POST /administration/tables/{table}/import", Reason: "letter 12", Outcome: "302",
        } && one.Entry.Subject == $"headcounts {stored.Import.Head.Id}");
        var shown = (await GetAsync(Table + "?imported=3&culture=en")).Page;
        Assert.Contains("the import has number 3", shown, StringComparison.Ordinal);
        Assert.Matches("(?s)<td class=\"right\">44</td>.*?holds.*?wang", shown);
    }

    [Fact]
    public async Task A_table_that_changed_in_between_is_told_with_a_new_preview()
    {
        var confirm = Hidden((await PostAsync(Form(Rows, "preview"))).Page);
        var complaints = new List<PlanComplaint>();
        await _visitors.Of<Plans>().ImportAsync(
            new("between", "li", "r"), PlanTable.Headcounts,
            CsvText.Read(System.Text.Encoding.UTF8.GetBytes(Rows.Replace("44", "43", StringComparison.Ordinal)),
                complaints), complaints, default);

        var (status, page) = await PostAsync(Form(Rows, "confirm", confirm + "&reason=letter"));

        Assert.Equal(409, status);
        Assert.Contains("<del>43</del> <ins>44</ins>", page, StringComparison.Ordinal);
        Assert.Equal(3, await ImportsAsync());
        Assert.Equal(302, (await PostAsync(Form(Rows, "confirm", Hidden(page) + "&reason=letter"))).Status);
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing_and_is_not_offered()
    {
        await PostAsync(Form(Rows, "confirm", Hidden((await PostAsync(Form(Rows, "preview"))).Page) + "&reason=r"));

        var (status, page) = await PostAsync(Form(Rows, "preview"));

        Assert.Equal(200, status);
        Assert.Contains("All of this is in force already", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"confirm\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_row_is_an_import_of_one_row_and_what_is_wrong_stays_in_the_form()
    {
        const string Row = "step=row&row-unit=unit-01&row-from=2017-03-10&row-users=50&row-source=HR%2C+2";
        var wrong = await PostAsync(Row + "&row-established=4.5");
        Assert.Equal(400, wrong.Status);
        Assert.Contains("<td>established <small>", wrong.Page, StringComparison.Ordinal);
        Assert.Matches("id=\"row-established\"[^>]*value=\"4.5\"", wrong.Page);

        var right = await PostAsync(Row + "&row-established=44");
        Assert.Equal(200, right.Status);
        var csv = WebUtility.HtmlDecode(RowsField().Match(right.Page).Groups[1].Value);
        Assert.Contains("\"HR, 2\"", csv, StringComparison.Ordinal);
        Assert.Equal(302, (await PostAsync(Form(csv, "confirm", Hidden(right.Page) + "&reason=r"))).Status);
        Assert.Equal(3, await ImportsAsync());
    }

    [Fact]
    public async Task What_is_too_large_is_told_with_the_limit()
    {
        var (status, page) = await PostAsync(Form(Rows + new string('x', 2 * 1024 * 1024), "preview"));
        Assert.Equal(400, status);
        Assert.Contains("It is larger than 2 MiB", page, StringComparison.Ordinal);

        (status, page) = await PostAsync(Form(new string('x', 6 * 1024 * 1024), "preview"));
        Assert.Equal(413, status);
        Assert.Contains("5 MiB", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_taken_without_the_pages_token_and_from_who_only_reads()
    {
        var (status, _) = await _visitors.TellAsync(HttpMethod.Post, Import, Form(Rows, "preview"), _wang[0]);
        Assert.Equal(400, status);
        var viewer = await _visitors.WithPageAsync(
            await _visitors.SessionAsync(await _visitors.AddAsync("viewer", [Role.Viewer])));
        Assert.Equal(
            403, (await _visitors.TellAsync(HttpMethod.Post, Import, Form(Rows, "preview"), viewer)).Status);
        var shown = await _visitors.TellAsync(HttpMethod.Get, Table + "?culture=en", null, viewer);
        Assert.Equal(200, shown.Status);
        Assert.DoesNotContain("one-row", shown.Text, StringComparison.Ordinal);
        Assert.Equal(2, await ImportsAsync());
    }

    /// <summary>Every table has words for itself and its columns, and its pages stand.</summary>
    [Fact]
    public async Task Every_table_has_its_page_and_its_form()
    {
        foreach (var table in PlanTable.All)
        {
            Assert.Equal(200, (await GetAsync($"/administration/tables/{table.Name}")).Status);
            var (status, page) = await GetAsync($"/administration/tables/{table.Name}/import");
            Assert.Equal(200, status);
            Assert.All(
                table.Columns,
                column => Assert.Contains($"name=\"row-{column.Name}\"", page, StringComparison.Ordinal));
        }
        Assert.Equal(404, (await GetAsync("/administration/tables/colours")).Status);
        Assert.Equal(404, (await GetAsync("/administration/tables/colours/import")).Status);
    }

    /// <summary>A day as any is marked neither as named by the calendar nor as one without cuts.</summary>
    [Fact]
    public async Task The_calendar_marks_the_days_that_are_named_and_no_others()
    {
        var complaints = new List<PlanComplaint>();
        await _visitors.Of<Plans>().ImportAsync(
            new("days", "hr", "r"), PlanTable.Days,
            CsvText.Read("date,kind,source\n2017-05-01,rest,x\n"u8, complaints), complaints, default);

        var (_, page) = await GetAsync("/administration/calendar?year=2017&culture=en");

        Assert.Single(Regex.Matches(page, "<td class=\"day\"[^>]*data-declared=\"yes\""));
        Assert.Equal(364, Regex.Count(page, "<td class=\"day\"[^>]*data-declared=\"no\""));
        Assert.Equal(365, Regex.Count(page, "<td class=\"day\"[^>]*data-held=\"no\""));
        Assert.DoesNotContain("No day of 2017 was imported", page, StringComparison.Ordinal);
    }

    private async Task<int> ImportsAsync() => (await _visitors.Of<Plans>().ImportsAsync(default)).Length;

    private static string Form(string rows, string step, string more = "") =>
        $"rows={Uri.EscapeDataString(rows)}&step={step}&{more}";

    /// <summary>What the form of a preview sends back beside the rows.</summary>
    private static string Hidden(string page) => string.Join('&', HiddenField().Matches(page)
        .Select(field => (Name: field.Groups[1].Value, Value: field.Groups[2].Value))
        .Where(field => field.Name is "import" or "stamp").Select(field => $"{field.Name}={field.Value}"));

    private Task<(int Status, string Page)> GetAsync(string path) =>
        _visitors.TellAsync(HttpMethod.Get, path, null, _wang);

    private async Task<(int Status, string Page)> PostAsync(string form, string language = "en") =>
        await _visitors.TellAsync(HttpMethod.Post, $"{Import}?culture={language}", form, _wang);

    [GeneratedRegex("<input type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();

    [GeneratedRegex("(?s)<textarea hidden name=\"rows\"[^>]*>\n?(.*?)</textarea>")]
    private static partial Regex RowsField();
}

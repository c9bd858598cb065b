using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Tests.Web.Entrance;
using Jingu.Testing;
using Xunit;

namespace Jingu.Aggregator.Tests.Web;

/// <summary>Lists come in pages, and who has an answer already is told so.</summary>
public sealed class AnswersTests : IAsyncLifetime
{
    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;
    private (string Name, string Value) _admin;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site);
        _visitors = new(_aggregator);
        _admin = await _visitors.SessionAsync(await _visitors.AddAsync("admin", [Role.Administrator]));
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task An_answer_that_is_known_is_not_sent_again_until_it_changes()
    {
        using var first = await _visitors.SendAsync(HttpMethod.Get, "/api/users", null, _admin);
        var tag = first.Headers.ETag!.ToString();
        Assert.Equal("no-cache, private", first.Headers.CacheControl!.ToString());

        using var known = await _visitors.SendAsync(HttpMethod.Get, "/api/users", null, _admin, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Equal(tag, known.Headers.ETag!.ToString());
        Assert.Equal("", await known.Content.ReadAsStringAsync());

        await _visitors.AddAsync("li", [Role.Viewer]);
        using var changed = await _visitors.SendAsync(
            HttpMethod.Get, "/api/users", null, _admin, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.ToString());
        Assert.Contains("li", await changed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Whoever may not see it learns nothing by its stamp, and what went wrong has none.</summary>
    [Fact]
    public async Task A_stamp_opens_nothing_and_faults_have_none()
    {
        using var first = await _visitors.SendAsync(HttpMethod.Get, "/api/users", null, _admin);
        using var nobody = await _visitors.SendAsync(
            HttpMethod.Get, "/api/users", null, ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);

        using var wrong = await _visitors.SendAsync(
            HttpMethod.Get, "/api/report?month=no", null, _admin, ("If-None-Match", "*"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Null(wrong.Headers.ETag);
        Assert.Contains("no month", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>By curl, which keeps and compares stamps itself.</summary>
    [Fact]
    public async Task Somebody_elses_client_keeps_the_stamp_of_a_workbook_and_is_told_that_it_has_it()
    {
        var token = await _visitors.TokenAsync([Scope.Read]);
        var (kept, stamp) = (Path.Combine(_site.Folder, "sheet.xlsx"), Path.Combine(_site.Folder, "stamp"));
        Task<string> AskAsync() => Programs.RunAsync(
            "curl", "--silent", "--noproxy", "*", "--header", $"{token.Name}: {token.Value}", "--etag-save", stamp,
            "--etag-compare", stamp, "--output", kept, "--write-out", "%{http_code} %{size_download}",
            new Uri(_aggregator.Browser.BaseAddress!, "/api/reports/meters?month=2017-03&format=xlsx").ToString());

        Assert.StartsWith("200 ", await AskAsync(), StringComparison.Ordinal);
        var size = new FileInfo(kept).Length;
        Assert.Equal("304 0", await AskAsync());
        Assert.InRange(size, 500, 100_000);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_and_who_is_added_meanwhile_moves_nobody()
    {
        foreach (var name in new[] { "bo", "chen", "li", "wang" })
            await _visitors.AddAsync(name, [Role.Viewer]);

        var (names, next) = await PageAsync("/api/users?max=2");
        Assert.Equal(["admin", "bo"], names);
        await _visitors.AddAsync("an", [Role.Viewer]);
        (names, next) = await PageAsync(next!);
        Assert.Equal(["chen", "li"], names);
        (names, next) = await PageAsync(next!);
        Assert.Equal(["wang"], names);
        Assert.Null(next);
    }

    [Theory]
    [InlineData("max=0", "1 to 1000")]
    [InlineData("max=1001", "1 to 1000")]
    [InlineData("max=many", "1 to 1000")]
    [InlineData("after=nobody", "no row is 'nobody'")]
    public async Task A_page_that_cannot_be_is_told(string query, string sentence)
    {
        var (status, text) = await _visitors.TellAsync(HttpMethod.Get, $"/api/users?{query}", null, _admin);
        Assert.Equal(400, status);
        Assert.Contains(sentence, (string)JsonNode.Parse(text)!["detail"]!, StringComparison.Ordinal);
    }

    /// <summary>Whatever names the rows of a list is a member of each of them.</summary>
    [Theory]
    [InlineData("/api/planning/imports")]
    [InlineData("/api/planning/headcounts")]
    [InlineData("/api/forecast")]
    public async Task Every_list_names_its_rows(string path)
    {
        await ImportAsync("quotas", "resource,from,perHead,unit,source\nelectricity,2017-01-01,100000,,test\n");
        await ImportAsync(
            "headcounts",
            "unit,from,established,users,source\nunit-01,2017-01-01,20,22,test\nunit-01,2017-03-01,9,9,test\n");
        var whole = JsonNode.Parse((await _visitors.TellAsync(HttpMethod.Get, path, null, _admin)).Text)!.AsArray();
        Assert.True(whole.Count > 1, $"{path} has {whole.Count} rows: nothing is shown");

        var seen = new List<string>();
        for (var next = $"{path}?max=1"; next is not null;)
        {
            using var page = await _visitors.SendAsync(HttpMethod.Get, next, null, _admin);
            var rows = JsonNode.Parse(await page.Content.ReadAsStringAsync())!.AsArray();
            seen.Add(Assert.Single(rows)!.ToJsonString());
            next = NextOf(page, path);
        }
        Assert.Equal(whole.Select(row => row!.ToJsonString()), seen);
    }

    private async Task ImportAsync(string table, string csv)
    {
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var answer = await _aggregator.Browser.PostAsync(
            new Uri($"/api/planning/{table}?import={table}&actor=wang&reason=test", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<(string[] Names, string? Next)> PageAsync(string path)
    {
        using var answer = await _visitors.SendAsync(HttpMethod.Get, path, null, _admin);
        var rows = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray();
        return ([.. rows.Select(row => (string)row!["name"]!)], NextOf(answer, "/api/users"));
    }

    private static string? NextOf(HttpResponseMessage answer, string path)
    {
        if (!answer.Headers.TryGetValues("Link", out var links))
            return null;
        var link = links.Single();
        Assert.EndsWith(">; rel=\"next\"", link, StringComparison.Ordinal);
        return path + link[1..link.IndexOf('>', StringComparison.Ordinal)];
    }
}

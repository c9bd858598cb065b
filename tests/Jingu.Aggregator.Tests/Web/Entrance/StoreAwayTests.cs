using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Entrance;

/// <summary>What people and programs are told while a store cannot be used, and when a page takes nothing.</summary>
public sealed class StoreAwayTests : IAsyncLifetime
{
    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site, more: app =>
        {
            Fails(app, "reading", () => new ReadingStoreException("influx is away: start it."));
            Fails(app, "full", () => new SqliteException("database or disk is full", 13));
            Fails(app, "bug", () => new SqliteException("no such column", 1));
        });
        _visitors = new(_aggregator);
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Theory]
    [InlineData("reading", "influx is away")]
    [InlineData("full", "database or disk is full")]
    public async Task A_program_gets_a_problem_document_and_a_person_a_page(string failure, string why)
    {
        var api = await GetAsync($"/api/fails/{failure}");
        Assert.Equal(503, api.Status);
        Assert.Contains(why, api.Text, StringComparison.Ordinal);
        Assert.Contains("\"detail\"", api.Text, StringComparison.Ordinal);

        foreach (var (language, sentence) in new[] { ("en", "nothing is lost"), ("zh", "不会丢失") })
        {
            var page = await GetAsync($"/fails/{failure}", language);
            Assert.Equal(503, page.Status);
            Assert.Contains(sentence, page.Text, StringComparison.Ordinal);
            Assert.Contains(why, page.Text, StringComparison.Ordinal);
            Assert.Contains("<nav", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_mistake_of_ours_is_not_taken_for_a_store_that_is_away() =>
        Assert.Equal(500, (await GetAsync("/api/fails/bug")).Status);

    /// <summary>Not even who asks can be looked up then.</summary>
    [Fact]
    public async Task A_relational_store_that_is_no_database_any_more_is_told_on_every_page()
    {
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(_site.Settings.StoreFolder, "*.db*"))
            await File.WriteAllTextAsync(file, new string('x', 4096));

        foreach (var path in new[] { "/", "/units", "/administration" })
            Assert.Contains("nothing is lost", (await GetAsync(path, "en")).Text, StringComparison.Ordinal);
        var api = await GetAsync("/api/gateways");
        Assert.Equal(503, api.Status);
    }

    [Theory]
    [InlineData("/units")]
    [InlineData("/audit")]
    [InlineData("/administration/tables/headcounts")]
    [InlineData("/refused")]
    public async Task A_page_that_takes_nothing_says_so(string path)
    {
        var wang = await _visitors.SessionAsync(await _visitors.AddAsync("wang", [Role.FacilityManager]));
        using var answer = await _visitors.SendAsync(
            HttpMethod.Post, path, "x=1", [.. await _visitors.WithPageAsync(wang), ("Accept-Language", "en")]);

        Assert.Equal(405, (int)answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow);
        Assert.Contains(
            "It is only read: nothing was changed", await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    private static void Fails(WebApplication app, string name, Func<Exception> failure)
    {
        foreach (var path in new[] { "/fails/", "/api/fails/" })
            app.MapGet(path + name, IResult () => throw failure()).Requires(Access.Read);
    }

    private Task<(int Status, string Text)> GetAsync(string path, string language = "en") => _visitors.TellAsync(
        HttpMethod.Get, path, null, ("Authorization", $"Bearer {_site.Secret}"), ("Accept-Language", language));
}

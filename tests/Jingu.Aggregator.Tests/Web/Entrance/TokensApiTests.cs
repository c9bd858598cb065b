using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Entrance;

/// <summary>An administrator issues and revokes tokens, over HTTP and on the page; a secret is seen once.</summary>
public sealed class TokensApiTests : IAsyncLifetime
{
    private const string Page = "/administration/tokens";

    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;
    private (string, string)[] _admin = [];

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site);
        _visitors = new(_aggregator);
        _admin = await _visitors.WithPageAsync(
            await _visitors.SessionAsync(await _visitors.AddAsync("admin", [Role.Administrator])));
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task A_token_is_issued_once_listed_without_its_secret_and_revoked_at_once()
    {
        var (status, text) = await PostAsync("/api/tokens", """
            {"name":"hr","scopes":["read"],"days":90,"reason":"new system"}
            """);
        Assert.Equal(201, status);
        var secret = (string)JsonNode.Parse(text)!["secret"]!;
        Assert.Equal(200, await AskAsync(secret));

        var listed = (await GetAsync("/api/tokens")).Text;
        var shown = (await GetAsync(Page)).Text;
        Assert.Contains("\"hr\"", listed, StringComparison.Ordinal);
        Assert.All([listed, shown], each => Assert.DoesNotContain(secret, each, StringComparison.Ordinal));

        Assert.Equal(200, (await PostAsync("/api/tokens/hr/revoke", """{"reason":"leaked"}""")).Status);
        Assert.Equal(401, await AskAsync(secret));
        var audit = await _visitors.AuditAsync();
        Assert.Equal(
            [("hr: read", "new system"), ("hr", "leaked")],
            audit.Where(one => one.Of is not null).Select(one => (one.Entry.Subject, one.Entry.Reason)));
        Assert.DoesNotContain(audit, one => one.ToString().Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_shows_the_secret_in_its_answer_alone()
    {
        const string Form = "step=issue&name=hr&scopes=read&scopes=plan&days=30&reason=new+system";
        Assert.Equal(400, (await PostAsync(Page, Form.Replace("new+system", "", StringComparison.Ordinal))).Status);
        var (status, page) = await PostAsync(Page, Form);

        Assert.Equal(200, status);
        var secret = Regex.Match(page, "<code class=\"secret\">(jingu_[0-9a-f]{64})</code>").Groups[1].Value;
        Assert.Equal(200, await AskAsync(secret));
        Assert.Equal(400, (await PostAsync(Page, Form)).Status);
        Assert.DoesNotContain(secret, (await GetAsync(Page)).Text, StringComparison.Ordinal);
        Assert.Equal(302, (await PostAsync(Page, "step=revoke&name=hr&reason=over")).Status);
        Assert.Equal(401, await AskAsync(secret));
    }

    [Theory]
    [InlineData("""{"name":"tests","scopes":["read"]}""", 409, "is taken")]
    [InlineData("""{"name":"A B","scopes":["read"]}""", 400, "cannot name")]
    [InlineData("""{"name":"hr","scopes":[]}""", 400, "one scope at least")]
    [InlineData("""{"name":"hr","scopes":["all"]}""", 400, "is not one of")]
    [InlineData("""{"name":"hr","scopes":["read"],"days":367}""", 400, "1 to 366")]
    [InlineData("""{"name":"hr","secret":"x"}""", 400, "The body is no token")]
    public async Task What_is_wrong_is_told_and_nothing_is_issued(string body, int status, string why)
    {
        var answer = await PostAsync("/api/tokens", body);
        Assert.Equal(status, answer.Status);
        Assert.Contains(why, answer.Text, StringComparison.Ordinal);
        Assert.Single(await _visitors.Of<TokenStore>().AllAsync(default));
        Assert.Equal(404, (await PostAsync("/api/tokens/hr/revoke", "{}")).Status);
    }

    private Task<(int Status, string Text)> PostAsync(string path, string body) =>
        _visitors.TellAsync(HttpMethod.Post, path, body, _admin);

    private Task<(int Status, string Text)> GetAsync(string path) =>
        _visitors.TellAsync(HttpMethod.Get, path, null, _admin);

    private async Task<int> AskAsync(string secret) => (await _visitors.TellAsync(
        HttpMethod.Get, "/api/gateways", null, ("Authorization", $"Bearer {secret}"))).Status;
}

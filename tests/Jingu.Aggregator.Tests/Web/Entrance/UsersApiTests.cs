using System.Text.Json.Nodes;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Entrance;

/// <summary>An administrator says who may sign in; every change is in the audit, and no password is.</summary>
public sealed class UsersApiTests : IAsyncLifetime
{
    private const string NewPassword = "a few words of somebody";

    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;
    private User _admin = null!;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site);
        _visitors = new(_aggregator);
        _admin = await _visitors.AddAsync("admin", [Role.Administrator]);
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task Somebody_is_added_changed_disabled_and_enabled_and_their_sessions_end()
    {
        Assert.Equal(201, (await PostAsync("", $$"""
            {"name":"li","roles":["viewer"],"password":"{{NewPassword}}","reason":"starts in May"}
            """)).Status);
        var li = await FindAsync("li");
        Assert.True(_visitors.Of<Passwords>().IsRight(li.Password, NewPassword, out _));
        var session = await _visitors.SessionAsync(li.User);
        Assert.Equal(200, await ReadAsync(session));

        Assert.Equal(200, (await PostAsync("/li/roles", """
            {"roles":["unit-contact"],"units":["unit-01"],"reason":"moved"}
            """)).Status);
        Assert.Equal(401, await ReadAsync(session));
        session = await _visitors.SessionAsync((await FindAsync("li")).User);
        Assert.Equal(403, await ReadAsync(session));

        Assert.Equal(200, (await PostAsync("/li/disable", "{}")).Status);
        Assert.Equal(401, await ReadAsync(session));
        Assert.Equal(200, (await PostAsync("/li/enable", "{}")).Status);
        Assert.Equal(200, (await PostAsync("/li/password", """{"password":"yet other words"}""")).Status);

        var listed = JsonNode.Parse((await TellAsync(HttpMethod.Get, "", null)).Text)!.AsArray();
        Assert.Equal(["admin", "li"], listed.Select(user => (string)user!["name"]!));
        Assert.DoesNotContain(listed[1]!.AsObject(), pair => pair.Key.Contains("assword", StringComparison.Ordinal));
        var audit = (await _visitors.AuditAsync()).Where(one => one.Of is not null).Select(one => one.Entry).ToList();
        Assert.Equal(
            ["li: viewer", "li: unit-contact, unit-01", "li", "li", "li"], audit.Select(entry => entry.Subject));
        Assert.All(audit, entry => Assert.Equal("admin", entry.Who));
        Assert.Equal("starts in May", audit[0].Reason);
        Assert.DoesNotContain(
            await _visitors.AuditAsync(), one => one.ToString().Contains("words", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/admin/disable", "{}")]
    [InlineData("/admin/roles", """{"roles":["viewer"]}""")]
    public async Task The_last_administrator_stays(string path, string body)
    {
        var (status, text) = await PostAsync(path, body);
        Assert.Equal(409, status);
        Assert.Contains("only administrator", text, StringComparison.Ordinal);

        await _visitors.AddAsync("second", [Role.Administrator]);
        Assert.Equal(200, (await PostAsync(path, body)).Status);
    }

    [Fact]
    public async Task Of_two_administrators_who_remove_each_other_one_stays()
    {
        await _visitors.AddAsync("second", [Role.Administrator]);
        var users = _visitors.Of<UserStore>();
        var changes = await Task.WhenAll(
            Task.Run(() => users.SetDisabledAsync("admin", true, default)),
            Task.Run(() => users.SetDisabledAsync("second", true, default)));
        Assert.Equal([UserChange.Made, UserChange.LastAdministrator], changes.Order());
    }

    [Theory]
    [InlineData("", """{"name":"admin","roles":["viewer"],"password":"words enough for one"}""", 409, "is taken")]
    [InlineData("", """{"name":"A B","roles":["viewer"],"password":"words enough for one"}""", 400, "cannot name")]
    [InlineData("", """{"name":"li","roles":["owner"],"password":"words enough for one"}""", 400, "is not one of")]
    [InlineData("", """{"name":"li","roles":[],"password":"words enough for one"}""", 400, "one role at least")]
    [InlineData("", """{"name":"li","roles":["viewer"]}""", 400, "12 to 128 characters")]
    [InlineData("", """{"name":"li","roles":["unit-contact"],"units":["unit-9"],"password":"x"}""", 400, "no unit")]
    [InlineData("", """{"name":"li","stamp":7}""", 400, "The body is nobody")]
    [InlineData("/li/roles", """{"roles":["viewer"]}""", 404, "Nobody is called")]
    [InlineData("/li/disable", "{}", 404, "Nobody is called")]
    [InlineData("/li/password", """{"password":"words enough for one"}""", 404, "Nobody is called")]
    public async Task What_is_wrong_is_told_and_nothing_is_changed(string path, string body, int status, string why)
    {
        var answer = await PostAsync(path, body);
        Assert.Equal(status, answer.Status);
        Assert.Contains(why, answer.Text, StringComparison.Ordinal);
        Assert.Equal(_admin.Name, Assert.Single(await _visitors.Of<UserStore>().AllAsync(default)).Name);
    }

    private async Task<(User User, string Password)> FindAsync(string name) =>
        (await _visitors.Of<UserStore>().FindAsync(name, default))!.Value;

    private Task<(int Status, string Text)> PostAsync(string path, string body) =>
        TellAsync(HttpMethod.Post, path, body);

    private async Task<(int Status, string Text)> TellAsync(HttpMethod method, string path, string? body) =>
        await _visitors.TellAsync(
            method, "/api/users" + path, body,
            await _visitors.WithPageAsync(await _visitors.SessionAsync((await FindAsync("admin")).User)));

    private async Task<int> ReadAsync((string, string) session) =>
        (await _visitors.TellAsync(HttpMethod.Get, "/api/gateways", null, session)).Status;
}

using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Tests.Web.Entrance;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Administration;

/// <summary>Who may sign in, from the page, and everybody's own account.</summary>
public sealed class UsersPageTests : IAsyncLifetime
{
    private const string Users = "/administration/users";
    private const string Fresh = "a few words of somebody";

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
    public async Task Somebody_is_added_changed_disabled_and_enabled_with_reasons()
    {
        var password = Uri.EscapeDataString(Fresh);
        Assert.Equal(302, await PostAsync(
            $"step=add&name=li&roles=unit-contact&units=unit-01&password={password}&reason=starts"));
        Assert.Equal(302, await PostAsync("step=roles&name=li&roles=viewer&roles=facility-manager&reason=moved"));
        Assert.Equal(302, await PostAsync("step=disable&name=li&reason=leave"));
        Assert.True((await FindAsync("li")).IsDisabled);
        Assert.Equal(302, await PostAsync("step=enable&name=li&reason=back"));
        Assert.Equal(302, await PostAsync("step=password&name=li&password=yet+other+words&reason=forgot"));

        var li = await FindAsync("li");
        Assert.Equal([Role.Viewer, Role.FacilityManager], li.Roles.Order());
        Assert.False(li.IsDisabled);
        var audit = (await _visitors.AuditAsync()).Where(one => one.Of is not null).Select(one => one.Entry).ToList();
        Assert.Equal(["starts", "moved", "leave", "back", "forgot"], audit.Select(entry => entry.Reason));
        Assert.Equal("li: unit-contact, unit-01", audit[0].Subject);
        Assert.DoesNotContain(
            await _visitors.AuditAsync(), one => one.ToString().Contains("words", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("step=disable&name=admin&reason=r", "the only administrator")]
    [InlineData("step=roles&name=admin&roles=viewer&reason=r", "the only administrator")]
    [InlineData("step=roles&name=admin&reason=r", "choose one role at least")]
    [InlineData("step=disable&name=admin&reason=+", "say why")]
    [InlineData("step=add&name=A+B&roles=viewer&password=words+enough+for&reason=r", "a name has 1 to 48")]
    [InlineData("step=add&name=admin&roles=viewer&password=words+enough+for&reason=r", "the name is taken")]
    [InlineData("step=add&name=li&roles=viewer&password=short&reason=r", "12 to 128 characters")]
    [InlineData("step=enable&name=li&reason=r", "nobody has that name")]
    [InlineData("step=crown&name=admin&reason=r", "nobody has that name")]
    public async Task What_is_wrong_is_told_and_nothing_is_changed(string form, string why)
    {
        var (status, page) = await _visitors.TellAsync(HttpMethod.Post, Users + "?culture=en", form, _admin);

        Assert.Equal(400, status);
        Assert.Contains(why, page, StringComparison.Ordinal);
        var admin = Assert.Single(await _visitors.Of<UserStore>().AllAsync(default));
        Assert.Equal((1L, false), (admin.Stamp, admin.IsDisabled));
    }

    [Fact]
    public async Task Everybody_changes_the_own_password_and_all_other_sessions_end()
    {
        var user = await _visitors.AddAsync("li", [Role.Viewer]);
        var other = await _visitors.SessionAsync(user);
        var page = await _visitors.WithPageAsync(await _visitors.SessionAsync(user));
        var form = $"step=password&before={Uri.EscapeDataString(Visitors.Password)}"
            + $"&after={Uri.EscapeDataString(Fresh)}&again={Uri.EscapeDataString(Fresh)}";

        using var answer = await _visitors.SendAsync(HttpMethod.Post, "/account", form, page);

        Assert.Equal(302, (int)answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(
            each => each.StartsWith("jingu-session=", StringComparison.Ordinal)).Split(';')[0];
        Assert.Equal(200, await AskAsync(("Cookie", cookie)));
        Assert.Equal((401, 401), (await AskAsync(other), await AskAsync(page[0])));
        var stored = (await _visitors.Of<UserStore>().FindAsync("li", default))!.Value;
        Assert.True(_visitors.Of<Passwords>().IsRight(stored.Password, Fresh, out _));
        var audit = await _visitors.AuditAsync();
        Assert.Contains(audit, one => one.Entry is { Who: "li", What: "POST /account", Subject: "li", Outcome: "302" });
        Assert.DoesNotContain(audit, one => one.ToString().Contains("words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_counts_as_a_failed_attempt_and_locks()
    {
        var page = await _visitors.WithPageAsync(
            await _visitors.SessionAsync(await _visitors.AddAsync("li", [Role.Viewer])));
        async Task<(int Status, string Text)> ChangeAsync(string before, string after, string again) =>
            await _visitors.TellAsync(
                HttpMethod.Post, "/account?culture=en",
                $"step=password&before={before}&after={Uri.EscapeDataString(after)}&again="
                    + Uri.EscapeDataString(again), page);

        Assert.Contains("are not the same", (await ChangeAsync("x", Fresh, "other")).Text, StringComparison.Ordinal);
        Assert.Contains("12 to 128", (await ChangeAsync("x", "short", "short")).Text, StringComparison.Ordinal);
        for (var attempt = 0; attempt < Lockout.FailuresHere; attempt++)
        {
            var wrong = await ChangeAsync("x", Fresh, Fresh);
            Assert.Equal(400, wrong.Status);
            Assert.Contains("not your present password", wrong.Text, StringComparison.Ordinal);
        }
        Assert.Equal(429, (await ChangeAsync(Uri.EscapeDataString(Visitors.Password), Fresh, Fresh)).Status);
        var stored = (await _visitors.Of<UserStore>().FindAsync("li", default))!.Value;
        Assert.True(_visitors.Of<Passwords>().IsRight(stored.Password, Visitors.Password, out _));
    }

    [Fact]
    public async Task Own_sessions_are_seen_and_ended_and_those_of_others_are_not()
    {
        var user = await _visitors.AddAsync("li", [Role.Viewer]);
        var stranger = await _visitors.SessionAsync(await _visitors.AddAsync("wu", [Role.Viewer]));
        var other = await _visitors.SessionAsync(user);
        var page = await _visitors.WithPageAsync(await _visitors.SessionAsync(user));
        var sessions = _visitors.Of<SessionStore>();
        var strangers = (await sessions.OfAsync((await FindAsync("wu")), null, default)).Single().Id;

        Assert.Equal(2, (await sessions.OfAsync(user, null, default)).Length);
        await _visitors.TellAsync(HttpMethod.Post, "/account", $"step=end&session={strangers}", page);
        Assert.Equal(200, await AskAsync(stranger));
        Assert.Equal(404, (await _visitors.TellAsync(
            HttpMethod.Post, $"/api/me/sessions/{strangers}/end", "{}", page)).Status);
        Assert.Equal(302, (await _visitors.TellAsync(HttpMethod.Post, "/account", "step=end-others", page)).Status);

        Assert.Equal((401, 200), (await AskAsync(other), await AskAsync(page[0])));
        Assert.Contains(
            "\"isThis\":true", (await _visitors.TellAsync(HttpMethod.Get, "/api/me/sessions", null, page[0])).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_changes_the_own_password_by_the_same_rules()
    {
        var page = await _visitors.WithPageAsync(
            await _visitors.SessionAsync(await _visitors.AddAsync("li", [Role.Viewer])));
        Task<(int Status, string Text)> ChangeAsync(string before, string after) => _visitors.TellAsync(
            HttpMethod.Post, "/api/me/password", $$"""{"before":"{{before}}","after":"{{after}}"}""", page);

        Assert.Equal(400, (await ChangeAsync("x", Fresh)).Status);
        Assert.Equal(400, (await ChangeAsync(Visitors.Password, "short")).Status);
        Assert.Equal(200, (await ChangeAsync(Visitors.Password, Fresh)).Status);
        Assert.Equal(401, await AskAsync(page[0]));
    }

    private async Task<int> PostAsync(string form) =>
        (await _visitors.TellAsync(HttpMethod.Post, Users, form, _admin)).Status;

    private async Task<User> FindAsync(string name) => (await _visitors.Of<UserStore>().FindAsync(name, default))!
        .Value.User;

    private async Task<int> AskAsync((string, string) header) =>
        (await _visitors.TellAsync(HttpMethod.Get, "/api/gateways", null, header)).Status;
}

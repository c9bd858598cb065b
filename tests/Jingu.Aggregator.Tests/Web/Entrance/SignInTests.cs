using System.Net;
using System.Text.RegularExpressions;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Testing;
using Jingu.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Entrance;

/// <summary>Signing in and out as a browser does it, and as somebody tries it who should not get in.</summary>
public sealed partial class SignInTests : IAsyncLifetime
{
    private readonly FakeTime _machine = new(new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly TestSite _site = new();
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;
    private User _manager = null!;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(
            _site, _site.Settings with { Proxies = [IPAddress.Loopback] }, machine: new MachineTime(_machine),
            more: app => app.MapGet("/live/ever", async context =>
            {
                await context.Response.WriteAsync("begun", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
            }).Requires(Access.SignedIn));
        _visitors = new(_aggregator);
        _manager = await _visitors.AddAsync("manager", [Role.FacilityManager]);
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task Who_signs_in_comes_back_to_what_they_asked_for_with_a_cookie_that_no_script_reads()
    {
        using var away = await _visitors.SendAsync(HttpMethod.Get, "/?month=2017-02", null);
        Assert.Equal(HttpStatusCode.Redirect, away.StatusCode);
        var signIn = away.Headers.Location!.ToString();
        Assert.Equal("/sign-in?return=%2F%3Fmonth%3D2017-02", signIn);

        using var back = await SignInAsync("manager", Visitors.Password, signIn);
        Assert.Equal(
            (HttpStatusCode.Redirect, "/?month=2017-02"), (back.StatusCode, back.Headers.Location!.ToString()));
        var cookie = CookieOf(back)!;
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("; secure", cookie, StringComparison.OrdinalIgnoreCase);

        var (status, page) = await _visitors.TellAsync(HttpMethod.Get, "/", null, Session(back));
        Assert.Equal(200, status);
        Assert.Contains("manager", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_known_proxy_that_ends_https_the_cookie_travels_by_nothing_else()
    {
        using var back = await SignInAsync(
            "manager", Visitors.Password, "/sign-in", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "10.1.1.1"));
        Assert.Contains("; secure", CookieOf(back)!, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("10.1.1.1", (await _visitors.AuditAsync())[^1].Entry.Address);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/%0d%0aSet-Cookie: a=b")]
    [InlineData("")]
    public async Task Nobody_is_led_to_another_host(string address)
    {
        using var back = await SignInAsync(
            "manager", Visitors.Password, $"/sign-in?return={Uri.EscapeDataString(Uri.UnescapeDataString(address))}");
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        Assert.Equal("/", back.Headers.Location!.ToString());
        Assert.Single(back.Headers.GetValues("Set-Cookie"));
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_and_a_disabled_person_are_refused_alike()
    {
        await _visitors.AddAsync("gone", [Role.Viewer]);
        await _visitors.Of<UserStore>().SetDisabledAsync("gone", true, default);
        var answers = new List<string>();
        foreach (var (name, password) in new[]
        {
            ("manager", "not the password"), ("nobody-has-this", Visitors.Password), ("gone", Visitors.Password),
            ("Manager", Visitors.Password), ("' OR 1=1 --", "x"),
        })
        {
            using var answer = await SignInAsync(name, password, "/sign-in?culture=en");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Null(CookieOf(answer));
            answers.Add(Alert().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value);
        }
        Assert.Equal(["Name or password is wrong."], answers.Distinct());
    }

    [Theory]
    [InlineData("manager")]
    [InlineData("nobody-has-this")]
    public async Task After_five_failures_a_name_is_locked_there_for_a_while_whoever_has_it(string name)
    {
        for (var i = 0; i < Lockout.FailuresHere; i++)
        {
            using var wrong = await SignInAsync(name, "not the password", "/sign-in");
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        }
        using (var locked = await SignInAsync(name, Visitors.Password, "/sign-in"))
            Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);

        using (var elsewhere = await SignInAsync(
            name, Visitors.Password, "/sign-in", ("X-Forwarded-For", "10.1.1.2")))
        {
            Assert.Equal(
                name == "manager" ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest, elsewhere.StatusCode);
        }

        _machine.Advance(TimeSpan.FromMinutes(1));
        using var later = await SignInAsync(name, Visitors.Password, "/sign-in");
        Assert.Equal(name == "manager" ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest, later.StatusCode);
    }

    [Fact]
    public async Task Guessing_from_everywhere_never_locks_out_where_the_person_signed_in_before()
    {
        var attempts = _visitors.Of<AttemptStore>();
        await attempts.SucceededAsync("manager", "10.0.0.1", default);
        for (var i = 0; i < Lockout.FailuresEverywhere; i++)
            await attempts.FailedAsync("manager", $"10.9.0.{i}", default);

        Assert.Null(await attempts.LockedUntilAsync("manager", "10.0.0.1", default));
        Assert.NotNull(await attempts.LockedUntilAsync("manager", "10.0.0.2", default));
        _machine.Advance(Lockout.LockMax);
        Assert.Null(await attempts.LockedUntilAsync("manager", "10.0.0.2", default));
    }

    [Fact]
    public async Task A_session_ends_at_sign_out_after_an_idle_hour_and_after_twelve_hours()
    {
        using var first = await SignInAsync("manager", Visitors.Password, "/sign-in");
        var page = await _visitors.WithPageAsync(Session(first));
        Assert.Equal(302, (await _visitors.TellAsync(HttpMethod.Post, "/sign-out", "", page)).Status);
        Assert.Equal(401, await MeAsync(Session(first)));

        var idle = await _visitors.SessionAsync(_manager);
        _machine.Advance(SessionStore.IdleMax - TimeSpan.FromSeconds(1));
        Assert.Equal(200, await MeAsync(idle));
        _machine.Advance(SessionStore.IdleMax);
        Assert.Equal(401, await MeAsync(idle));

        var busy = await _visitors.SessionAsync(_manager);
        for (var half = 1; half < 24; half++)
        {
            _machine.Advance(TimeSpan.FromMinutes(30));
            Assert.Equal(200, await MeAsync(busy));
        }
        _machine.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(401, await MeAsync(busy));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("roles")]
    [InlineData("disable")]
    public async Task Any_change_of_a_person_ends_their_sessions(string change)
    {
        var session = await _visitors.SessionAsync(_manager);
        var users = _visitors.Of<UserStore>();
        Assert.Equal(200, await MeAsync(session));
        Assert.Equal(UserChange.Made, change switch
        {
            "password" => await users.SetPasswordAsync(
                "manager", _visitors.Of<Passwords>().Hash("another long one"), default),
            "roles" => await users.SetRolesAsync("manager", [Role.Viewer], [], default),
            _ => await users.SetDisabledAsync("manager", true, default),
        });
        Assert.Equal(401, await MeAsync(session));
        // Neither does a session count that was begun by somebody who checked the password before the change.
        Assert.Equal(401, await MeAsync(await _visitors.SessionAsync(_manager)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_ends_soon_after_its_session_or_token_does(bool isToken)
    {
        var token = await _visitors.TokenAsync([Scope.Read]);
        var header = isToken ? token : await _visitors.SessionAsync(_manager);
        using var answer = await _visitors.SendAsync(HttpMethod.Get, "/live/ever", null, header);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var rest = Task.Run(async () =>
        {
            try
            {
                while (await stream.ReadAsync(new byte[4096]) > 0)
                    continue;
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                // Cut off in the middle: it has ended.
            }
        });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        for (var i = 0; i < 3; i++)
            _machine.Advance(EntranceDoor.LookAgainEvery);
        Assert.False(rest.IsCompleted);

        if (isToken)
            await _visitors.Of<TokenStore>().RevokeAsync("token-1", default);
        else
            await _visitors.Of<UserStore>().SetDisabledAsync("manager", true, default);
        await Eventually.UntilAsync(() =>
        {
            _machine.Advance(EntranceDoor.LookAgainEvery);
            return rest.IsCompleted;
        });
        await rest;
    }

    [Fact]
    public async Task Signing_in_takes_over_no_session_that_the_browser_brought_along()
    {
        const string Fixed = "jingu_0000000000000000000000000000000000000000000000000000000000000000";
        using var back = await SignInAsync(
            "manager", Visitors.Password, "/sign-in", (SessionCookie.Name, Fixed));
        Assert.DoesNotContain(Fixed, CookieOf(back)!, StringComparison.Ordinal);
        Assert.Equal(401, await MeAsync(("Cookie", $"{SessionCookie.Name}={Fixed}")));
    }

    [Fact]
    public async Task What_another_site_has_a_browser_send_changes_nothing()
    {
        var session = await _visitors.SessionAsync(_manager);
        const string Command = """
            {"action":"confirm-restore","unit":"unit-01","resource":"electricity","reason":"r"}
            """;
        foreach (var path in new[] { "/api/commands", "/sign-out", "/api/planning/publish" })
        {
            var (status, text) = await _visitors.TellAsync(HttpMethod.Post, path, Command, session);
            Assert.Equal(400, status);
            Assert.Contains("not sent from a page of ours", text, StringComparison.Ordinal);
        }
        var other = await _visitors.WithPageAsync(
            await _visitors.SessionAsync(await _visitors.AddAsync("other", [Role.FacilityManager])));
        Assert.Equal(400, (await _visitors.TellAsync(
            HttpMethod.Post, "/api/commands", Command,
            [("Cookie", $"{session.Value}; {other[0].Value.Split("; ")[1]}"), other[1]])).Status);
        Assert.Equal(200, await MeAsync(session));
        // Signing somebody in under another name is one of them.
        Assert.Equal(400, (await _visitors.TellAsync(
            HttpMethod.Post, "/sign-in", $"name=manager&password={Visitors.Password}")).Status);
    }

    [Fact]
    public async Task A_token_in_an_address_is_refused_even_if_it_is_good()
    {
        var token = await _visitors.TokenAsync([Scope.Read]);
        var (status, text) = await _visitors.TellAsync(
            HttpMethod.Get, $"/api/gateways?access_token={token.Value["Bearer ".Length..]}", null, token);
        Assert.Equal(400, status);
        Assert.Contains("revoke it", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_token_is_refused_even_beside_a_good_session()
    {
        var session = await _visitors.SessionAsync(_manager);
        Assert.Equal(401, (await _visitors.TellAsync(
            HttpMethod.Get, "/api/me", null, session, ("Authorization", "Bearer nonsense"))).Status);
    }

    [Fact]
    public async Task A_page_that_is_not_there_or_not_for_the_reader_is_told_in_their_language()
    {
        var (status, page) = await _visitors.TellAsync(
            HttpMethod.Get, "/nowhere", null, ("Accept-Language", "en"));
        Assert.Equal(404, status);
        Assert.Contains("There is no such page", page, StringComparison.Ordinal);
        (status, page) = await _visitors.TellAsync(
            HttpMethod.Get, "/", null, await _visitors.TokenAsync([Scope.Plan]), ("Accept-Language", "en"));
        Assert.Equal(403, status);
        Assert.Contains("Your role does not include this page", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_protect_forms_are_for_the_owner_alone() => Assert.Equal(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
#pragma warning disable CA1416 // Tests run on Linux.
        File.GetUnixFileMode(Path.Combine(_site.Settings.StoreFolder, "keys")));
#pragma warning restore CA1416

    /// <summary>Loads the page and sends its form, as a browser does.</summary>
    private async Task<HttpResponseMessage> SignInAsync(
        string name, string password, string path, params (string Name, string Value)[] headers)
    {
        using var page = await _visitors.SendAsync(HttpMethod.Get, path, null, headers);
        var token = FormToken().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value;
        var cookie = page.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var brought = headers.Where(header => header.Name == SessionCookie.Name)
            .Select(header => $"; {header.Name}={header.Value}").FirstOrDefault();
        return await _visitors.SendAsync(
            HttpMethod.Post, path,
            $"name={Uri.EscapeDataString(name)}&password={Uri.EscapeDataString(password)}"
            + $"&__RequestVerificationToken={Uri.EscapeDataString(token)}",
            [("Cookie", cookie + brought), .. headers.Where(header => header.Name != SessionCookie.Name)]);
    }

    private async Task<int> MeAsync((string, string) session) =>
        (await _visitors.TellAsync(HttpMethod.Get, "/api/me", null, session)).Status;

    private static string? CookieOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.FirstOrDefault(cookie => cookie.StartsWith(SessionCookie.Name, StringComparison.Ordinal))
            : null;

    private static (string, string) Session(HttpResponseMessage answer) => ("Cookie", CookieOf(answer)!.Split(';')[0]);

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"([^\"]+)\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("role=\"alert\">([^<]*)<")]
    private static partial Regex Alert();
}

using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Contracts.Ids;
using Microsoft.Extensions.DependencyInjection;

namespace Jingu.Aggregator.Tests.Web.Entrance;

/// <summary>
/// People and programs before a running aggregator of two units: each sends as their browser or their program would,
/// follows no redirection, and says nothing that they do not.
/// </summary>
internal sealed class Visitors(RunningAggregator aggregator) : IDisposable
{
    public const string Password = "correct horse battery";

    /// <summary>Made once: to hash takes its time on purpose.</summary>
    private static readonly string Hashed = new Passwords().Hash(Password);

    private readonly HttpClient _http = new(
        new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = aggregator.Browser.BaseAddress,
    };

    private int _tokens;

    public T Of<T>()
        where T : notnull => aggregator.Services.GetRequiredService<T>();

    /// <summary>Adds somebody with <see cref="Password"/>.</summary>
    public async Task<User> AddAsync(string name, Role[] roles, params string[] units)
    {
        var user = new User(name, [.. roles], [.. units.Select(unit => new UnitId(unit))], IsDisabled: false, 1);
        await Of<UserStore>().TryAddAsync(user, Hashed, DateTimeOffset.UnixEpoch, default);
        return user;
    }

    /// <summary>The header of a session that was just begun.</summary>
    public async Task<(string Name, string Value)> SessionAsync(User user) =>
        ("Cookie", $"{SessionCookie.Name}={await Of<SessionStore>().BeginAsync(user, default)}");

    /// <summary>The header of a new token.</summary>
    public async Task<(string Name, string Value)> TokenAsync(
        Scope[] scopes, DateTimeOffset? notAfter = null, bool isRevoked = false)
    {
        var (secret, name) = (Token.NewSecret(), $"token-{++_tokens}");
        await Of<TokenStore>().TryAddAsync(
            new(name, Token.PrefixOf(secret), [.. scopes], notAfter ?? DateTimeOffset.MaxValue, false), secret,
            DateTimeOffset.UnixEpoch, default);
        if (isRevoked)
            await Of<TokenStore>().RevokeAsync(name, default);
        return ("Authorization", $"Bearer {secret}");
    }

    /// <summary>The headers of a session with the antiforgery token of a page that it has loaded.</summary>
    public async Task<(string Name, string Value)[]> WithPageAsync((string Name, string Value) session)
    {
        using var me = await SendAsync(HttpMethod.Get, "/api/me", null, session);
        var token = (string)JsonNode.Parse(await me.Content.ReadAsStringAsync())!["antiforgery"]!;
        var cookie = me.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        return [("Cookie", $"{session.Value}; {cookie}"), (EntranceSetup.AntiforgeryHeader, token)];
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(
                body, Encoding.UTF8, body.StartsWith('{') ? "application/json" : "application/x-www-form-urlencoded");
        }
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        // Streams do not end.
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<(int Status, string Text)> TellAsync(
        HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var answer = await SendAsync(method, path, body, headers);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The audit, oldest first.</summary>
    public async Task<ImmutableArray<StoredAudit>> AuditAsync() =>
        [.. (await Of<AuditStore>().NewestAsync(null, 10_000, default)).Reverse()];

    public void Dispose() => _http.Dispose();
}

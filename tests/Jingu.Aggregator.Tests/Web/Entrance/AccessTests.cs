using System.Net;
using Jingu.Aggregator.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Entrance;

/// <summary>
/// Every page and address of the running product, asked by everybody and by nobody. What is mapped comes from the
/// product's own routes: one more fails here until it is stated below who is let in.
/// </summary>
public sealed class AccessTests : IAsyncLifetime
{
    private static readonly Dictionary<string, Access> Stated = new()
    {
        ["GET /"] = Access.Read,
        ["POST /"] = Access.Read,
        ["GET /units"] = Access.ReadOwn,
        ["POST /units"] = Access.ReadOwn,
        ["GET /notices"] = Access.ReadOwn,
        ["POST /notices"] = Access.ReadOwn,
        ["GET /notices/issue"] = Access.Act,
        ["POST /notices/issue"] = Access.Act,
        ["GET /notices/{id}"] = Access.ReadOwn,
        ["POST /notices/{id}"] = Access.ReadOwn,
        ["GET /notices/{id}/{act}"] = Access.ActOwn,
        ["POST /notices/{id}/{act}"] = Access.ActOwn,
        ["GET /api/notices"] = Access.ReadOwn,
        ["POST /api/notices"] = Access.Act,
        ["GET /api/notices/{id}"] = Access.ReadOwn,
        ["POST /api/notices/{id}/answer"] = Access.ActOwn,
        ["POST /api/notices/{id}/accept"] = Access.Act,
        ["POST /api/notices/{id}/send-back"] = Access.Act,
        ["POST /api/notices/{id}/withdraw"] = Access.Act,
        ["GET /buildings"] = Access.Read,
        ["POST /buildings"] = Access.Read,
        ["GET /buildings/{id}"] = Access.Read,
        ["POST /buildings/{id}"] = Access.Read,
        ["GET /compare"] = Access.Read,
        ["POST /compare"] = Access.Read,
        ["GET /sheets"] = Access.ReadOwn,
        ["POST /sheets"] = Access.ReadOwn,
        ["GET /sheets/month"] = Access.ReadOwn,
        ["POST /sheets/month"] = Access.ReadOwn,
        ["GET /sheets/{name}"] = Access.ReadOwn,
        ["POST /sheets/{name}"] = Access.ReadOwn,
        ["GET /sheets/deliveries"] = Access.Act,
        ["POST /sheets/deliveries"] = Access.Act,
        ["GET /api/deliveries"] = Access.Act,
        ["GET /api/deliveries/{id}"] = Access.Act,
        ["POST /api/deliveries/{id}/again"] = Access.Act,
        ["GET /preferences"] = Access.Open,
        ["GET /live/shell"] = Access.SignedIn,
        ["GET /live/campus"] = Access.Read,
        ["GET /api/campus"] = Access.Read,
        ["GET /units/{id}"] = Access.ReadOwn,
        ["POST /units/{id}"] = Access.ReadOwn,
        ["GET /units/{id}/orders/{order}"] = Access.ActOwn,
        ["POST /units/{id}/orders/{order}"] = Access.ActOwn,
        ["GET /live/units/{id}"] = Access.ReadOwn,
        ["GET /api/units/{id}"] = Access.ReadOwn,
        ["GET /sign-in"] = Access.Open,
        ["POST /sign-in"] = Access.Open,
        ["GET /refused"] = Access.Open,
        ["POST /refused"] = Access.Open,
        ["POST /sign-out"] = Access.SignedIn,
        ["GET /health"] = Access.Open,
        ["GET /ready"] = Access.Open,
        ["GET /metrics"] = Access.Read,
        ["GET /api/openapi.json"] = Access.SignedIn,
        ["GET /api/me"] = Access.SignedIn,
        ["GET /api/report"] = Access.ReadOwn,
        ["GET /api/points"] = Access.ReadOwn,
        ["GET /api/enforcement"] = Access.ReadOwn,
        ["GET /api/delivery"] = Access.Read,
        ["GET /api/gateways"] = Access.Read,
        ["GET /api/gateways/{id}"] = Access.Read,
        ["GET /gateways"] = Access.Read,
        ["POST /gateways"] = Access.Read,
        ["GET /gateways/{id}"] = Access.Read,
        ["POST /gateways/{id}"] = Access.Read,
        ["GET /gateways/{id}/points/{point}/{order}"] = Access.Act,
        ["POST /gateways/{id}/points/{point}/{order}"] = Access.Act,
        ["GET /live/demand-response/{id?}"] = Access.Read,
        ["GET /live/gateways"] = Access.Read,
        ["GET /live/gateways/{id}"] = Access.Read,
        ["GET /api/boots"] = Access.Read,
        ["GET /api/rollups"] = Access.ReadOwn,
        ["GET /api/curve"] = Access.ReadOwn,
        ["GET /api/balance"] = Access.Read,
        ["GET /api/buildings"] = Access.Read,
        ["GET /api/buildings/{id}"] = Access.Read,
        ["GET /api/flow"] = Access.Read,
        ["GET /api/restatements"] = Access.ReadOwn,
        ["GET /api/forecast"] = Access.ReadOwn,
        ["GET /api/indicators"] = Access.ReadOwn,
        ["GET /api/compare"] = Access.Read,
        ["GET /api/reports/month"] = Access.ReadOwn,
        ["GET /api/reports/campus"] = Access.Read,
        ["GET /api/reports/cut-offs"] = Access.ReadOwn,
        ["GET /api/reports/meters"] = Access.ReadOwn,
        ["GET /api/reports/restatements"] = Access.ReadOwn,
        ["GET /api/reports/statistics"] = Access.Read,
        ["GET /api/plants"] = Access.Read,
        ["GET /api/plants/now"] = Access.Read,
        ["GET /plants"] = Access.Read,
        ["POST /plants"] = Access.Read,
        ["GET /live/plants"] = Access.Read,
        ["GET /lighting"] = Access.Read,
        ["POST /lighting"] = Access.Read,
        ["GET /live/lighting"] = Access.Read,
        ["GET /api/lighting/now"] = Access.Read,
        ["GET /demand-response"] = Access.Read,
        ["POST /demand-response"] = Access.Read,
        ["GET /plants/curtail"] = Access.Act,
        ["POST /plants/curtail"] = Access.Act,
        ["GET /lighting/{zone}/orders/{order}"] = Access.Act,
        ["POST /lighting/{zone}/orders/{order}"] = Access.Act,
        ["GET /demand-response/order"] = Access.Act,
        ["POST /demand-response/order"] = Access.Act,
        ["GET /demand-response/call-off"] = Access.Act,
        ["POST /demand-response/call-off"] = Access.Act,
        ["GET /api/sheddable"] = Access.Read,
        ["POST /api/demand-response/plan"] = Access.Act,
        ["GET /api/lighting"] = Access.Read,
        ["POST /api/planning/{table}"] = Access.Plan,
        ["GET /api/planning/{table}"] = Access.Read,
        ["GET /api/planning/imports"] = Access.Read,
        ["GET /api/planning/budget"] = Access.ReadOwn,
        ["GET /api/planning/carbon"] = Access.Read,
        ["GET /api/planning/desired"] = Access.Read,
        ["POST /api/planning/publish"] = Access.Plan,
        ["POST /api/planning/grant-codes"] = Access.Act,
        ["POST /api/commands"] = Access.ActOwn,
        ["GET /api/commands/{id}"] = Access.ReadOwn,
        ["GET /api/proposals"] = Access.Read,
        ["GET /api/proposals/{id}"] = Access.Read,
        ["POST /api/proposals/{id}/confirm"] = Access.Act,
        ["POST /api/proposals/{id}/reject"] = Access.Act,
        ["POST /api/demand-response"] = Access.Act,
        ["POST /api/demand-response/{id}/call-off"] = Access.Act,
        ["GET /administration"] = Access.Read,
        ["POST /administration"] = Access.Read,
        ["GET /administration/units"] = Access.Read,
        ["POST /administration/units"] = Access.Read,
        ["GET /administration/calendar"] = Access.Read,
        ["POST /administration/calendar"] = Access.Read,
        ["GET /administration/tables/{table}"] = Access.Read,
        ["POST /administration/tables/{table}"] = Access.Read,
        ["GET /administration/tables/{table}/import"] = Access.Plan,
        ["POST /administration/tables/{table}/import"] = Access.Plan,
        ["GET /administration/users"] = Access.Administer,
        ["POST /administration/users"] = Access.Administer,
        ["GET /administration/tokens"] = Access.Administer,
        ["POST /administration/tokens"] = Access.Administer,
        ["GET /account"] = Access.SignedIn,
        ["POST /account"] = Access.SignedIn,
        ["GET /api/me/sessions"] = Access.SignedIn,
        ["POST /api/me/sessions/{id}/end"] = Access.SignedIn,
        ["POST /api/me/password"] = Access.SignedIn,
        ["GET /api/tokens"] = Access.Administer,
        ["POST /api/tokens"] = Access.Administer,
        ["POST /api/tokens/{name}/revoke"] = Access.Administer,
        ["GET /api/units"] = Access.Read,
        ["GET /api/planning/calendar"] = Access.Read,
        ["GET /audit"] = Access.Audit,
        ["POST /audit"] = Access.Audit,
        ["GET /api/audit"] = Access.Audit,
        ["GET /api/users"] = Access.Administer,
        ["POST /api/users"] = Access.Administer,
        ["POST /api/users/{name}/roles"] = Access.Administer,
        ["POST /api/users/{name}/password"] = Access.Administer,
        ["POST /api/users/{name}/disable"] = Access.Administer,
        ["POST /api/users/{name}/enable"] = Access.Administer,
        ["GET /api/demand-response"] = Access.Read,
        ["GET /api/demand-response/{id}"] = Access.Read,
    };

    /// <summary>What is asked where a question without it is about other units than the contact's.</summary>
    private static readonly Dictionary<string, string> Questions = new()
    {
        ["/api/indicators"] = "?of=unit&id=unit-01",
        ["/api/reports/month"] = "?unit=unit-01",
        ["/sheets/month"] = "?unit=unit-01",
    };

    /// <summary>Who is let in by each rule, said once more: a slip in the product's own table is seen here.</summary>
    private static readonly Dictionary<Access, string> LetIn = new()
    {
        [Access.Open] = "nobody disabled viewer contact manager administrator "
            + "read plan command act-for audit",
        [Access.SignedIn] = "viewer contact manager administrator read plan command act-for audit",
        [Access.ReadOwn] = "viewer contact manager administrator read",
        [Access.Read] = "viewer manager administrator read",
        [Access.ActOwn] = "contact manager administrator command",
        [Access.Plan] = "manager administrator plan",
        [Access.Act] = "manager administrator command",
        [Access.Audit] = "manager administrator audit",
        [Access.Administer] = "administrator",
    };

    private static readonly string[] Everybody =
    [
        "nobody", "viewer", "contact", "manager", "administrator", "disabled", "read", "plan", "command", "act-for",
        "audit", "revoked", "over", "invented",
    ];

    private readonly TestSite _site = new();
    private readonly Dictionary<string, User> _users = [];
    private readonly Dictionary<string, (string, string)> _tokens = [];
    private RunningAggregator _aggregator = null!;
    private Visitors _visitors = null!;

    public async Task InitializeAsync()
    {
        _aggregator = await RunningAggregator.StartAsync(_site, more: app =>
        {
            app.MapGet("/api/forgotten", () => "told");
            app.MapGet("/forgotten", () => "told");
        });
        _visitors = new(_aggregator);
        _users["viewer"] = await _visitors.AddAsync("viewer", [Role.Viewer]);
        _users["contact"] = await _visitors.AddAsync("contact", [Role.UnitContact], "unit-01");
        _users["manager"] = await _visitors.AddAsync("manager", [Role.FacilityManager]);
        _users["administrator"] = await _visitors.AddAsync("administrator", [Role.Administrator]);
        _users["disabled"] = await _visitors.AddAsync("disabled", [Role.FacilityManager]);
        await _visitors.Of<Aggregator.Persistence.People.UserStore>().SetDisabledAsync("disabled", true, default);
        foreach (var (word, scope) in ScopeWords.All)
            _tokens[word] = await _visitors.TokenAsync([scope]);
        _tokens["revoked"] = await _visitors.TokenAsync(Enum.GetValues<Scope>(), isRevoked: true);
        _tokens["over"] = await _visitors.TokenAsync(Enum.GetValues<Scope>(), DateTimeOffset.UnixEpoch);
        _tokens["invented"] = ("Authorization", $"Bearer {Token.NewSecret()}");
    }

    public async Task DisposeAsync()
    {
        _visitors.Dispose();
        await _aggregator.DisposeAsync();
        _site.Dispose();
    }

    [Fact]
    public async Task Every_page_and_address_lets_in_whom_its_rule_lets_in_and_nobody_else()
    {
        var routes = Routes().Where(route => !route.Contains("forgotten", StringComparison.Ordinal)).ToList();
        Assert.Equal(Stated.Keys.Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
        var wrong = new List<string>();
        foreach (var route in routes)
        {
            foreach (var who in Everybody)
            {
                var isIn = await IsLetInAsync(route, who);
                if (isIn != LetIn[Stated[route]].Split(' ').Contains(who))
                    wrong.Add($"{route}: {who} is {(isIn ? "let in" : "refused")}");
            }
        }
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("/api/forgotten")]
    [InlineData("/forgotten")]
    public async Task What_states_no_rule_lets_nobody_in(string path)
    {
        foreach (var who in new[] { "nobody", "administrator", "read" })
        {
            var (status, text) = await _visitors.TellAsync(HttpMethod.Get, path, null, await HeadersAsync(who, false));
            Assert.Equal(500, status);
            Assert.DoesNotContain("told", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Files_that_every_page_needs_are_there_for_everybody() =>
        Assert.Equal(200, (await _visitors.TellAsync(HttpMethod.Get, "/jingu.css", null)).Status);

    /// <summary>As METHOD and pattern; pages answer to both methods of a browser.</summary>
    private IEnumerable<string> Routes() =>
        from endpoint in _visitors.Of<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"]
        select $"{method} /{endpoint.RoutePattern.RawText!.TrimStart('/')}";

    private async Task<bool> IsLetInAsync(string route, string who)
    {
        var (method, path) = (new HttpMethod(route.Split(' ')[0]), route.Split(' ')[1]
            .Replace("{table}", "headcounts", StringComparison.Ordinal)
            .Replace("units/{id}", "units/unit-01", StringComparison.Ordinal)
            .Replace("{act}", "answer", StringComparison.Ordinal)
            .Replace("{order}", "confirm-restore", StringComparison.Ordinal)
            .Replace("{name}", "somebody", StringComparison.Ordinal)
            .Replace("{id}", "any", StringComparison.Ordinal));
        var isUnsafe = method == HttpMethod.Post;
        using var answer = await _visitors.SendAsync(
            method, path + Questions.GetValueOrDefault(path), isUnsafe ? "{}" : null,
            await HeadersAsync(who, isUnsafe));
        var isSentAway = answer.StatusCode == HttpStatusCode.Redirect
            && answer.Headers.Location!.ToString().StartsWith("/sign-in", StringComparison.Ordinal)
            // Who is signed out comes there too, without the cookie.
            && !answer.Headers.Contains("Set-Cookie");
        return !isSentAway && answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
    }

    private async Task<(string, string)[]> HeadersAsync(string who, bool isUnsafe)
    {
        if (_tokens.TryGetValue(who, out var token))
            return [token];
        if (!_users.TryGetValue(who, out var user))
            return [];
        var session = await _visitors.SessionAsync(user);
        return isUnsafe && who != "disabled" ? await _visitors.WithPageAsync(session) : [session];
    }
}

using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Time;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>Tokens of programs over HTTP, for administrators alone; a secret is told once.</summary>
internal static class TokensApi
{
    private const string Path = "/api/tokens";
    private const int DaysDefault = 365;

    public static void MapTokensApi(this WebApplication app)
    {
        app.MapGet(Path, AllAsync).Requires(Access.Administer).Paged("name");
        app.MapPost(Path, IssueAsync).Requires(Access.Administer);
        app.MapPost(Path + "/{name}/revoke", RevokeAsync).Requires(Access.Administer);
    }

    /// <summary>What the audit says of a token that is asked for; never its secret.</summary>
    public static string SubjectOf(string? name, IEnumerable<string> scopes) =>
        $"{name}: {string.Join(", ", scopes)}";

    /// <summary>All tokens, also those that are over; never a secret.</summary>
    private static async Task<IResult> AllAsync(TokenStore tokens, MachineTime machine, CancellationToken stop) =>
        Results.Json((await tokens.AllAsync(stop)).Select(token => new
        {
            name = token.Name,
            prefix = token.Prefix,
            scopes = token.Scopes.Select(ScopeWords.Of).Order(StringComparer.Ordinal),
            notAfter = token.NotAfter,
            revoked = token.IsRevoked,
            good = token.IsGood(machine.GetUtcNow()),
        }));

    /// <summary>Issues a token: <c>{name, scopes, days, reason}</c>. Its secret is in this answer and nowhere else.
    /// </summary>
    private static async Task<IResult> IssueAsync(
        HttpRequest request, TokenDesk desk, MachineTime machine, Visit visit, CancellationToken stop)
    {
        if (await ReadAsync<TokenBody>(request, stop) is not { } body)
            return Bad("The body is no token: send JSON with name, scopes, days and reason.");
        (visit.Subject, visit.Reason) = (SubjectOf(body.Name, body.Scopes ?? []), body.Reason);
        return await desk.IssueAsync(
            body.Name, body.Scopes ?? [], body.Days ?? DaysDefault, machine.GetUtcNow(), stop) switch
        {
            TokenOutcome.Issued { Token: var token, Secret: var secret } => Results.Json(
                new { name = token.Name, prefix = token.Prefix, notAfter = token.NotAfter, secret },
                statusCode: StatusCodes.Status201Created),
            TokenOutcome.Wrong { Field: "taken" } wrong => Results.Problem(
                wrong.Why, statusCode: StatusCodes.Status409Conflict),
            TokenOutcome.Wrong wrong => Bad(wrong.Why),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Makes a token good for nothing, at once; the body may give a reason.</summary>
    private static async Task<IResult> RevokeAsync(
        string name, HttpRequest request, TokenStore tokens, Visit visit, CancellationToken stop)
    {
        (visit.Subject, visit.Reason) = (name, (await ReadAsync<TokenBody>(request, stop))?.Reason);
        return await tokens.RevokeAsync(name, stop)
            ? Results.Json(new { name })
            : Results.Problem($"No token is called '{name}'.", statusCode: StatusCodes.Status404NotFound);
    }

    private sealed record TokenBody(string? Name, string[]? Scopes, int? Days, string? Reason);
}

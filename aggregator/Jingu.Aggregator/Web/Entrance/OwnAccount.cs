using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web.Entrance;

/// <summary>What everybody may do about themselves, over HTTP: another password, an end to their sessions.</summary>
internal static class OwnAccount
{
    public static void MapOwnAccount(this WebApplication app)
    {
        app.MapGet("/api/me/sessions", SessionsAsync).Requires(Access.SignedIn);
        app.MapPost("/api/me/sessions/{id}/end", EndAsync).Requires(Access.SignedIn);
        app.MapPost("/api/me/password", ChangeAsync).Requires(Access.SignedIn);
    }

    /// <summary>Which of my sessions go on; <c>isThis</c> is the one that asks. Programs have none.</summary>
    private static async Task<IResult> SessionsAsync(
        HttpContext context, SessionStore sessions, Visit visit, CancellationToken stop) =>
        visit.Caller is Caller.Person { User: var user }
            ? Results.Json(await sessions.OfAsync(user, SessionCookie.Read(context), stop))
            : NoPerson();

    /// <summary>Ends one of my sessions.</summary>
    private static async Task<IResult> EndAsync(
        string id, SessionStore sessions, Visit visit, CancellationToken stop) =>
        visit.Caller is not Caller.Person { User: var user } ? NoPerson()
        : await sessions.EndOwnAsync(user.Name, id, stop) ? Results.Json(new { id })
        : Results.Problem($"No session of yours is '{id}'.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>
    /// Gives me another password: <c>{before, after}</c>. All my sessions end; the answer sets the cookie of a new one.
    /// </summary>
    private static async Task<IResult> ChangeAsync(
        HttpContext context, SigningIn signing, Visit visit, CancellationToken stop)
    {
        if (visit.Caller is not Caller.Person { User: var user })
            return NoPerson();
        if (await ReadAsync<PasswordBody>(context.Request, stop) is not { } body)
            return Bad("The body has no passwords: send JSON with before and after.");
        visit.Subject = user.Name;
        if (PasswordRules.Complaint(user.Name, body.After ?? "") is { } complaint)
            return Bad(complaint);
        switch (await signing.ChangeAsync(context, visit, user.Name, body.Before, body.After!, stop))
        {
            case SignInOutcome.SignedIn signedIn:
                SessionCookie.Write(context, signedIn.Secret);
                return Results.Json(new { name = user.Name });
            case SignInOutcome.Locked:
                return Results.Problem(
                    "Too many wrong passwords: wait, then try again.",
                    statusCode: StatusCodes.Status429TooManyRequests);
            case SignInOutcome.Busy:
                return Results.Problem(
                    "Too many sign in at once: try again.", statusCode: StatusCodes.Status503ServiceUnavailable);
            default:
                return Bad("before is not your password: nothing was changed.");
        }
    }

    private static IResult NoPerson() => Results.Problem(
        "A program has no password and no session: its token is revoked instead.",
        statusCode: StatusCodes.Status404NotFound);

    private sealed record PasswordBody(string? Before, string? After);
}

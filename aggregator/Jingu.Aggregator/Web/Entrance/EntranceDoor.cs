using System.Globalization;
using System.Security.Claims;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Time;
using Microsoft.AspNetCore.Antiforgery;

namespace Jingu.Aggregator.Web.Entrance;

/// <summary>
/// The one way in: finds out who asks, holds it against the rule of the page or address, and writes into the audit what
/// is to be changed and what is refused. What states no rule lets nobody in.
/// </summary>
internal sealed partial class EntranceDoor(
    RequestDelegate next, SessionStore sessions, TokenStore tokens, MachineTime machine, IAntiforgery antiforgery,
    Auditing auditing, ILogger<EntranceDoor> logger)
{
    /// <summary>So often it is asked whether whoever follows a stream is still let in.</summary>
    public static readonly TimeSpan LookAgainEvery = TimeSpan.FromSeconds(30);

    /// <summary>A larger form is not looked into: its antiforgery token would be searched in all of it.</summary>
    private const long FormBytesMax = 5 * 1024 * 1024;

    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context, Visit visit)
    {
        // What routing itself answers, such as 405, is no RouteEndpoint and does nothing. While a store is away nobody
        // can be told from anybody: the page that says so is for all.
        if (context.GetEndpoint() is not RouteEndpoint endpoint || context.Features.Get<StoreAway>() is not null)
        {
            await next(context);
            return;
        }
        var route = $"{context.Request.Method} /{endpoint.RoutePattern.RawText?.TrimStart('/')}";
        if (endpoint.Metadata.GetMetadata<RequiresAttribute>() is not { Access: var access })
        {
            Log.NoRule(logger, route);
            await ProblemAsync(context, 500, "This address states no rule who may use it, so nobody may: report it.");
            return;
        }
        if (context.Request.Query.Any(pair => pair.Value.Any(IsSecret)))
        {
            await auditing.NoteAsync(context, visit, route, "refused: a token in the address");
            await ProblemAsync(
                context, 400, "A token stands in the address, where logs and histories keep it: revoke it, and send "
                    + "another in the header 'Authorization: Bearer ...'.");
            return;
        }
        if (context.Request.Headers.Authorization is [{ } authorization, ..])
        {
            if (await ProgramOfAsync(authorization, context.RequestAborted) is not { } program)
            {
                await auditing.NoteAsync(context, visit, route, "refused: no good token");
                context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
                await ProblemAsync(context, 401, "The token is not known, revoked, or over: ask for another one.");
                return;
            }
            visit.Caller = program;
        }
        else if (SessionCookie.Read(context) is { } secret
            && await sessions.FindAsync(secret, context.RequestAborted) is { } user)
        {
            visit.Caller = new Caller.Person(user);
            context.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user.Name)], SessionCookie.Name));
        }
        await LetInAsync(context, visit, access, route);
    }

    /// <summary>
    /// A stream goes on for hours: whoever is signed out, disabled or revoked meanwhile is told no more. That a page is
    /// open does not lengthen a session, but for those who only read, such as a screen on a wall.
    /// </summary>
    private async Task WatchedAsync(HttpContext context, Visit visit, Access access)
    {
        var (authorization, secret) = ((string?)context.Request.Headers.Authorization, SessionCookie.Read(context));
        var isUse = visit.Caller is Caller.Person { User.Roles: var roles } && roles.All(role => role == Role.Viewer);
        using var ended = new CancellationTokenSource();
        var answer = next(context);
        while (await Task.WhenAny(answer, Task.Delay(LookAgainEvery, machine, ended.Token)) != answer)
        {
            Caller? still = authorization is not null ? await ProgramOfAsync(authorization, CancellationToken.None)
                : secret is not null && await sessions.FindAsync(secret, CancellationToken.None, isUse) is { } user
                    ? new Caller.Person(user)
                : null;
            if (access.Admits(still))
                continue;
            context.Abort();
            break;
        }
        await ended.CancelAsync();
        await answer;
    }

    private async Task LetInAsync(HttpContext context, Visit visit, Access access, string route)
    {
        if (!access.Admits(visit.Caller))
        {
            await RefuseAsync(context, visit, route);
            return;
        }
        if (visit.Caller is not null)
            context.Response.Headers.CacheControl = "no-store";
        if (access == Access.Open || IsSafe(context.Request.Method))
        {
            await (context.Request.Path.StartsWithSegments("/live", StringComparison.OrdinalIgnoreCase)
                ? WatchedAsync(context, visit, access)
                : next(context));
            return;
        }
        if (context.Request is { HasFormContentType: true, ContentLength: > FormBytesMax })
        {
            await auditing.NoteAsync(context, visit, route, "refused: too large");
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }
        if (visit.Caller is Caller.Person && !await antiforgery.IsRequestValidAsync(context))
        {
            await auditing.NoteAsync(context, visit, route, "refused: not sent from our own pages");
            await ProblemAsync(
                context, 400, "This was not sent from a page of ours, or the page is of an earlier sign-in: load it "
                    + $"again. Scripts send the header '{EntranceSetup.AntiforgeryHeader}'.");
            return;
        }
        await AuditedAsync(context, visit, route);
    }

    private async Task AuditedAsync(HttpContext context, Visit visit, string route)
    {
        var asked = await auditing.AskedAsync(context, visit, route, context.RequestAborted);
        var outcome = "failed";
        try
        {
            await next(context);
            outcome = context.Response.StatusCode.ToString(CultureInfo.InvariantCulture);
        }
        finally
        {
            await auditing.AnsweredAsync(context, visit, route, asked, outcome);
        }
    }

    private async Task RefuseAsync(HttpContext context, Visit visit, string route)
    {
        var isApi = SignInAddress.IsForPrograms(context.Request.Path);
        if (visit.Caller is { } caller)
        {
            await auditing.NoteAsync(context, visit, route, "refused: not allowed");
            if (isApi)
                await ProblemAsync(context, 403, $"{caller.Name} may not do this: ask an administrator for the role.");
            else
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (isApi)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await ProblemAsync(context, 401, "Nobody is signed in: sign in, or send 'Authorization: Bearer TOKEN'.");
        }
        else if (context.Request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.Headers["HX-Redirect"] = SignInAddress.Path;
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            context.Response.Redirect(SignInAddress.ReturningTo(context.Request));
        }
    }

    private async Task<Caller.Program?> ProgramOfAsync(string authorization, CancellationToken stop) =>
        authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && await tokens.FindAsync(authorization[Scheme.Length..].Trim(), stop) is { } token
        && token.IsGood(machine.GetUtcNow())
            ? new(token)
            : null;

    private static bool IsSecret(string? text) =>
        text is not null && text.Contains(Token.Mark, StringComparison.OrdinalIgnoreCase);

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)
        || HttpMethods.IsTrace(method);

    private static Task ProblemAsync(HttpContext context, int status, string sentence) =>
        Results.Problem(sentence, statusCode: status).ExecuteAsync(context);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Route} states no rule who may use it, so nobody may: state one by "
            + ".Requires(Access...) or [Requires(Access...)].")]
        public static partial void NoRule(ILogger logger, string route);
    }
}

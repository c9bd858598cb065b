using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>
/// Who may sign in, over HTTP, for administrators alone. Every change ends the sessions of whom it is about. The first
/// administrator is made on the console.
/// </summary>
internal static class UsersApi
{
    private const string Path = "/api/users";

    public static void MapUsersApi(this WebApplication app)
    {
        app.MapGet(Path, AllAsync).Requires(Access.Administer).Paged("name");
        app.MapPost(Path, AddAsync).Requires(Access.Administer);
        app.MapPost(Path + "/{name}/roles", SetRolesAsync).Requires(Access.Administer);
        app.MapPost(Path + "/{name}/password", SetPasswordAsync).Requires(Access.Administer);
        app.MapPost(Path + "/{name}/disable", DisableAsync).Requires(Access.Administer);
        app.MapPost(Path + "/{name}/enable", EnableAsync).Requires(Access.Administer);
    }

    /// <summary>Everybody who has a name here, with roles and units.</summary>
    private static async Task<IResult> AllAsync(UserStore users, CancellationToken stop) =>
        Results.Json((await users.AllAsync(stop)).Select(user => new
        {
            name = user.Name,
            roles = user.Roles.Select(RoleWords.Of).Order(StringComparer.Ordinal),
            units = user.Units.Select(unit => unit.Value).Order(StringComparer.Ordinal),
            disabled = user.IsDisabled,
        }));

    /// <summary>Adds somebody, with a password; a name is never given twice.</summary>
    private static async Task<IResult> AddAsync(
        HttpRequest request, PeopleDesk desk, Visit visit, CancellationToken stop)
    {
        if (await ReadAsync<UserBody>(request, stop) is not { } body)
            return Bad("The body is nobody: send JSON with name, roles, units, password and reason.");
        Note(visit, body.Name, body.Roles, body.Units, body.Reason);
        return Answered(
            body.Name, await desk.AddAsync(body.Name, body.Roles ?? [], body.Units ?? [], body.Password, stop),
            StatusCodes.Status201Created);
    }

    /// <summary>Replaces somebody's roles and units, and ends their sessions.</summary>
    private static async Task<IResult> SetRolesAsync(
        string name, HttpRequest request, PeopleDesk desk, Visit visit, CancellationToken stop)
    {
        if (await ReadAsync<UserBody>(request, stop) is not { } body)
            return Bad("The body has no roles: send JSON with roles, units and reason.");
        Note(visit, name, body.Roles, body.Units, body.Reason);
        return Answered(name, await desk.SetRolesAsync(name, body.Roles ?? [], body.Units ?? [], stop));
    }

    /// <summary>Sets a password, ends the person's sessions, and lifts their locks.</summary>
    private static async Task<IResult> SetPasswordAsync(
        string name, HttpRequest request, PeopleDesk desk, Visit visit, CancellationToken stop)
    {
        if (await ReadAsync<UserBody>(request, stop) is not { } body)
            return Bad("The body has no password: send JSON with password and reason.");
        Note(visit, name, null, null, body.Reason);
        return Answered(name, await desk.SetPasswordAsync(name, body.Password, stop));
    }

    /// <summary>Lets nobody sign in under a name any more, and ends their sessions; the body may give a reason.
    /// </summary>
    private static Task<IResult> DisableAsync(
        string name, HttpRequest request, PeopleDesk desk, Visit visit, CancellationToken stop) =>
        StandAsync(name, isDisabled: true, request, desk, visit, stop);

    /// <summary>Lets somebody sign in again; the body may give a reason.</summary>
    private static Task<IResult> EnableAsync(
        string name, HttpRequest request, PeopleDesk desk, Visit visit, CancellationToken stop) =>
        StandAsync(name, isDisabled: false, request, desk, visit, stop);

    /// <summary>The audit says who became what; a password is never written down.</summary>
    public static void Note(Visit visit, string? name, string[]? roles, string[]? units, string? reason) =>
        (visit.Subject, visit.Reason) = (
            roles is null ? name : $"{name}: {string.Join(", ", roles.Concat(units ?? []))}", reason);

    private static async Task<IResult> StandAsync(
        string name, bool isDisabled, HttpRequest request, PeopleDesk desk, Visit visit, CancellationToken stop)
    {
        Note(visit, name, null, null, (await ReadAsync<UserBody>(request, stop))?.Reason);
        return Answered(name, await desk.SetDisabledAsync(name, isDisabled, stop));
    }

    private static IResult Answered(string? name, PeopleOutcome outcome, int made = StatusCodes.Status200OK) =>
        outcome.Fault is not { } fault
            ? Results.Json(new { name }, statusCode: made)
            : Results.Problem(outcome.Why, statusCode: fault switch
            {
                PeopleFault.Unknown => StatusCodes.Status404NotFound,
                PeopleFault.Taken or PeopleFault.LastAdministrator => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status400BadRequest,
            });

    private sealed record UserBody(string? Name, string[]? Roles, string[]? Units, string? Password, string? Reason);
}

using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Contracts.Ids;
using Jingu.Time;
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
        HttpRequest request, UserStore users, Passwords passwords, CurrentSite site, MachineTime machine, Visit visit,
        CancellationToken stop)
    {
        if (await ReadAsync<UserBody>(request, stop) is not { } body)
            return Bad("The body is nobody: send JSON with name, roles, units, password and reason.");
        Note(visit, body.Name, body);
        var (roles, units, wrong) = Read(body, site);
        if ((User.NameComplaint(body.Name) ?? wrong ?? PasswordRules.Complaint(body.Name!, body.Password ?? ""))
            is { } complaint)
        {
            return Bad(complaint);
        }
        var user = new User(body.Name!, roles, units, IsDisabled: false, 1);
        return await users.TryAddAsync(user, passwords.Hash(body.Password!), machine.GetUtcNow(), stop)
            ? Results.Json(new { name = user.Name }, statusCode: StatusCodes.Status201Created)
            : Results.Problem(
                $"'{body.Name}' is taken, and a name is never given twice: choose another.",
                statusCode: StatusCodes.Status409Conflict);
    }

    /// <summary>Replaces somebody's roles and units, and ends their sessions.</summary>
    private static async Task<IResult> SetRolesAsync(
        string name, HttpRequest request, UserStore users, CurrentSite site, Visit visit, CancellationToken stop)
    {
        if (await ReadAsync<UserBody>(request, stop) is not { } body)
            return Bad("The body has no roles: send JSON with roles, units and reason.");
        Note(visit, name, body);
        var (roles, units, complaint) = Read(body, site);
        return complaint is null
            ? Answered(name, await users.SetRolesAsync(name, roles, units, stop))
            : Bad(complaint);
    }

    /// <summary>Sets a password, ends the person's sessions, and lifts their locks.</summary>
    private static async Task<IResult> SetPasswordAsync(
        string name, HttpRequest request, UserStore users, Passwords passwords, Visit visit, CancellationToken stop)
    {
        if (await ReadAsync<UserBody>(request, stop) is not { } body)
            return Bad("The body has no password: send JSON with password and reason.");
        Note(visit, name, body);
        return PasswordRules.Complaint(name, body.Password ?? "") is { } complaint
            ? Bad(complaint)
            : Answered(name, await users.SetPasswordAsync(name, passwords.Hash(body.Password!), stop));
    }

    /// <summary>Lets nobody sign in under a name any more, and ends their sessions.</summary>
    private static async Task<IResult> DisableAsync(
        string name, UserStore users, Visit visit, CancellationToken stop)
    {
        visit.Subject = name;
        return Answered(name, await users.SetDisabledAsync(name, isDisabled: true, stop));
    }

    /// <summary>Lets somebody sign in again.</summary>
    private static async Task<IResult> EnableAsync(string name, UserStore users, Visit visit, CancellationToken stop)
    {
        visit.Subject = name;
        return Answered(name, await users.SetDisabledAsync(name, isDisabled: false, stop));
    }

    private static (ImmutableHashSet<Role> Roles, ImmutableHashSet<UnitId> Units, string? Complaint) Read(
        UserBody body, CurrentSite site) =>
        User.Read(body.Roles ?? [], body.Units ?? [], site.Site.Units.Select(unit => unit.Id));

    /// <summary>The audit says who became what; a password is never written down.</summary>
    private static void Note(Visit visit, string? name, UserBody body) => (visit.Subject, visit.Reason) = (
        body.Roles is null ? name : $"{name}: {string.Join(", ", body.Roles.Concat(body.Units ?? []))}", body.Reason);

    private static IResult Answered(string name, UserChange change) => change switch
    {
        UserChange.Made => Results.Json(new { name }),
        UserChange.Unknown => Results.Problem(
            $"Nobody is called '{name}'.", statusCode: StatusCodes.Status404NotFound),
        _ => Results.Problem(
            $"{name} is the only administrator: add another first.", statusCode: StatusCodes.Status409Conflict),
    };

    private sealed record UserBody(string? Name, string[]? Roles, string[]? Units, string? Password, string? Reason);
}

using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Contracts.Ids;
using Jingu.Time;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.People;

/// <summary>Why a change of a person was not made.</summary>
internal enum PeopleFault
{
    Name,
    Roles,
    Password,

    /// <summary>The name was given before.</summary>
    Taken,

    /// <summary>Nobody has the name.</summary>
    Unknown,

    /// <summary>Nobody would be left who can say who may sign in.</summary>
    LastAdministrator,
}

/// <summary>What came of a change of a person.</summary>
/// <param name="Fault">Null: it was made.</param>
/// <param name="Why">In English, with what to do; empty where it was made.</param>
internal sealed record PeopleOutcome(PeopleFault? Fault, string Why);

/// <summary>
/// Who may sign in, changed alike over HTTP and from pages; every change ends the sessions of whom it is about. Safe
/// from any thread; throws <see cref="SqliteException"/>.
/// </summary>
internal sealed class PeopleDesk(UserStore users, Passwords passwords, CurrentSite site, MachineTime machine)
{
    private static readonly PeopleOutcome Made = new(null, "");

    /// <param name="roles">Words of roles.</param>
    /// <param name="units">Of a unit contact.</param>
    public async Task<PeopleOutcome> AddAsync(
        string? name, string[] roles, string[] units, string? password, CancellationToken stop)
    {
        if (User.NameComplaint(name) is { } nameless)
            return new(PeopleFault.Name, nameless);
        var (readRoles, readUnits, wrong) = Read(roles, units);
        if (wrong is not null)
            return new(PeopleFault.Roles, wrong);
        if (PasswordRules.Complaint(name!, password ?? "") is { } complaint)
            return new(PeopleFault.Password, complaint);
        var user = new User(name!, readRoles, readUnits, IsDisabled: false, 1);
        return await users.TryAddAsync(user, passwords.Hash(password!), machine.GetUtcNow(), stop)
            ? Made
            : new(PeopleFault.Taken, $"'{name}' is taken, and a name is never given twice: choose another.");
    }

    /// <inheritdoc cref="AddAsync"/>
    public async Task<PeopleOutcome> SetRolesAsync(
        string name, string[] roles, string[] units, CancellationToken stop)
    {
        var (readRoles, readUnits, wrong) = Read(roles, units);
        return wrong is not null
            ? new(PeopleFault.Roles, wrong)
            : Of(name, await users.SetRolesAsync(name, readRoles, readUnits, stop));
    }

    /// <summary>Also lifts the person's locks.</summary>
    public async Task<PeopleOutcome> SetPasswordAsync(string name, string? password, CancellationToken stop) =>
        PasswordRules.Complaint(name, password ?? "") is { } complaint
            ? new(PeopleFault.Password, complaint)
            : Of(name, await users.SetPasswordAsync(name, passwords.Hash(password!), stop));

    public async Task<PeopleOutcome> SetDisabledAsync(string name, bool isDisabled, CancellationToken stop) =>
        Of(name, await users.SetDisabledAsync(name, isDisabled, stop));

    private (ImmutableHashSet<Role> Roles, ImmutableHashSet<UnitId> Units, string? Complaint) Read(
        string[] roles, string[] units) => User.Read(roles, units, site.Site.Units.Select(unit => unit.Id));

    private static PeopleOutcome Of(string name, UserChange change) => change switch
    {
        UserChange.Made => Made,
        UserChange.Unknown => new(PeopleFault.Unknown, $"Nobody is called '{name}'."),
        _ => new(PeopleFault.LastAdministrator, $"{name} is the only administrator: add another first."),
    };
}

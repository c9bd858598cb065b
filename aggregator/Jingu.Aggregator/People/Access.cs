using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.People;

/// <summary>The rule of a page or address: who is let in. Each has exactly one.</summary>
internal enum Access
{
    /// <summary>Everybody, also nobody.</summary>
    Open,

    /// <summary>Whoever is signed in, by password or by token.</summary>
    SignedIn,

    /// <summary>
    /// Whoever reads about the site or about units of their own. What answers here leaves out what belongs to other
    /// units, and refuses a question about one.
    /// </summary>
    ReadOwn,

    /// <summary>Whoever reads about the whole site.</summary>
    Read,

    /// <summary>
    /// Whoever acts for the site or for units of their own. What answers here refuses a contact's act for another unit,
    /// and every act that is not a contact's.
    /// </summary>
    ActOwn,

    /// <summary>Whoever plans for the whole site.</summary>
    Plan,

    /// <summary>Whoever acts for the whole site.</summary>
    Act,

    /// <summary>Whoever reads what everybody did.</summary>
    Audit,

    /// <summary>Whoever says who may sign in. No token does.</summary>
    Administer,
}

/// <summary>Which roles and scopes a rule lets in. Pure.</summary>
internal static class AccessRules
{
    /// <param name="caller">Null: nobody is signed in.</param>
    public static bool Admits(this Access access, Caller? caller) => caller switch
    {
        null => access == Access.Open,
        Caller.Person person => access <= Access.SignedIn || person.User.Roles.Any(role => access.Admits(role)),
        Caller.Program program => access <= Access.SignedIn
            || (access.Scope() is { } scope && program.Token.Scopes.Contains(scope)),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>
    /// True for a unit that they may act for. Who reads about the site and is the contact of one unit acts for that
    /// unit alone.
    /// </summary>
    public static bool ActsFor(this Caller caller, UnitId unit) =>
        Access.Act.Admits(caller)
        || (caller is Caller.Person { User: var user }
            && user.Roles.Contains(Role.UnitContact) && user.Units.Contains(unit));

    /// <summary>Whether whoever has the role is let in.</summary>
    public static bool Admits(this Access access, Role role) => access <= Access.SignedIn || role switch
    {
        Role.Viewer => access is Access.ReadOwn or Access.Read,
        Role.UnitContact => access is Access.ReadOwn or Access.ActOwn,
        Role.FacilityManager => access < Access.Administer,
        Role.Administrator => true,
        _ => false,
    };

    /// <summary>The scope of tokens that are let in; null: none is needed, or none is enough.</summary>
    public static Scope? Scope(this Access access) => access switch
    {
        Access.ReadOwn or Access.Read => People.Scope.Read,
        Access.ActOwn or Access.Act => People.Scope.Command,
        Access.Plan => People.Scope.Plan,
        Access.Audit => People.Scope.Audit,
        _ => null,
    };
}

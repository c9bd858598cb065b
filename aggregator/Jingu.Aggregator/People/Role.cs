using System.Collections.Frozen;

namespace Jingu.Aggregator.People;

/// <summary>What a person is here for; a person may have several roles.</summary>
internal enum Role
{
    /// <summary>Reads everything about the site, changes nothing.</summary>
    Viewer,

    /// <summary>Reads and acts for the units that are named with the role, and sees no other.</summary>
    UnitContact,

    /// <summary>Plans, orders and decides for the whole site.</summary>
    FacilityManager,

    /// <summary>Does what a facility manager does, and says who may sign in.</summary>
    Administrator,
}

/// <summary>The words of roles on the command line, in the API and in the store.</summary>
internal static class RoleWords
{
    public static readonly FrozenDictionary<string, Role> All = new Dictionary<string, Role>
    {
        ["viewer"] = Role.Viewer,
        ["unit-contact"] = Role.UnitContact,
        ["facility-manager"] = Role.FacilityManager,
        ["administrator"] = Role.Administrator,
    }.ToFrozenDictionary();

    public static string Of(Role role) => All.First(word => word.Value == role).Key;
}

using System.Collections.Immutable;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.People;

/// <summary>Somebody who signs in. Immutable.</summary>
/// <param name="Name">1 to 48 of a-z, 0-9 and '-'; for good, because the audit names people by it.</param>
/// <param name="Units">Of the role unit contact; empty without it.</param>
/// <param name="Stamp">Rises with every change of password, roles, units or standing: a session of an older one is
/// over.</param>
internal sealed record User(
    string Name, ImmutableHashSet<Role> Roles, ImmutableHashSet<UnitId> Units, bool IsDisabled, long Stamp)
{
    /// <summary>Reads about the whole site, not only about units of their own.</summary>
    public bool SeesSite => Roles.Any(role => role != Role.UnitContact);

    /// <summary>Why these roles and units do not go together; null when they do.</summary>
    public static string? Complaint(IReadOnlyCollection<Role> roles, IReadOnlyCollection<UnitId> units) =>
        roles.Count == 0 ? "A person has one role at least: "
            + $"{string.Join(", ", RoleWords.All.Keys.Order(StringComparer.Ordinal))}."
        : roles.Contains(Role.UnitContact) && units.Count == 0 ? "A unit contact has one unit at least: name it."
        : !roles.Contains(Role.UnitContact) && units.Count > 0 ? "Only a unit contact has units: leave them out."
        : null;
}

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

    /// <summary>Roles and units as written, and what is wrong with them; null: nothing.</summary>
    /// <param name="known">The units of the site.</param>
    public static (ImmutableHashSet<Role> Roles, ImmutableHashSet<UnitId> Units, string? Complaint) Read(
        IReadOnlyCollection<string> roles, IReadOnlyCollection<string> units, IEnumerable<UnitId> known)
    {
        var words = string.Join(", ", RoleWords.All.Keys.Order(StringComparer.Ordinal));
        var (byWord, byId) = (RoleWords.All, known.ToDictionary(unit => unit.Value));
        var isContact = roles.Contains(RoleWords.Of(Role.UnitContact));
        var complaint = roles.Count == 0 ? $"A person has one role at least: {words}."
            : roles.FirstOrDefault(role => !byWord.ContainsKey(role)) is { } role
                ? $"'{role}' is not one of {words}."
            : units.FirstOrDefault(unit => !byId.ContainsKey(unit)) is { } unit ? $"'{unit}' is no unit of the site."
            : isContact && units.Count == 0 ? "A unit contact has one unit at least: name it."
            : !isContact && units.Count > 0 ? "Only a unit contact has units: leave them out."
            : null;
        return complaint is null
            ? ([.. roles.Select(word => byWord[word])], [.. units.Select(id => byId[id])], null)
            : ([], [], complaint);
    }

    /// <summary>Why a name cannot be given; null when it can.</summary>
    public static string? NameComplaint(string? name) => IdText.IsValid(name)
        ? null
        : $"'{name}' cannot name anybody: use 1 to {IdText.LengthMax} of a-z, 0-9 and '-'.";
}

using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Reporting.Flow;

/// <summary>What a building used for one purpose in a period, Wh.</summary>
/// <param name="Item">Null: what no point with a sub-item counted, the gap included; may lie below zero.</param>
/// <param name="Used">Null where nothing is known.</param>
/// <param name="Unknown">Points that name it and are not known in the period; what they used is in no item.</param>
internal sealed record SubItemUse(SubItem? Item, long? Used, int Unknown);

/// <summary>
/// Adds up sub-items of a building. A unit's meter that names one counts what it measured less its circuits that name
/// one themselves, so that nothing counts twice; all items and the rest are what the building used. Pure.
/// </summary>
internal static class SubItemUses
{
    /// <summary>The points of a building that name one.</summary>
    public static ImmutableArray<Point> Named(Site site, BuildingId building) =>
        [.. site.Points.Where(point => point.Building == building && point.SubItem is not null)];

    /// <param name="whole">What the building used; null where it is not known.</param>
    /// <param name="known">Wh of the period, by point.</param>
    /// <returns>The four items and the rest; empty where no point names one.</returns>
    public static ImmutableArray<SubItemUse> Of(
        Site site, BuildingId building, long? whole, IReadOnlyDictionary<PointId, long> known)
    {
        var named = Named(site, building);
        if (named.IsEmpty)
            return [];
        var nets = named.Select(point => (point.SubItem, Net: NetOf(point, named, known))).ToList();
        var uses = Enum.GetValues<SubItem>().Select(item =>
        {
            var own = nets.Where(each => each.SubItem == item).ToList();
            return new SubItemUse(
                item, own.Any(each => each.Net is not null) ? own.Sum(each => each.Net ?? 0) : null,
                own.Count(each => each.Net is null));
        }).ToList();
        return [.. uses, new(null, whole - uses.Sum(use => use.Used ?? 0), 0)];
    }

    /// <summary>Null where it, or a circuit that is taken off, is not known.</summary>
    private static long? NetOf(
        Point point, ImmutableArray<Point> named, IReadOnlyDictionary<PointId, long> known)
    {
        if (!known.TryGetValue(point.Id, out var used))
            return null;
        if (point.Role != PointRole.Unit)
            return used;
        foreach (var circuit in named.Where(each => each.Role == PointRole.Circuit && each.Unit == point.Unit))
        {
            if (!known.TryGetValue(circuit.Id, out var taken))
                return null;
            used -= taken;
        }
        return used;
    }
}

using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Reporting.Indicators;

/// <summary>Whose people and floor a unit's or building's use is divided by. Pure.</summary>
internal static class IndicatorSubjects
{
    /// <summary>
    /// A unit itself; of a building those whose meters all hang in it. Null where one of a unit there hangs elsewhere
    /// too: how much of its floor and people belongs to this building is not known.
    /// </summary>
    public static ImmutableArray<UnitId>? UnitsOf(Site site, RollupSubject subject)
    {
        if (subject.Of == RollupOf.Unit)
            return [new(subject.Id)];
        var building = new BuildingId(subject.Id);
        var own = OwnPoints(site).ToList();
        var here = own.Where(point => point.Building == building).Select(point => point.Unit!.Value)
            .Distinct().ToImmutableArray();
        return own.Any(point => point.Building != building && here.Contains(point.Unit!.Value)) ? null : here;
    }

    /// <summary>The building of all of a unit's meters; null where there are several, or none.</summary>
    public static BuildingId? BuildingOf(Site site, UnitId unit) =>
        OwnPoints(site).Where(point => point.Unit == unit).Select(point => point.Building).Distinct().ToList()
            is [var one]
                ? one
                : null;

    /// <summary>Null where one of them is not known, and not the sum of the others.</summary>
    public static long? SumOrNull(this IEnumerable<long?> amounts) =>
        amounts.Aggregate((long?)0, (sum, amount) => sum + amount);

    private static IEnumerable<Point> OwnPoints(Site site) =>
        site.Points.Where(point => point is { Role: PointRole.Unit, Unit: not null });
}

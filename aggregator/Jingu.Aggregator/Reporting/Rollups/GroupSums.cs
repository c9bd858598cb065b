using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Rollups;

/// <summary>Makes a day's sums of units and buildings from those of points. Pure.</summary>
/// <param name="points">Of the day; a point of which no interval is stored is absent.</param>
internal sealed class GroupSums(Site site, IReadOnlyDictionary<PointId, RollupSum> points)
{
    /// <summary>Of a unit or building; null where nothing of a figure is known.</summary>
    /// <param name="quarters">The day's known quarter hours of the balance, of any building and resource.</param>
    public ImmutableDictionary<RollupKey, RollupSum?> Of(
        RollupSubject group, IReadOnlyDictionary<Resource, ImmutableArray<BalanceQuarter>> quarters)
    {
        var sums = ImmutableDictionary.CreateBuilder<RollupKey, RollupSum?>();
        foreach (var resource in Enum.GetValues<Resource>())
        {
            RollupKey Key(RollupItem item) => new(group.Of, group.Id, resource, item);
            if (group.Of == RollupOf.Unit)
            {
                sums[Key(RollupItem.Used)] = Sum(RollupGroups.OfUnit(site, new(group.Id), resource));
                continue;
            }
            sums[Key(RollupItem.Used)] = Sum(RollupGroups.OfBuilding(site, new(group.Id), resource));
            var own = quarters.TryGetValue(resource, out var all)
                ? all.Where(quarter => quarter.Building.Value == group.Id).ToList()
                : [];
            RollupSum? Series(Func<BalanceQuarter, long> amount) =>
                RollupSum.Of([.. own.Select(quarter => (amount(quarter), quarter.Quality))]);
            sums[Key(RollupItem.Import)] = Series(quarter => quarter.Import);
            sums[Key(RollupItem.Generation)] = Series(quarter => quarter.Generation);
            sums[Key(RollupItem.Export)] = Series(quarter => quarter.Export);
            sums[Key(RollupItem.SubMeters)] = Series(quarter => quarter.SubMeters);
            sums[Key(RollupItem.Gap)] = Series(quarter => quarter.Gap);
        }
        return sums.ToImmutable();
    }

    /// <summary>Export is taken off; null where no point of them is known.</summary>
    private RollupSum? Sum(ImmutableArray<Point> members)
    {
        var known = members.Where(point => points.ContainsKey(point.Id)).ToList();
        return known.Count == 0
            ? null
            : new(
                known.Sum(point => point.Direction == FlowDirection.Export
                    ? -points[point.Id].Amount
                    : points[point.Id].Amount),
                known.Aggregate(QualityCounts.None, (sum, point) => sum + points[point.Id].Stored),
                members.Length);
    }
}

using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Flow;

/// <summary>What quarter hours that were spread add up to: sums that are stored. Pure.</summary>
internal static class FlowSums
{
    /// <summary>Of a day; null where nothing is known.</summary>
    /// <param name="quarters">Balanced ones of that building.</param>
    public static IEnumerable<(RollupKey Key, RollupSum? Sum)> Of(
        Site site, BuildingId building, Resource resource, ImmutableArray<FlowQuarter> quarters)
    {
        // Where no plant stands nothing comes from one, and nothing is stored of it.
        var hasPlant = PvAllocation.HasPlant(site, building, resource);
        foreach (var (point, index) in PvAllocation.Below(site, building, resource).Select((each, i) => (each, i)))
        {
            RollupKey Key(RollupItem item) => new(RollupOf.Point, point.Id.Value, resource, item);
            yield return (Key(RollupItem.Balanced), Sum(quarters, quarter => quarter.Below[index].Used));
            yield return (Key(RollupItem.Pv), hasPlant ? Sum(quarters, quarter => quarter.Below[index].Pv) : null);
        }
        yield return (
            new(RollupOf.Building, building.Value, resource, RollupItem.Pv),
            hasPlant ? Sum(quarters, quarter => quarter.SelfConsumed) : null);
    }

    private static RollupSum? Sum(ImmutableArray<FlowQuarter> quarters, Func<FlowQuarter, long?> amount) =>
        RollupSum.Of(
        [
            .. from quarter in quarters
               let known = amount(quarter)
               where known is not null
               select (known.Value, quarter.Balance.Quality),
        ]);
}

using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Flow;

/// <summary>What of a unit's use in a period roof plants supplied, and what came from the grid, Wh.</summary>
/// <param name="Pv">Null where it is not known.</param>
/// <param name="Grid">
/// Together with <paramref name="Pv"/> all that its meters counted in the quarter hours that are balanced.
/// </param>
/// <param name="Quality">Of the quarter hours that are due: those without a balance are missing.</param>
internal sealed record PvPart(long? Pv, long? Grid, QualityCounts Quality);

/// <summary>Adds up a unit's part of PV over its meters, in whatever building they are. Pure.</summary>
internal static class UnitPv
{
    /// <param name="sums">Of the period.</param>
    /// <param name="due">Quarter hours of the period that are over.</param>
    public static PvPart Of(Site site, UnitId unit, IReadOnlyDictionary<RollupKey, RollupSum> sums, int due)
    {
        var (pv, grid, quality, isKnown) = (0L, 0L, QualityCounts.None, true);
        foreach (var point in RollupGroups.OfUnit(site, unit, Resource.Electricity))
        {
            RollupSum? Sum(RollupItem item) =>
                sums.GetValueOrDefault(new(RollupOf.Point, point.Id.Value, Resource.Electricity, item));
            // Where no plant stands all of it came from the grid, balanced or not.
            var hasPlant = PvAllocation.HasPlant(site, point.Building, Resource.Electricity);
            var used = Sum(hasPlant ? RollupItem.Balanced : RollupItem.Used);
            var part = hasPlant ? Sum(RollupItem.Pv)?.Amount : 0;
            isKnown &= used is not null && part is not null;
            pv += part ?? 0;
            grid += (used?.Amount ?? 0) - (part ?? 0);
            quality += (used ?? new(0, QualityCounts.None, 1)).QualityOf(due);
        }
        return isKnown ? new(pv, grid, quality) : new(null, null, quality);
    }
}

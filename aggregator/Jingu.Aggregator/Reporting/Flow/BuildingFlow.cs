using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Flow;

/// <summary>
/// What came into a building and who used it, Wh or L, in quarter hours of which all points are known. To the unit, in
/// every quarter hour, day and month: import + generation = all parts + export; the parts' PV together is what the
/// building consumed of its own generation.
/// </summary>
/// <param name="Period">A month, a day, or the begin of a quarter hour in UTC.</param>
/// <param name="SelfConsumed">Of own generation; null where that is not known.</param>
/// <param name="Parts">Units in the site's order, then what is common, then the gap.</param>
/// <param name="Quality">Of the quarter hours that are due: those without a balance are missing.</param>
internal sealed record BuildingFlow(
    string Period, long Import, long Generation, long Export, long? SelfConsumed, ImmutableArray<FlowPart> Parts,
    QualityCounts Quality)
{
    /// <summary>Why a building has no flow in a period, or its PV is not allocated; null where neither is so.</summary>
    public static BalanceDoubt? DoubtOf(Site site, BuildingId building, Resource resource, BuildingFlow? flow) =>
        RollupGroups.OfBalance(site, building, resource).IsEmpty ? BalanceDoubt.NoMain
        : flow is null ? BalanceDoubt.NoQuarter
        : PvAllocation.HasPlant(site, building, resource) && !PvAllocation.IsKnown(site, building, resource)
            ? BalanceDoubt.NoExport
        : null;

    /// <summary>One quarter hour.</summary>
    public static BuildingFlow Of(Site site, FlowQuarter quarter) => new(
        quarter.Balance.Start.UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        quarter.Balance.Import, quarter.Balance.Generation, quarter.Balance.Export, quarter.SelfConsumed,
        Make(
            site,
            [.. quarter.Below.Select(each => (each.Point, each.Used, each.Pv))], quarter.Balance.Gap, quarter.GapPv),
        QualityCounts.Of(new Dictionary<Quality, int> { [quarter.Balance.Quality] = 1 }));

    /// <summary>A day or month from its sums; null where no quarter hour of it is balanced.</summary>
    /// <param name="due">Quarter hours of the period that are over.</param>
    public static BuildingFlow? Of(
        Site site, BuildingId building, Resource resource, string period,
        IReadOnlyDictionary<RollupKey, RollupSum> sums, int due)
    {
        RollupSum? Of(RollupOf of, string id, RollupItem item) =>
            sums.GetValueOrDefault(new(of, id, resource, item));
        long Sum(RollupItem item) => Of(RollupOf.Building, building.Value, item)!.Amount;
        if (Of(RollupOf.Building, building.Value, RollupItem.Gap) is not { } gap)
            return null;
        var below = PvAllocation.Below(site, building, resource);
        // Sums of another site's meters are computed again before they are whole.
        if (below.Any(point => Of(RollupOf.Point, point.Id.Value, RollupItem.Balanced)?.Stored.All != gap.Stored.All))
            return null;
        long? Pv(RollupOf of, string id) => !PvAllocation.IsKnown(site, building, resource) ? null
            : PvAllocation.HasPlant(site, building, resource) ? Of(of, id, RollupItem.Pv)?.Amount
            : 0;
        var self = Pv(RollupOf.Building, building.Value);
        ImmutableArray<(Point Point, long Used, long? Pv)> uses =
        [
            .. below.Select(point => (
                point, Of(RollupOf.Point, point.Id.Value, RollupItem.Balanced)!.Amount,
                Pv(RollupOf.Point, point.Id.Value))),
        ];
        return new(
            period, Sum(RollupItem.Import), Sum(RollupItem.Generation), Sum(RollupItem.Export), self,
            Make(site, uses, gap.Amount, self - uses.Sum(each => each.Pv ?? 0)), gap.QualityOf(due));
    }

    private static ImmutableArray<FlowPart> Make(
        Site site, ImmutableArray<(Point Point, long Used, long? Pv)> below, long gap, long? gapPv)
    {
        static long? Pv(IEnumerable<(Point, long, long? Pv)> uses, bool isKnown) =>
            isKnown ? uses.Sum(each => each.Pv ?? 0) : null;
        var parts = ImmutableArray.CreateBuilder<FlowPart>();
        foreach (var unit in site.Units)
        {
            var own = below.Where(each => each.Point is { Role: PointRole.Unit } point && point.Unit == unit.Id)
                .ToList();
            if (own.Count == 0)
                continue;
            parts.Add(new(
                FlowUser.Unit, unit.Id.Value, unit.Name, unit.NameEn, own.Sum(each => each.Used),
                Pv(own, gapPv is not null)));
        }
        var common = below.Where(each => each.Point.Role == PointRole.Circuit).ToList();
        if (common.Count > 0)
        {
            parts.Add(new(
                FlowUser.Common, null, null, null, common.Sum(each => each.Used), Pv(common, gapPv is not null)));
        }
        parts.Add(new(FlowUser.Gap, null, null, null, gap, gapPv));
        return parts.ToImmutable();
    }
}

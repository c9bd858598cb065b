using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Flow;

/// <summary>
/// Says of a balanced quarter hour what of each meter's use roof plants supplied. To the watt-hour: all parts together
/// are what the building consumed of its own generation. Pure.
/// </summary>
/// <param name="intervals">Of all points of the balance, by their begin.</param>
internal sealed class PvAllocation(
    Site site, Resource resource, IReadOnlyDictionary<PointId, IReadOnlyDictionary<DateTimeOffset, Interval>> intervals)
{
    /// <summary>
    /// Parts of what was consumed of own generation, in proportion to use, in whole Wh by the largest remainder, the
    /// earlier one first where remainders are equal. A gap below zero used nothing and gets nothing.
    /// </summary>
    /// <param name="uses">Not negative.</param>
    /// <returns>One for each use, and the gap's as the last.</returns>
    public static ImmutableArray<long> Spread(long selfConsumed, IReadOnlyCollection<long> uses, long gap) =>
        Budgets.Allocation.Spread.Over(
            selfConsumed, [.. uses.Select(use => (Int128)use), Int128.Max(0, gap)]);

    /// <summary>
    /// What a building consumed of its own generation. Where more was exported than generated it is nothing: the rest
    /// came from elsewhere.
    /// </summary>
    public static long SelfConsumed(BalanceQuarter quarter) => Math.Max(0, quarter.Generation - quarter.Export);

    /// <summary>True where plants supply a building with that resource.</summary>
    public static bool HasPlant(Site site, BuildingId building, Resource resource) =>
        resource == Resource.Electricity && site.Points.Any(
            point => point.Role == PointRole.Plant && point.Building == building && point.Resource == resource);

    /// <summary>
    /// False where plants stand and no meter counts what goes to the grid, and for water, which nobody generates.
    /// </summary>
    public static bool IsKnown(Site site, BuildingId building, Resource resource) =>
        resource == Resource.Electricity && (!HasPlant(site, building, resource)
            || Balancing.HasMain(RollupGroups.OfBalance(site, building, resource), FlowDirection.Export));

    /// <summary>True where plants stand on a building in which a unit has meters.</summary>
    public static bool Concerns(Site site, UnitId unit) => RollupGroups.OfUnit(site, unit, Resource.Electricity)
        .Any(point => HasPlant(site, point.Building, Resource.Electricity));

    /// <summary>Meters below the main of a building, in the order of the site's points.</summary>
    public static ImmutableArray<Point> Below(Site site, BuildingId building, Resource resource) =>
    [
        .. RollupGroups.OfBalance(site, building, resource)
            .Where(point => point.Role is PointRole.Unit or PointRole.Circuit),
    ];

    /// <summary>Quarter hours of one building, spread.</summary>
    public ImmutableArray<FlowQuarter> Of(BuildingId building, IEnumerable<BalanceQuarter> quarters)
    {
        var below = Below(site, building, resource);
        var isKnown = IsKnown(site, building, resource);
        return
        [
            .. quarters.Where(quarter => quarter.Building == building)
                .Select(quarter => Of(quarter, below, isKnown)),
        ];
    }

    private FlowQuarter Of(BalanceQuarter quarter, ImmutableArray<Point> below, bool isKnown)
    {
        ImmutableArray<long> uses = [.. below.Select(point => intervals[point.Id][quarter.Start].Amount)];
        var parts = isKnown ? Spread(SelfConsumed(quarter), uses, quarter.Gap) : default(ImmutableArray<long>?);
        return new(
            quarter, isKnown ? SelfConsumed(quarter) : null,
            [.. below.Select((point, index) => new PointFlow(point, uses[index], parts?[index]))], parts?[^1]);
    }
}

/// <summary>A balanced quarter hour and who used it.</summary>
/// <param name="SelfConsumed">Wh of own generation; null where it is not known.</param>
/// <param name="Below">Every meter below the main.</param>
/// <param name="GapPv">What of it is the gap's; null as <paramref name="SelfConsumed"/>.</param>
internal sealed record FlowQuarter(
    BalanceQuarter Balance, long? SelfConsumed, ImmutableArray<PointFlow> Below, long? GapPv);

/// <summary>What a meter counted, Wh or L, and what of it roof plants supplied.</summary>
internal sealed record PointFlow(Point Point, long Used, long? Pv);

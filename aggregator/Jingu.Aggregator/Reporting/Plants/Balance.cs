using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Sharing;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>
/// Electricity of a building, or of the site, over a period, in Wh. It holds in every quarter hour and in the sum:
/// import + generation - export = sub-meters + gap. Quarter hours of which any of its points is not known are left out
/// of every figure.
/// </summary>
/// <param name="Building">Null for the whole site.</param>
/// <param name="SubMeters">Meters of units and common circuits below the main.</param>
/// <param name="Gap">Derived, signed, never counted.</param>
/// <param name="SelfConsumed">Generation less export; null where no meter counts export.</param>
/// <param name="SelfConsumption">Its part of generation, 0 to 1; null where nothing was generated.</param>
/// <param name="SelfSufficiency">Its part of all that was used: import + generation - export.</param>
/// <param name="Why">Why figures are missing or what is left out of them; null where nothing is.</param>
internal sealed record Balance(
    string? Building,
    long? Import,
    long? Generation,
    long? Export,
    long? SubMeters,
    long? Gap,
    long? SelfConsumed,
    double? SelfConsumption,
    double? SelfSufficiency,
    int QuartersDue,
    int QuartersComplete,
    string? Why)
{
    /// <summary>What <see cref="Why"/> says, for texts in another language.</summary>
    [JsonIgnore]
    public BalanceDoubt? Doubt { get; init; }

    /// <summary>Buildings that are left out of the site's, parted by commas.</summary>
    [JsonIgnore]
    public string LeftOut { get; init; } = "";

    /// <param name="due">Quarter hours that are due.</param>
    public static Balance Of(BuildingId building, ImmutableArray<BalanceQuarter> quarters, int due, bool hasExport)
    {
        BalanceDoubt? doubt = quarters.IsEmpty ? BalanceDoubt.NoQuarter : !hasExport ? BalanceDoubt.NoExport : null;
        return Make(
            building.Value, Sums(quarters), due, quarters.Length, hasExport, doubt is { } why ? WhyOf(why) : null) with
        {
            Doubt = doubt,
        };
    }

    /// <summary>What a doubt of one building says.</summary>
    public static string WhyOf(BalanceDoubt doubt) => doubt switch
    {
        BalanceDoubt.NoMain => "no main meter counts import: what its plant supplies is not known",
        BalanceDoubt.NoQuarter => "in no quarter hour all of its points are known",
        BalanceDoubt.NoExport => "no meter counts export: what goes to the grid is not known",
        _ => throw new ArgumentOutOfRangeException(nameof(doubt), doubt, "not of one building"),
    };

    /// <summary>Of a building that cannot be balanced: it has no main.</summary>
    public static Balance Unknown(BuildingId building, int due) => new(
        building.Value, null, null, null, null, null, null, null, null, due, 0, WhyOf(BalanceDoubt.NoMain))
    {
        Doubt = BalanceDoubt.NoMain,
    };

    /// <summary>The sum of those buildings whose balance is known whole.</summary>
    public static Balance OfSite(ImmutableArray<Balance> buildings)
    {
        var whole = buildings.Where(each => each is { Why: null, Import: not null }).ToList();
        var left = string.Join(", ", buildings.Except(whole).Select(each => each.Building));
        var sums = whole.Count == 0
            ? ((long, long, long, long)?)null
            : (whole.Sum(each => each.Import!.Value), whole.Sum(each => each.Generation!.Value),
                whole.Sum(each => each.Export!.Value), whole.Sum(each => each.SubMeters!.Value));
        return Make(
            null, sums, buildings.Sum(each => each.QuartersDue), whole.Sum(each => each.QuartersComplete), true,
            left.Length == 0 ? null : $"without {left}") with
        {
            Doubt = left.Length == 0 ? null : BalanceDoubt.LeftOut,
            LeftOut = left,
        };
    }

    private static (long Import, long Generation, long Export, long SubMeters)? Sums(
        ImmutableArray<BalanceQuarter> quarters) => quarters.IsEmpty
        ? null
        : (quarters.Sum(each => each.Import), quarters.Sum(each => each.Generation),
            quarters.Sum(each => each.Export), quarters.Sum(each => each.SubMeters));

    private static Balance Make(
        string? building, (long Import, long Generation, long Export, long SubMeters)? sums, int due, int complete,
        bool hasExport, string? why)
    {
        if (sums is not var (import, generation, export, below))
            return new(building, null, null, null, null, null, null, null, null, due, complete, why);
        var used = import + generation - export;
        long? self = hasExport ? generation - export : null;
        return new(
            building, import, generation, hasExport ? export : null, below, used - below, self,
            self >= 0 && generation > 0 ? (double)self / generation : null,
            self >= 0 && used > 0 ? (double)self / used : null,
            due, complete, why);
    }
}

/// <summary>Why a balance is not known, or not whole.</summary>
internal enum BalanceDoubt
{
    NoMain,
    NoQuarter,
    NoExport,
    LeftOut,
}

/// <summary>One quarter hour of a building, Wh or L: import + generation - export = sub-meters + gap.</summary>
internal sealed record BalanceQuarter(
    BuildingId Building, DateTimeOffset Start, long Import, long Generation, long Export, long SubMeters)
{
    /// <summary>What no meter below accounts for; below zero where they counted more.</summary>
    public long Gap => Import + Generation - Export - SubMeters;

    /// <summary>The worst of any point's there.</summary>
    public Quality Quality { get; init; } = Quality.Measured;

    /// <summary>True where every point was measured there.</summary>
    public bool IsMeasured => Quality == Quality.Measured;
}

/// <summary>Makes balances from what points counted. Pure.</summary>
/// <param name="intervals">Of every point that was asked for, by their begin.</param>
internal sealed class Balancing(
    Site site, IReadOnlyDictionary<PointId, IReadOnlyDictionary<DateTimeOffset, Interval>> intervals,
    Resource resource = Resource.Electricity)
{
    /// <summary>What a site's balance of a resource is made of: buildings with a main or a plant.</summary>
    public static ImmutableArray<Point> Points(Site site, Resource resource = Resource.Electricity) =>
    [
        .. site.Points.Where(point => point.Resource == resource && site.Points.Any(
            root => root is { Role: PointRole.Main or PointRole.Plant }
                && (MeterTree.IsSupply(point, root) || IsBelow(point, root)))),
    ];

    /// <summary>The known quarter hours of buildings with a main, in the site's order of buildings.</summary>
    public ImmutableArray<BalanceQuarter> Quarters(MonthPeriod period) =>
    [
        .. from building in ByBuilding(site, resource)
           where HasMain(building, FlowDirection.Import)
           let own = building.ToList()
           from start in period.Starts()
           select At(building.Key, own, start) into quarter
           where quarter is not null
           select quarter,
    ];

    /// <summary>Buildings with a main or a plant, in the site's order.</summary>
    /// <param name="due">Quarter hours of the period.</param>
    public static ImmutableArray<Balance> Of(Site site, ImmutableArray<BalanceQuarter> quarters, int due)
    {
        var known = quarters.ToLookup(quarter => quarter.Building);
        return
        [
            .. ByBuilding(site, Resource.Electricity).Select(building => HasMain(building, FlowDirection.Import)
                ? Balance.Of(
                    building.Key, [.. known[building.Key]], due, HasMain(building, FlowDirection.Export))
                : Balance.Unknown(building.Key, due)),
        ];
    }

    /// <summary>True where one of the points is a main of that direction.</summary>
    public static bool HasMain(IEnumerable<Point> points, FlowDirection direction) =>
        points.Any(point => point.Role == PointRole.Main && point.Direction == direction);

    private static IEnumerable<IGrouping<BuildingId, Point>> ByBuilding(Site site, Resource resource)
    {
        var order = site.Buildings.Select(building => building.Id).ToList();
        return Points(site, resource).GroupBy(point => point.Building).OrderBy(group => order.IndexOf(group.Key));
    }

    /// <summary>Null where one of the points is not known in that quarter hour.</summary>
    private BalanceQuarter? At(BuildingId building, List<Point> points, DateTimeOffset start)
    {
        var found = points
            .Select(point => (Point: point, Interval: intervals.GetValueOrDefault(point.Id)?.GetValueOrDefault(start)))
            .ToList();
        if (found.Any(each => each.Interval is null or { Quality: Quality.Missing }))
            return null;
        long Sum(Func<Point, bool> which) =>
            found.Where(each => which(each.Point)).Sum(each => each.Interval!.Amount);
        return new(
            building, start,
            Sum(point => point is { Role: PointRole.Main, Direction: FlowDirection.Import }),
            Sum(point => point.Role == PointRole.Plant),
            Sum(point => point is { Role: PointRole.Main, Direction: FlowDirection.Export }),
            Sum(point => point.Role is PointRole.Unit or PointRole.Circuit))
        {
            Quality = found.Max(each => each.Interval!.Quality),
        };
    }

    private static bool IsBelow(Point point, Point root) =>
        MeterTree.IsUnitBelow(point, root) || MeterTree.IsCommonBelow(point, root);
}

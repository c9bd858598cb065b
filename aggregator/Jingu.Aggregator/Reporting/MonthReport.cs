using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Sharing;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Reporting;

/// <summary>The month's consumption of every unit, as the API and files show it.</summary>
/// <param name="From">Included, UTC.</param>
/// <param name="To">Excluded, UTC.</param>
/// <param name="ZoneVersion">The tz data that boundaries were computed with.</param>
internal sealed record MonthReport(
    int Schema,
    string Month,
    string Site,
    string Zone,
    string ZoneVersion,
    DateTimeOffset From,
    DateTimeOffset To,
    string Store,
    ImmutableArray<UnitReport> Units)
{
    /// <summary>Every metering point, with its registers at both ends of the month.</summary>
    public ImmutableArray<PointReport> Points { get; init; } = [];

    /// <summary>
    /// Number of the last import of planning data that budgets and shared meters were computed with; 0 without any.
    /// </summary>
    public long Plan { get; init; }

    /// <summary>What became of everything that shared meters counted; empty where no rule shares one.</summary>
    public ImmutableArray<SharedMeterReport> SharedMeters { get; init; } = [];

    private static readonly YearMonthPattern Pattern = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <param name="uses">What the points' intervals that start in the month add up to.</param>
    /// <param name="budgets">Wh or L, adjustments included; a budget that is not known is absent.</param>
    /// <param name="store">Description of the reading store they come from.</param>
    /// <param name="boundaries">The points' registers at the month's begin and end.</param>
    /// <param name="rules">By which shared meters are allocated in the month; none where absent.</param>
    public static MonthReport Make(
        Site site,
        YearMonth month,
        IReadOnlyCollection<PointUse> uses,
        IReadOnlyDictionary<(UnitId, Resource), long> budgets,
        DateTimeOffset now,
        string store,
        IReadOnlyCollection<PointBoundary>? boundaries = null,
        ImmutableArray<SharingRule> rules = default)
    {
        var period = MonthPeriod.Of(month, site.Zone);
        var points = PointReport.All(site, period, uses, now, boundaries);
        var byPoint = points.ToDictionary(point => new PointId(point.Id));
        var shared = new SharedMeters(
            site, rules.IsDefault ? [] : rules, byPoint.ToDictionary(item => item.Key, item => item.Value.Reported))
            .All();
        return new(
            1, Text(month), site.Id.Value, site.Zone.Id, MonthPeriod.ZoneVersion, period.From, period.To, store,
            [.. site.Units.Select(unit => Make(unit, site, byPoint, budgets, shared))])
        {
            Points = points,
            SharedMeters = shared,
        };
    }

    /// <summary>Such as <c>2017-03</c>.</summary>
    public static string Text(YearMonth month) => Pattern.Format(month);

    /// <summary>Null when it is no month from 2000 to 2199.</summary>
    public static YearMonth? Parse(string text) =>
        Pattern.Parse(text) is { Success: true, Value: { Year: >= 2000 and < 2200 } month } ? month : null;

    private static UnitReport Make(
        Unit unit,
        Site site,
        Dictionary<PointId, PointReport> byPoint,
        IReadOnlyDictionary<(UnitId, Resource), long> budgets,
        ImmutableArray<SharedMeterReport> shared)
    {
        (long? Used, QualityCounts Quality) Sum(Resource resource)
        {
            var points = site.Points
                .Where(point => point.Role == PointRole.Unit && point.Unit == unit.Id && point.Resource == resource)
                .Select(point => byPoint[point.Id])
                .ToList();
            return (
                points.All(point => point.Reported is null) ? null : points.Sum(point => point.Reported),
                points.Aggregate(QualityCounts.None, (sum, point) => sum + point.Quality));
        }
        long? Allocated(Resource resource)
        {
            var parts = shared.Where(meter => meter.Resource == Words.Of(resource))
                .SelectMany(meter => meter.Units)
                .Where(use => use.Unit == unit.Id.Value && use.Rule is not null).ToList();
            return parts.Count == 0 ? null : parts.Sum(use => use.Allocated);
        }
        long? Budget(Resource resource) =>
            budgets.TryGetValue((unit.Id, resource), out var budget) ? budget : null;
        var (electricity, water) = (Sum(Resource.Electricity), Sum(Resource.Water));
        return new(
            unit.Id.Value,
            unit.Name,
            unit.Headcount,
            new(Budget(Resource.Electricity), electricity.Used, null, null, null, null, electricity.Quality)
            {
                AllocatedWh = Allocated(Resource.Electricity),
            },
            new(Budget(Resource.Water), water.Used, null, null, null, null, water.Quality)
            {
                AllocatedL = Allocated(Resource.Water),
            });
    }
}

/// <summary>One unit's month.</summary>
internal sealed record UnitReport(
    string Id, string Name, int Headcount, ElectricityReport Electricity, WaterReport Water);

/// <summary>
/// The budget is null where planning data for it are missing; the use where no interval of any of the unit's points is
/// stored, while what is known of some is their sum, and the quality counts what is missing; the stage and what follows
/// from it are null until budgets are enforced: never invented.
/// </summary>
internal sealed record ElectricityReport(
    long? BudgetWh, long? UsedWh, string? Stage, bool? Armed, bool? Emergency, int? Cuts, QualityCounts Quality)
{
    /// <summary>
    /// Its parts of shared meters, beside what was measured and never in it; null where no rule gives it one.
    /// </summary>
    public long? AllocatedWh { get; init; }
}

/// <inheritdoc cref="ElectricityReport"/>
internal sealed record WaterReport(
    long? BudgetL, long? UsedL, string? Stage, bool? Armed, bool? Emergency, int? Cuts, QualityCounts Quality)
{
    /// <inheritdoc cref="ElectricityReport.AllocatedWh"/>
    public long? AllocatedL { get; init; }
}

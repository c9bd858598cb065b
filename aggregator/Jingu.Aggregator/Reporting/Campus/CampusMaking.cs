using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using NodaTime.Text;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Reporting.Campus;

/// <summary>A unit's budget of a month.</summary>
/// <param name="Available">With adjustments.</param>
/// <param name="Month">Before them, with every day's share.</param>
internal sealed record KnownBudget(long Available, MonthBudget Month);

/// <summary>Adds up what units used and holds it against their budgets. Pure.</summary>
/// <param name="days">Every day of the month, those to come too.</param>
/// <param name="budgets">A budget that is not known is absent.</param>
/// <param name="countedTo">Of the units' points: the end of the last interval that is stored.</param>
internal sealed class CampusMaking(
    Site site,
    DateTimeOffset now,
    ImmutableArray<DaySum> days,
    IReadOnlyDictionary<(UnitId, Resource), KnownBudget> budgets,
    ImmutableArray<StandingReport> standings,
    IReadOnlyDictionary<PointId, DateTimeOffset> countedTo)
{
    /// <summary>
    /// An interval is due a quarter of an hour after its begin, and has arrived half an hour after that where nothing
    /// is wrong.
    /// </summary>
    public static readonly TimeSpan SilentAfter = Interval.Length + TimeSpan.FromMinutes(30);

    private readonly LocalDate _today = Instant.FromDateTimeOffset(now).InZone(site.Zone).Date;

    private readonly ILookup<(UnitId, Resource), PointId> _points = site.Points
        .Where(point => point is { Role: PointRole.Unit, Unit: not null })
        .ToLookup(point => (point.Unit!.Value, point.Resource), point => point.Id);

    /// <summary>The metering points whose sum is what all units use.</summary>
    public static ImmutableArray<PointId> PointsOf(Site site, Resource resource) =>
    [
        .. site.Points.Where(point => point.Role == PointRole.Unit && point.Resource == resource)
            .Select(point => point.Id),
    ];

    public ImmutableArray<CampusUnit> Units() =>
    [
        .. site.Units.Select(unit => new CampusUnit(
            unit.Id.Value, unit.Name, unit.NameEn, Stand(unit.Id, Resource.Electricity),
            Stand(unit.Id, Resource.Water))),
    ];

    public UnitStand Stand(UnitId unit, Resource resource)
    {
        var points = _points[(unit, resource)].ToList();
        var budget = budgets.GetValueOrDefault((unit, resource));
        DateTimeOffset? counted = points.Count > 0 && points.All(countedTo.ContainsKey)
            ? points.Min(point => countedTo[point])
            : null;
        return new(
            budget is null ? null : Math.Max(0, budget.Available),
            Sum(days, points),
            budget is null ? null : BudgetPace.At(budget.Available, budget.Month, now, site.Zone),
            days.FirstOrDefault(day => day.Day == _today)?.Of(points),
            counted,
            points.Count > 0 && (counted is not { } to || now - to > SilentAfter),
            standings.FirstOrDefault(standing =>
                standing.Unit == unit.Value && standing.Resource == Words.Of(resource)));
    }

    /// <param name="quarters">Of today, in order.</param>
    public CampusUse All(Resource resource, ImmutableArray<QuarterUse> quarters)
    {
        var points = PointsOf(site, resource);
        var known = site.Units.Select(unit => budgets.GetValueOrDefault((unit.Id, resource)))
            .OfType<KnownBudget>().ToList();
        return new(
            known.Count == 0 ? null : known.Sum(budget => Math.Max(0, budget.Available)),
            Sum(days, points),
            known.Count == 0 ? null : known.Sum(budget =>
                BudgetPace.At(budget.Available, budget.Month, now, site.Zone) ?? 0),
            days.FirstOrDefault(day => day.Day == _today)?.Of(points),
            [
                .. days.Select(day => new DayUse(
                    LocalDatePattern.Iso.Format(day.Day), day.Of(points),
                    known.Sum(budget => budget.Month.Days.FirstOrDefault(share => share.Day == day.Day)?.Share ?? 0))),
            ],
            quarters);
    }

    /// <summary>What points counted in the month; null where nothing of any is known.</summary>
    public static long? Sum(IEnumerable<DaySum> days, IReadOnlyCollection<PointId> points)
    {
        long? sum = null;
        foreach (var day in days)
        {
            if (day.Of(points) is { } used)
                sum = (sum ?? 0) + used;
        }
        return sum;
    }
}

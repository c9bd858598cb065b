using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Indicators;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Persistence;

/// <summary>Fetches what indicators are computed from. Safe from any thread; throws what the stores throw.</summary>
internal sealed class StoredIndicators(StoredRollups rollups, PlanStore plans, CurrentSite site)
{
    /// <summary>Of months from one to another, both included; of the running one those days that are over.</summary>
    /// <param name="of">Null: every unit and building.</param>
    public async Task<IndicatorReport> MakeAsync(
        YearMonth first, YearMonth last, RollupSubject? of, CancellationToken stop)
    {
        var current = site.Site;
        var plan = new Plan(await plans.LoadAsync(null, stop));
        var days = new LocalDays(first.OnDayOfMonth(1), last.OnDayOfMonth(1).PlusMonths(1)).Before(rollups.Today);
        var reports = ImmutableArray.CreateBuilder<SubjectIndicators>();
        foreach (var subject in RollupGroups.All(current).Where(each => of is null || each == of))
        {
            var electricity = await rollups.MonthsAsync(subject, Resource.Electricity, first, last, stop);
            var water = await rollups.MonthsAsync(subject, Resource.Water, first, last, stop);
            var units = IndicatorSubjects.UnitsOf(current, subject);
            var basis = new IndicatorBasis(
                days,
                [
                    .. electricity.Zip(water).Select(each => new MonthUse(
                        MonthReport.Parse(each.First.Period)!.Value, each.First.Whole(), each.Second.Whole())),
                ],
                units?.Select(unit => plan.HeadDays(unit, days)).SumOrNull(),
                units?.Select(unit => plan.AreaDays(unit, days)).SumOrNull());
            var unit = subject.Of == RollupOf.Unit ? new UnitId(subject.Id) : (UnitId?)null;
            reports.Add(new(
                RollupWords.Of(subject.Of), subject.Id, basis.HeadDays, basis.AreaDays,
                new IndicatorMaking(plan.Coefficient, (kind, year) => plan.Target(kind, unit, year)).All(basis)));
        }
        return new(
            1, current.Id.Value, RollupPeriods.Of(first), RollupPeriods.Of(last), days.Count, plan.Number,
            reports.ToImmutable());
    }
}

/// <summary>Indicators of a period.</summary>
/// <param name="Days">That are over and counted.</param>
/// <param name="Plan">Number of the last import of planning data.</param>
internal sealed record IndicatorReport(
    int Schema, string Site, string From, string To, int Days, long Plan, ImmutableArray<SubjectIndicators> Subjects);

/// <summary>Of one unit or building.</summary>
/// <param name="HeadDays">Users times days; null where not known.</param>
/// <param name="AreaDays">m2 times days; null where not known.</param>
internal sealed record SubjectIndicators(
    string Of, string Id, long? HeadDays, long? AreaDays, ImmutableArray<Indicator> Indicators);

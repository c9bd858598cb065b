using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Comparing;
using Jingu.Aggregator.Reporting.Indicators;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Persistence;

/// <summary>Fetches units or buildings to be compared. Safe from any thread; throws what the stores throw.</summary>
internal sealed class StoredComparisons(StoredRollups rollups, CurrentPlan plans, CurrentSite site)
{
    /// <summary>The month in which the site is now.</summary>
    public YearMonth CurrentMonth => rollups.CurrentMonth;

    /// <summary>A month, or a year of which the months up to the running one count.</summary>
    /// <param name="of">Units or buildings.</param>
    public async Task<ComparisonReport> MakeAsync(
        RollupOf of, IndicatorKind kind, ComparedSpan span, CancellationToken stop)
    {
        var current = site.Site;
        var plan = await plans.GetAsync(stop);
        var periods = span.Periods(rollups.Today);
        var all = ImmutableArray.CreateBuilder<Compared>();
        foreach (var subject in RollupGroups.All(current).Where(each => each.Of == of))
        {
            var rows = await rollups.MonthsAsync(
                subject, kind.Resource, periods.Now.First.PlusMonths(-12), periods.Now.Last, stop);
            all.Add(Compare(current, plan, kind, subject, periods, rows));
        }
        var days = periods.Now.DaysBefore(rollups.Today);
        return new(
            1, current.Id.Value, RollupWords.Of(of), kind.Name, kind.Word, kind.Resource, kind.IsPerPerson,
            span.Text, RollupPeriods.Of(periods.Now.First), RollupPeriods.Of(periods.Now.Last), days.Count,
            periods.IsWhole, plan.Number, ComparedPeriod.MeasuredMin,
            Comparison.Of(kind, span.Month is null && periods.IsWhole, all));
    }

    private Compared Compare(
        Site current, Plan plan, IndicatorKind kind, RollupSubject subject, ComparedPeriods periods,
        ImmutableArray<RollupRow> rows)
    {
        var units = IndicatorSubjects.UnitsOf(current, subject);
        var unit = subject.Of == RollupOf.Unit ? new UnitId(subject.Id) : (UnitId?)null;
        var making = new IndicatorMaking(plan.Coefficient, (each, year) => plan.Target(each, unit, year));
        ComparedPeriod? Of(MonthSpan? span) => span is null
            ? null
            : PeriodOf(making, kind, span, rows, Basis(plan, units, kind, span, rows));
        var days = periods.Now.DaysBefore(rollups.Today);
        var basis = Basis(plan, units, kind, periods.Now, rows);
        var building = unit is { } known ? IndicatorSubjects.BuildingOf(current, known) : new BuildingId(subject.Id);
        // A unit without hours of its own keeps those of the building that all its meters hang in.
        var hours = plan.HoursOf(subject, days)
            ?? (building is { } home ? plan.HoursOf(new(RollupOf.Building, home.Value), days) : null);
        var end = periods.Now.Days.End.PlusDays(-1);
        var kindOf = building is { } place ? plan.ClassOf(place, end) : null;
        return new(
            subject.Id, NameOf(current, subject, false), NameOf(current, subject, true), Of(periods.Now)!,
            Of(periods.Over), Of(periods.YearBefore), Of(periods.MonthBefore),
            new(
                hours,
                basis is { AreaDays: > 0 and var area, HeadDays: > 0 and var heads } ? (double)area / heads : null),
            kindOf, kindOf is null ? null : plan.LimitOf(kindOf, end));
    }

    private IndicatorBasis Basis(
        Plan plan, ImmutableArray<UnitId>? units, IndicatorKind kind, MonthSpan span, ImmutableArray<RollupRow> rows)
    {
        var days = span.DaysBefore(rollups.Today);
        return new(
            days,
            [
                .. RowsOf(span, rows).Select(row => kind.Resource == Resource.Electricity
                    ? new MonthUse(MonthReport.Parse(row.Period)!.Value, row.Whole(), null)
                    : new MonthUse(MonthReport.Parse(row.Period)!.Value, null, row.Whole())),
            ],
            units?.Select(unit => plan.HeadDays(unit, days)).SumOrNull(),
            units?.Select(unit => plan.AreaDays(unit, days)).SumOrNull());
    }

    private static ComparedPeriod PeriodOf(
        IndicatorMaking making, IndicatorKind kind, MonthSpan span, ImmutableArray<RollupRow> rows,
        IndicatorBasis basis)
    {
        var own = RowsOf(span, rows).ToList();
        return new(
            RollupPeriods.Of(span.First), RollupPeriods.Of(span.Last), making.One(kind, basis),
            own.Select(row => row.Whole()).SumOrNull(),
            own.Aggregate(QualityCounts.None, (sum, row) => sum + row.Quality));
    }

    private static IEnumerable<RollupRow> RowsOf(MonthSpan span, ImmutableArray<RollupRow> rows)
    {
        var (first, last) = (RollupPeriods.Of(span.First), RollupPeriods.Of(span.Last));
        return rows.Where(row => string.CompareOrdinal(row.Period, first) >= 0
            && string.CompareOrdinal(row.Period, last) <= 0);
    }

    private static string NameOf(Site current, RollupSubject subject, bool isEnglish)
    {
        if (subject.Of == RollupOf.Unit)
        {
            var unit = current.Units.First(each => each.Id.Value == subject.Id);
            return isEnglish ? unit.NameEn : unit.Name;
        }
        var building = current.Buildings.First(each => each.Id.Value == subject.Id);
        return isEnglish ? building.NameEn : building.Name;
    }
}

/// <summary>A comparison of units or buildings.</summary>
/// <param name="Of">unit or building.</param>
/// <param name="By">Name of the indicator.</param>
/// <param name="Period">The month or year that was asked for.</param>
/// <param name="To">Its last month that has begun.</param>
/// <param name="Days">That are over and counted.</param>
/// <param name="IsOver">False while days of it are to come.</param>
/// <param name="Plan">Number of the last import of planning data.</param>
/// <param name="MeasuredMin">Thousandths of what is due: a sum of less is neither ranked nor compared.</param>
internal sealed record ComparisonReport(
    int Schema, string Site, string Of, string By, string Indicator, Resource Resource, bool IsPerPerson, string Period,
    string From, string To, int Days, bool IsOver, long Plan, int MeasuredMin, ImmutableArray<ComparisonRow> Rows);

using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Planning.Leases;
using Jingu.Aggregator.Reporting;
using Jingu.Budgets.Coefficients;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Planning.Statements;

/// <summary>Makes statements from a plan: arithmetic only.</summary>
internal static class StatementMaking
{
    /// <param name="leases">Of now: they are no part of the arithmetic.</param>
    /// <param name="only">Null: every unit of the site, in its order.</param>
    public static ImmutableArray<BudgetStatement> All(
        Site site, Plan plan, LeaseBooks leases, YearMonth month, UnitId? only) =>
    [
        .. from unit in site.Units
           where only is null || unit.Id == only
           from resource in Enum.GetValues<Resource>()
           let book = leases.Of(unit.Id, resource, MonthReport.Text(month))
           select Make(site, plan, unit, resource, month) with
           {
               Leases = book is null ? [] : [.. LeaseText.Sentences(book, resource)],
               LeaseSentences = book is null ? [] : StatementSentences.Of(book, resource),
           },
    ];

    private static BudgetStatement Make(Site site, Plan plan, Unit unit, Resource resource, YearMonth month)
    {
        var outcome = plan.Budget(unit.Id, resource, month);
        var budget = (outcome as BudgetOutcome.Computed)?.Budget;
        var entries = plan.Adjustments.Of(unit.Id, resource, month).ToImmutableArray();
        var available = budget?.Amount + entries.Sum(entry => entry.Leg.Amount);
        return new(
            Schema: 1,
            site.Id.Value,
            MonthReport.Text(month),
            unit.Id.Value,
            unit.Name,
            Words.Of(resource),
            resource == Resource.Electricity ? "Wh" : "L",
            (outcome as BudgetOutcome.Missing)?.Why,
            budget is null ? [] : Spans(budget),
            budget?.Weight ?? 0,
            budget is null ? "0" : Exact(budget.Days, budget.Denominator),
            budget?.Amount,
            budget is null ? [] : [.. budget.Days.Select(day => DayOf(day, plan))],
            CalendarOf(month.Year, budget),
            [.. entries.Select(entry => EntryOf(entry.Adjustment.Order, entry.Leg.Amount))],
            available,
            available is { } amount ? Conversions(plan, resource, month, Math.Max(0, amount)) : [],
            new(plan.Number, site.Zone.Id, MonthPeriod.ZoneVersion))
        {
            WhySentence = outcome is BudgetOutcome.Missing missing ? StatementSentences.Of(missing) : null,
            CalendarSentence = StatementSentences.CalendarOf(
                month.Year, budget is null or { CalendarDeclared: true }),
        };
    }

    private static ImmutableArray<StatementSpan> Spans(MonthBudget budget)
    {
        var spans = new List<List<DayShare>>();
        foreach (var day in budget.Days)
        {
            if (spans is [.., var last] && last[0] is var first
                && (first.Heads, first.Quota, first.Shape) == (day.Heads, day.Quota, day.Shape))
            {
                last.Add(day);
            }
            else
            {
                spans.Add([day]);
            }
        }
        return [.. spans.Select(days => SpanOf(days, budget))];
    }

    private static StatementSpan SpanOf(List<DayShare> days, MonthBudget budget)
    {
        var first = days[0];
        var shape = first.Shape?.Value ?? MonthShape.Even;
        return new(
            Text(first.Day),
            Text(days[^1].Day),
            days.Count(day => day.Kind == DayKind.Working),
            shape.WorkingDay,
            days.Count(day => day.Kind == DayKind.Rest),
            shape.RestDay,
            days.Sum(day => (long)day.Weight),
            first.Established,
            first.Heads?.Value.Users ?? 0,
            first.Heads is { } heads ? SourceOf(heads.From, heads.Value.Source) : "no head-count yet",
            first.Quota.Value.PerHead,
            SourceOf(first.Quota.From, first.Quota.Value.Source),
            first.Season,
            first.Shape is { } dated ? SourceOf(dated.From, shape.Source) : shape.Source,
            Exact(days, budget.Denominator))
        {
            Sources = StatementSentences.SourcesOf(first),
        };
    }

    private static StatementDay DayOf(DayShare day, Plan plan)
    {
        var declared = plan.Declared(day.Day);
        return new(
            Text(day.Day),
            Words.Of(day.Kind),
            declared is null ? null : $"{declared.Name} ({declared.Source})".Trim(),
            day.Weight,
            day.Established,
            day.Share);
    }

    private static string CalendarOf(int year, MonthBudget? budget) => budget is null or { CalendarDeclared: true }
        ? $"the days of {year} that were imported; all others follow the week"
        : $"no calendar of {year} was imported: Monday to Friday work, and no holiday is known";

    private static StatementEntry EntryOf(Budgets.Adjustments.AdjustmentOrder order, long amount) => new(
        order.Id.Value,
        PlanWords.Of(order.Kind),
        amount,
        order.Reverses?.Value,
        order.Actor,
        order.Reason,
        order.At);

    /// <summary>By every factor that holds on the first of a month; two coals are two lines.</summary>
    internal static ImmutableArray<StatementConversion> Conversions(
        Plan plan, Resource resource, YearMonth month, long amount) =>
    [
        .. from kind in Enum.GetValues<CoefficientKind>()
           let dated = plan.Coefficient(kind, resource, month)
           where dated is not null
           let factor = dated.Value
           select new StatementConversion(
               PlanWords.Of(kind), factor.Set, factor.Scope, factor.IsConfirmed, Text(dated.From), factor.Milligrams,
               factor.Grams(amount), factor.Source),
    ];

    /// <summary>The days' exact sum, cut to thousandths.</summary>
    private static string Exact(IEnumerable<DayShare> days, Int128 denominator)
    {
        var sum = days.Aggregate(Int128.Zero, (total, day) => total + day.Numerator);
        var thousandths = sum * 1000 / denominator;
        return string.Create(CultureInfo.InvariantCulture, $"{thousandths / 1000}.{(int)(thousandths % 1000):D3}");
    }

    private static string SourceOf(LocalDate from, string source) => $"from {Text(from)}: {source}";

    private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);
}

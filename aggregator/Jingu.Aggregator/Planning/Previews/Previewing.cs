using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Reporting;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Planning.Previews;

/// <summary>Holds an import that was checked against the plan as it stands. Pure.</summary>
internal static class Previewing
{
    /// <summary>Months before the running one whose budgets are looked at: what was settled may change too.</summary>
    private const int MonthsBehind = 12;

    /// <summary>Months after the running one: as far as policies carry budgets.</summary>
    private const int MonthsAhead = 2;

    /// <summary>The tables that budgets follow from.</summary>
    private static readonly ImmutableArray<PlanTable> OfBudgets =
        [PlanTable.Headcounts, PlanTable.Quotas, PlanTable.Shapes, PlanTable.Days, PlanTable.Adjustments];

    /// <param name="import">All that was sent.</param>
    /// <param name="added">What would be stored of it.</param>
    /// <param name="today">The site's local day.</param>
    public static PlanPreview Of(Plan plan, PlanImport import, PlanImport added, Site site, LocalDate today)
    {
        var month = today.ToYearMonth();
        var (first, last) = (month.PlusMonths(-MonthsBehind), month.PlusMonths(MonthsAhead));
        var held = plan.Kept(import.Table, today)
            .ToDictionary(kept => import.Table.KeyOf(kept.Row.TextOrNull), kept => kept.Row);
        return new(
            import.Table.Name, plan.Number, MonthReport.Text(first), MonthReport.Text(last),
            [
                .. import.Rows.Select(row => Change(
                    import.Table, held.GetValueOrDefault(import.Table.KeyOf(row.TextOrNull)), row)),
            ],
            OfBudgets.Contains(import.Table) ? Budgets(plan, added, site, first, last) : []);
    }

    private static RowChange Change(PlanTable table, PlanRow? before, PlanRow after)
    {
        ImmutableArray<ValueChange> changes = before is null ? [] :
        [
            .. from column in table.Columns
               let change = new ValueChange(
                   column.Name, column.Plain(before), column.Plain(after))
               where change.Old != change.New
               select change,
        ];
        return new(
            after.Number,
            before is null ? RowChange.New : changes.IsEmpty ? RowChange.Same : RowChange.Changed,
            table.Columns.ToDictionary(column => column.Name, column => after.TextOrNull(column.Name)),
            changes);
    }

    private static ImmutableArray<BudgetChange> Budgets(
        Plan plan, PlanImport import, Site site, YearMonth first, YearMonth last)
    {
        var after = plan.With(import);
        return
        [
            .. from month in Months(import, first, last)
               from unit in site.Units
               from resource in Enum.GetValues<Resource>()
               let change = new BudgetChange(
                   MonthReport.Text(month), unit.Id.Value, Words.Of(resource),
                   plan.Available(unit.Id, resource, month), after.Available(unit.Id, resource, month))
               where change.Before != change.After
               select change,
        ];
    }

    private static SortedSet<YearMonth> Months(PlanImport import, YearMonth first, YearMonth last)
    {
        var months = new SortedSet<YearMonth>();
        for (var month = first; month <= last; month = month.PlusMonths(1))
            months.Add(month);
        if (import.Table != PlanTable.Adjustments)
            return months;
        // An emergency allowance takes off the month after the one that it names.
        foreach (var named in import.Rows.Select(row => row.TextOrNull("month")).OfType<string>())
            months.UnionWith([MonthReport.Parse(named)!.Value, MonthReport.Parse(named)!.Value.PlusMonths(1)]);
        return months;
    }
}

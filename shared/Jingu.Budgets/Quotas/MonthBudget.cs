using System.Collections.Immutable;
using NodaTime;

namespace Jingu.Budgets.Quotas;

/// <summary>Everything a unit's budget of one resource is computed from.</summary>
public sealed record BudgetInputs(
    EffectiveDated<Headcount> Headcounts,
    EffectiveDated<Quota> Quotas,
    EffectiveDated<MonthShape> Shapes,
    WorkingDays Calendar);

/// <summary>One local day of a month's budget, with all it was computed from.</summary>
/// <param name="Weight">What the day weighs within its month.</param>
/// <param name="Heads">Null before the unit's first head-count: nobody is counted then.</param>
/// <param name="Shape">Null where none was imported: <see cref="MonthShape.Even"/> holds.</param>
/// <param name="Share">Wh or L: the shares of all days add up to the month's budget.</param>
public sealed record DayShare(
    LocalDate Day,
    DayKind Kind,
    int Weight,
    Dated<Headcount>? Heads,
    Dated<Quota> Quota,
    Dated<MonthShape>? Shape,
    long Share)
{
    public int Established => Heads?.Value.Established ?? 0;

    /// <summary>Thousandths of the quota in this day's month.</summary>
    public int Season => (Shape?.Value ?? MonthShape.Even).Season[Day.Month - 1];

    /// <summary>
    /// The day's exact share times <see cref="MonthBudget.Denominator"/>: heads x quota x season x weight.
    /// </summary>
    public Int128 Numerator => (Int128)Established * Quota.Value.PerHead * Season * Weight;
}

/// <summary>A unit's budget of a resource for one local calendar month, before any adjustment.</summary>
/// <param name="Amount">Wh or L: the exact sum of all days, rounded down.</param>
/// <param name="Days">Every day of the month; their shares add up to the amount.</param>
/// <param name="CalendarDeclared">False when the calendar names no day of the year: Monday to Friday work.</param>
public sealed record MonthBudget(
    YearMonth Month, long Amount, ImmutableArray<DayShare> Days, bool CalendarDeclared)
{
    /// <summary>The weights of all days.</summary>
    public long Weight => Days.Sum(day => (long)day.Weight);

    /// <summary>What every day's numerator is divided by: 1000 x the weights of all days.</summary>
    public Int128 Denominator => (Int128)MonthShape.Whole * Weight;
}

/// <summary>What came of computing a budget.</summary>
public abstract record BudgetOutcome
{
    private BudgetOutcome()
    {
    }

    public sealed record Computed(MonthBudget Budget) : BudgetOutcome;

    /// <param name="What">What is not known.</param>
    /// <param name="Day">On which day; of heads, up to which.</param>
    /// <param name="Why">The same as a sentence, with what to import.</param>
    public sealed record Missing(BudgetGap What, LocalDate Day, string Why) : BudgetOutcome;
}

/// <summary>What a budget cannot be computed without.</summary>
public enum BudgetGap
{
    Quota,
    Headcount,
}

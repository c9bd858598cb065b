using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Allocation;
using NodaTime;

namespace Jingu.Budgets.Quotas;

/// <summary>
/// Computes a month's budget: the sum over its days of head-count x quota x season / 1000 x weight / weights of the
/// month. Integers throughout. Local days only: neither zone nor daylight saving can change it.
/// </summary>
public static class Budgeting
{
    /// <summary>
    /// With a head-count that stays the same all month, the budget is head-count x quota x season / 1000, whatever the
    /// calendar; the calendar decides how much a change in mid-month takes or gives, and each day's share.
    /// </summary>
    public static BudgetOutcome Of(YearMonth month, BudgetInputs inputs)
    {
        var days = ImmutableArray.CreateBuilder<DayShare>();
        foreach (var day in DaysOf(month))
        {
            if (inputs.Quotas.At(day) is not { } quota)
            {
                return new BudgetOutcome.Missing(
                    BudgetGap.Quota, day, $"no quota holds on {Text(day)}: import one from then or earlier");
            }
            var shape = inputs.Shapes.At(day);
            var kind = inputs.Calendar.KindOf(day);
            days.Add(new(
                day,
                kind,
                (shape?.Value ?? MonthShape.Even).WeightOf(kind),
                inputs.Headcounts.At(day),
                quota,
                shape,
                Share: 0));
        }
        if (days.All(day => day.Heads is null))
        {
            return new BudgetOutcome.Missing(
                BudgetGap.Headcount, days[^1].Day,
                $"no head-count is known up to {Text(days[^1].Day)}: import one from then or earlier");
        }
        var whole = new MonthBudget(month, 0, days.ToImmutable(), inputs.Calendar.HasYear(month.Year));
        return new BudgetOutcome.Computed(Share(whole));
    }

    public static IEnumerable<LocalDate> DaysOf(YearMonth month)
    {
        var first = month.OnDayOfMonth(1);
        for (var day = first; day.Month == first.Month; day = day.PlusDays(1))
            yield return day;
    }

    private static MonthBudget Share(MonthBudget budget)
    {
        ImmutableArray<Int128> numerators = [.. budget.Days.Select(day => day.Numerator)];
        var sum = numerators.Aggregate(Int128.Zero, (total, numerator) => total + numerator);
        var amount = (long)(sum / budget.Denominator);
        var shares = Spread.Over(amount, numerators);
        return budget with
        {
            Amount = amount,
            Days = [.. budget.Days.Select((day, index) => day with { Share = shares[index] })],
        };
    }

    private static string Text(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}

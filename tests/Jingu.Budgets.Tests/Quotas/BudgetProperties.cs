using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Jingu.Budgets.Quotas;
using NodaTime;
using Xunit;

namespace Jingu.Budgets.Tests.Quotas;

public sealed class BudgetProperties
{
    private static readonly LocalDate Epoch = new(2023, 12, 1);

    /// <summary>Random histories, shapes, calendars and months, judged by arithmetic of unlimited size.</summary>
    [Fact]
    public void Days_add_up_to_the_month_and_the_month_to_the_exact_sum_rounded_down() =>
        Prop.ForAll(
            Arb.From(Cases()),
            item =>
            {
                var budget = Assert.IsType<BudgetOutcome.Computed>(Budgeting.Of(item.Month, item.Inputs)).Budget;
                var exact = BigInteger.Zero;
                foreach (var day in budget.Days)
                {
                    var heads = item.Inputs.Headcounts.At(day.Day)?.Value.Established ?? 0;
                    var shape = item.Inputs.Shapes.At(day.Day)!.Value;
                    var quota = item.Inputs.Quotas.At(day.Day)!.Value.PerHead;
                    exact += new BigInteger(heads) * quota * shape.Season[item.Month.Month - 1] * day.Weight;
                }
                var denominator = new BigInteger(1000) * budget.Days.Sum(day => (long)day.Weight);
                Assert.Equal(exact / denominator, budget.Amount);
                Assert.Equal(budget.Amount, budget.Days.Sum(day => day.Share));
                Assert.Equal(CalendarSystem.Iso.GetDaysInMonth(item.Month.Year, item.Month.Month), budget.Days.Length);
                foreach (var day in budget.Days)
                {
                    // The amount is rounded down first, so a share may also miss its exact value by its part of that.
                    var floor = (BigInteger)day.Numerator / denominator;
                    Assert.InRange(day.Share - floor, -1, 1);
                }
            }).QuickCheckThrowOnFailure();

    private static Gen<(YearMonth Month, BudgetInputs Inputs)> Cases()
    {
        var day = Gen.Choose(0, 900).Select(days => Epoch.PlusDays(days));
        var heads = (from at in day
                     from count in Gen.Choose(0, Headcount.Max)
                     select new Dated<Headcount>(at, new(count, 0, ""))).NonEmptyListOf();
        var quotas = (from at in day
                      from perHead in Gen.Choose(0, (int)Quota.Max)
                      select new Dated<Quota>(at, new(perHead, ""))).ListOf();
        var shapes = (from at in day
                      from season in Gen.Choose(0, MonthShape.SeasonMax).ArrayOf(12)
                      from working in Gen.Choose(1, MonthShape.WeightMax)
                      from rest in Gen.Choose(1, MonthShape.WeightMax)
                      select new Dated<MonthShape>(at, new([.. season], working, rest, ""))).ListOf();
        var declared = (from at in day
                        from works in Gen.Elements(DayKind.Working, DayKind.Rest)
                        select (at, new DeclaredDay(works, "", ""))).ListOf();
        var first = new Dated<Quota>(Epoch, new(98_765, ""));
        var even = new Dated<MonthShape>(Epoch, MonthShape.Even);
        return from head in heads
               from quota in quotas
               from shape in shapes
               from calendar in declared
               from month in Gen.Choose(0, 30)
               select (
                   Epoch.PlusMonths(month).ToYearMonth(),
                   new BudgetInputs(
                       // Somebody works from the first day on, so that there is a budget.
                       new([new(Epoch, new(1, 1, "")), .. head]),
                       new([first, .. quota]),
                       new([even, .. shape]),
                       new WorkingDays(calendar)));
    }
}

using System.Collections.Immutable;
using Jingu.Budgets.Quotas;
using NodaTime;
using Xunit;

namespace Jingu.Budgets.Tests.Quotas;

public sealed class BudgetingTests
{
    private static readonly YearMonth March = new(2026, 3);
    private static readonly LocalDate NewYear = new(2026, 1, 1);

    /// <summary>
    /// By hand. March 2026 begins on a Sunday: 9 weekend days, 22 working days. Working days weigh 10, rest days 4:
    /// 22 x 10 + 9 x 4 = 256.
    /// 1 to 14 March: Sundays 1 and 8, Saturdays 7 and 14 rest, 10 days work: 10 x 10 + 4 x 4 = 116.
    /// 15 to 31 March: 12 days work, 5 rest (15, 21, 22, 28, 29): 12 x 10 + 5 x 4 = 140. 116 + 140 = 256.
    /// 42 heads x 98,000 Wh x 1,050 / 1,000 x 116 / 256 = 4,321,800 x 116 / 256 = 1,958,315.625
    /// 40 heads x 98,000 Wh x 1,050 / 1,000 x 140 / 256 = 4,116,000 x 140 / 256 = 2,250,937.5
    /// together 4,209,253.125, rounded down 4,209,253 Wh.
    /// A working day at 42 heads is worth 4,321,800 x 10 / 256 = 168,820.3125, a rest day 67,528.125;
    /// at 40 heads 160,781.25 and 64,312.5. Rounded down the days add up to
    /// 10 x 168,820 + 4 x 67,528 + 12 x 160,781 + 5 x 64,312 = 4,209,244; 9 Wh are left. The largest fractions are the
    /// five rest days of the second half (0.5), then the ten working days of the first half (0.3125), of which the
    /// first four (2 to 5 March) get one each.
    /// </summary>
    [Fact]
    public void A_units_month_is_what_an_accountant_computes_by_hand()
    {
        var inputs = Inputs([(NewYear, 42), (new(2026, 3, 15), 40)], 98_000, Shape(1050, 10, 4));

        var budget = Compute(March, inputs);

        Assert.Equal(4_209_253, budget.Amount);
        Assert.Equal(256, budget.Weight);
        Assert.Equal(31, budget.Days.Length);
        Assert.Equal(4_209_253, budget.Days.Sum(day => day.Share));
        long ShareOf(int day) => budget.Days[day - 1].Share;
        Assert.Equal([67_528, 168_821, 168_821, 168_821, 168_821, 168_820], Enumerable.Range(1, 6).Select(ShareOf));
        Assert.Equal((67_528, 64_313, 160_781), (ShareOf(14), ShareOf(15), ShareOf(16)));
        Assert.Equal((42, 40), (budget.Days[13].Established, budget.Days[14].Established));
    }

    [Theory]
    [InlineData(2026, 2, 28)]
    [InlineData(2024, 2, 29)]
    [InlineData(2026, 4, 30)]
    [InlineData(2026, 3, 31)]
    // March and October hold the hours that daylight saving takes and gives: a budget knows days only.
    [InlineData(2017, 10, 31)]
    public void A_head_count_that_stays_gets_its_quota_however_long_the_month(int year, int month, int days)
    {
        var budget = Compute(new(year, month), Inputs([(new(2010, 1, 1), 37)], 98_765, Shape(900, 7, 3)));

        Assert.Equal(37L * 98_765 * 900 / 1000, budget.Amount);
        Assert.Equal(days, budget.Days.Length);
        Assert.Equal(budget.Amount, budget.Days.Sum(day => day.Share));
    }

    [Fact]
    public void A_unit_that_begins_in_mid_month_gets_the_days_from_there()
    {
        // Every day alike: 31 heads x 1000 Wh x 17 / 31 days.
        var budget = Compute(March, Inputs([(new(2026, 3, 15), 31)], 1000, null));

        Assert.Equal(17_000, budget.Amount);
        Assert.All(budget.Days[..14], day => Assert.Equal((0L, null), (day.Share, day.Heads)));
        Assert.All(budget.Days[14..], day => Assert.Equal(1000, day.Share));
    }

    [Fact]
    public void A_quota_and_a_shape_that_change_in_mid_month_count_from_their_day()
    {
        var inputs = Inputs([(NewYear, 1)], 31_000, null) with
        {
            Quotas = new([
                new(NewYear, new Quota(31_000, "first")), new(new(2026, 3, 31), new Quota(62_000, "second"))]),
        };

        var budget = Compute(March, inputs);

        Assert.Equal(32_000, budget.Amount);
        Assert.Equal((1000, 2000), (budget.Days[29].Share, budget.Days[30].Share));
    }

    [Fact]
    public void Of_facts_from_the_same_day_the_last_recorded_one_holds()
    {
        var heads = new EffectiveDated<int>([new(NewYear, 1), new(new(2026, 2, 1), 2), new(NewYear, 3)]);

        Assert.Equal(
            (null, 3, 3, 2),
            (heads.At(NewYear.PlusDays(-1))?.Value, heads.At(NewYear)!.Value, heads.At(new(2026, 1, 31))!.Value,
                heads.At(new(2026, 2, 1))!.Value));
    }

    [Fact]
    public void A_unit_of_its_own_quota_leaves_the_common_one_from_its_day_on()
    {
        var common = new EffectiveDated<int>([new(NewYear, 1), new(new(2026, 5, 1), 2)]);

        var own = common.Until(new([new(new(2026, 3, 1), 9)]));

        Assert.Equal([1, 9], own.Steps.Select(step => step.Value));
        Assert.Same(common, common.Until(new([])));
    }

    [Fact]
    public void What_is_not_known_is_said_and_nothing_is_invented()
    {
        var inputs = Inputs([(NewYear, 1)], 1000, null);

        Assert.Contains("2025-12-01", Missing(new(2025, 12), inputs), StringComparison.Ordinal);
        Assert.Contains(
            "no head-count is known up to 2026-03-31",
            Missing(March, inputs with { Headcounts = new([]) }), StringComparison.Ordinal);
        Assert.Contains(
            "no quota holds on 2026-03-01",
            Missing(March, inputs with { Quotas = new([new(new(2026, 3, 2), new Quota(1, ""))]) }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Holidays_and_make_up_days_are_those_declared_and_others_follow_the_week()
    {
        // 2026-03-02 is a Monday, 2026-03-07 a Saturday. The kinds are made up: no calendar of 2026 is known here.
        var calendar = new WorkingDays([
            (new(2026, 3, 2), new(DayKind.Rest, "", "test")), (new(2026, 3, 7), new(DayKind.Rest, "", "test")),
            (new(2026, 3, 7), new(DayKind.Working, "", "test, corrected"))]);

        Assert.Equal(
            [DayKind.Rest, DayKind.Rest, DayKind.Working, DayKind.Working, DayKind.Rest],
            new[] { 1, 2, 3, 7, 8 }.Select(day => calendar.KindOf(new(2026, 3, day))));
        Assert.Equal((true, false), (calendar.HasYear(2026), calendar.HasYear(2027)));
        Assert.Equal(DayKind.Working, calendar.KindOf(new(2027, 1, 1)));
    }

    [Fact]
    public void A_budget_says_whether_its_year_has_a_calendar()
    {
        var inputs = Inputs([(NewYear, 1)], 1000, null);
        var declared = new WorkingDays([(new(2026, 10, 1), new(DayKind.Rest, "国庆节", "test"))]);

        Assert.False(Compute(March, inputs).CalendarDeclared);
        Assert.True(Compute(March, inputs with { Calendar = declared }).CalendarDeclared);
    }

    private static MonthShape Shape(int season, int working, int rest) =>
        new([.. Enumerable.Repeat(season, 12)], working, rest, "test");

    private static BudgetInputs Inputs(
        ImmutableArray<(LocalDate From, int Heads)> heads, long perHead, MonthShape? shape) => new(
            new(heads.Select(step => new Dated<Headcount>(step.From, new(step.Heads, 99, "test")))),
            new([new(heads[0].From, new Quota(perHead, "test")), new(new(2026, 1, 1), new Quota(perHead, "test"))]),
            new(shape is null ? [] : [new Dated<MonthShape>(heads[0].From, shape)]),
            WorkingDays.Undeclared);

    private static MonthBudget Compute(YearMonth month, BudgetInputs inputs) =>
        Assert.IsType<BudgetOutcome.Computed>(Budgeting.Of(month, inputs)).Budget;

    private static string Missing(YearMonth month, BudgetInputs inputs) =>
        Assert.IsType<BudgetOutcome.Missing>(Budgeting.Of(month, inputs)).Why;
}

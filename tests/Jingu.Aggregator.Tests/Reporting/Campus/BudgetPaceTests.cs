using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Budgets.Quotas;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Campus;

public sealed class BudgetPaceTests
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    /// <summary>Working days weigh 100, days of rest 10: a straight line would be wrong by far.</summary>
    private static readonly MonthBudget March = Month(day => day.DayOfWeek >= IsoDayOfWeek.Saturday ? 10 : 100);

    [Theory]
    [InlineData("2026-02-28T16:00:00Z", 0)]
    [InlineData("2026-03-01T04:00:00Z", 5)] // noon of a Sunday: half of 10
    [InlineData("2026-03-01T16:00:00Z", 10)]
    [InlineData("2026-03-02T04:00:00Z", 60)]
    [InlineData("2026-03-06T16:00:00Z", 510)] // Saturday begins: one Sunday and five working days
    [InlineData("2026-03-08T16:00:00Z", 530)]
    [InlineData("2026-03-31T16:00:00Z", 2290)]
    public void Each_day_counts_by_its_share_and_the_running_one_by_what_has_passed(string now, long paced) =>
        Assert.Equal(paced, BudgetPace.At(March.Amount, March, At(now), Shanghai));

    [Fact]
    public void Adjustments_stretch_every_day_alike_and_a_budget_below_zero_is_none()
    {
        Assert.Equal(120, BudgetPace.At(2 * March.Amount, March, At("2026-03-02T04:00:00Z"), Shanghai));
        Assert.Equal(0, BudgetPace.At(-1, March, At("2026-03-02T04:00:00Z"), Shanghai));
    }

    [Fact]
    public void Without_any_share_there_is_no_pace() =>
        Assert.Null(BudgetPace.At(1_000, Month(_ => 0), At("2026-03-02T04:00:00Z"), Shanghai));

    /// <summary>On 29 March 2026 Berlin's day has 23 hours: at 12:00 eleven of them have passed.</summary>
    [Fact]
    public void A_day_of_another_length_is_measured_by_its_own()
    {
        var berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var month = Month(day => day.Day == 29 ? 2_300 : 0);

        Assert.Equal(1_100, BudgetPace.At(2_300, month, At("2026-03-29T10:00:00Z"), berlin));
    }

    [Fact]
    public void The_largest_budget_does_not_overflow()
    {
        var month = Month(_ => long.MaxValue / 31);

        Assert.Equal(
            long.MaxValue, BudgetPace.At(long.MaxValue, month, MonthPeriod.Of(new(2026, 3), Shanghai).To, Shanghai));
    }

    private static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static MonthBudget Month(Func<LocalDate, long> share)
    {
        var days = Enumerable.Range(1, 31).Select(day => new LocalDate(2026, 3, day))
            .Select(day => new DayShare(
                day, DayKind.Working, 1, null, new(new(2026, 1, 1), new(1, "test")), null, share(day))).ToList();
        return new(new(2026, 3), days.Sum(day => day.Share), [.. days], CalendarDeclared: true);
    }
}

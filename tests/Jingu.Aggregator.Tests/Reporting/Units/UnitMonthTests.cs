using System.Collections.Immutable;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Forecasting;
using Jingu.Aggregator.Reporting.Units;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Units;

/// <summary>A budget of 3,100 Wh for March 2026, 100 a day; it is the third, and 150 a day were used.</summary>
public sealed class UnitMonthTests
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly PointId Point = new("unit-01-electricity");
    private static readonly LocalDate Today = new(2026, 3, 3);
    private static readonly LadderPolicy Policy = new(new("unit-01"), Resource.Electricity, 1);

    private static readonly StandingReport Standing = new(
        "gateway-1", "unit-01", "electricity", "normal", false, false, false, At(Today));

    [Fact]
    public void What_is_left_burns_down_and_what_is_to_come_is_a_band()
    {
        var days = Month(available: 3_100).Days();

        Assert.Equal(31, days.Length);
        Assert.Equal(new BurnDay("2026-03-01", 3_000, 2_950, null, null, null), days[0]);
        Assert.Equal(new BurnDay("2026-03-02", 2_900, 2_800, null, null, null), days[1]);
        Assert.Equal(new BurnDay("2026-03-03", 2_800, 2_650, 2_550, 2_600, 2_650), days[2]);
        Assert.Equal(new BurnDay("2026-03-04", 2_700, null, 2_300, 2_400, 2_500), days[3]);
        Assert.Equal(0, days[30].Planned);
        Assert.Null(days[30].Left);
    }

    /// <summary>A day that nobody measured leaves the line where it was, and does not end it.</summary>
    [Fact]
    public void A_day_without_readings_uses_nothing_up()
    {
        var days = Month(3_100, day => day.Day == 2 ? null : 150).Days();

        Assert.Equal([2_950L, 2_950L, 2_800L], days.Take(3).Select(day => day.Left));
    }

    [Fact]
    public void Without_a_budget_there_is_nothing_to_burn_and_no_step()
    {
        var month = new UnitMonth(null, Used(_ => 150), [Point], Forecast, Today, Shanghai);

        Assert.All(month.Days(), day => Assert.Null(day.Left));
        Assert.Empty(month.Steps(Policy, Standing, 450));
    }

    [Fact]
    public void Steps_have_the_amount_and_the_day_at_which_they_are_foreseen()
    {
        var steps = Month(available: 625).Steps(Policy, Standing, 450);

        Assert.Equal(["notice", "warning", "first-notice", "exhausted", "cut"], steps.Select(step => step.Kind));
        Assert.Equal([500L, 563L, null, 625L, null], steps.Select(step => step.Amount));
        Assert.Equal(
            [At(new(2026, 3, 4)), At(new(2026, 3, 5)), null, At(new(2026, 3, 5)), null],
            steps.Select(step => step.At));
        Assert.All(steps, step => Assert.False(step.IsReached));
    }

    [Fact]
    public void What_was_reached_by_use_or_by_the_gateways_word_is_marked()
    {
        var byUse = Month(available: 500).Steps(Policy, Standing, 450);
        var byWord = Month(available: 3_100).Steps(Policy, Standing with { Stage = "notice" }, 450);

        Assert.Equal([true, true, false, false, false], byUse.Select(step => step.IsReached));
        Assert.Equal([true, false, false, false, false], byWord.Select(step => step.IsReached));
    }

    /// <summary>Notice 1 lasts three days: a run-out before that does not bring the cut forward.</summary>
    [Fact]
    public void A_cut_comes_no_earlier_than_its_notices_allow()
    {
        var noticed = Standing with { FirstNoticeAt = At(Today), RunOut = At(Today.PlusDays(1)) };
        DateTimeOffset? Cut(StandingReport standing) => Month(3_100).Steps(Policy, standing, 450)[^1].At;

        Assert.Equal(At(Today.PlusDays(3)), Cut(noticed));
        Assert.Equal(At(Today.PlusDays(5)), Cut(noticed with { RunOut = At(Today.PlusDays(5)) }));
        Assert.Equal(
            At(Today.PlusDays(4)).AddMinutes(30), Cut(noticed with { FinalNoticeAt = At(Today.PlusDays(4)) }));
        Assert.Null(Cut(Standing));
    }

    [Fact]
    public void A_budget_that_ends_after_the_month_announces_nothing()
    {
        var steps = Month(3_100).Steps(Policy, Standing with { RunOut = At(new(2026, 4, 1)) }, 450);

        Assert.Equal([null, null], steps.Where(step => step.Amount is null).Select(step => step.At));
    }

    private static ForecastReport Forecast => new("unit-01", "electricity", "2026-03", null, 3_100, 450, 0, 2)
    {
        Days =
        [
            new("2026-03-03", 450, 500, 550), new("2026-03-04", 600, 700, 800), new("2026-03-05", 800, 1_000, 1_200),
        ],
    };

    private static UnitMonth Month(long available, Func<LocalDate, long?>? used = null)
    {
        var days = Enumerable.Range(1, 31).Select(day => new DayShare(
            new(2026, 3, day), DayKind.Working, 1, null, new(new(2026, 1, 1), new(1, "test")), null, 100));
        return new(
            new(available, new(new(2026, 3), 3_100, [.. days], CalendarDeclared: true)),
            Used(day => day > Today ? null : used is null ? 150 : used(day)), [Point], Forecast, Today, Shanghai);
    }

    private static ImmutableArray<DaySum> Used(Func<LocalDate, long?> used) =>
    [
        .. Enumerable.Range(1, 31).Select(day => new LocalDate(2026, 3, day)).Select(day => used(day) is { } amount
            ? new DaySum(day, ImmutableDictionary<PointId, PointUse>.Empty.Add(
                Point, new(Point, amount, ImmutableSortedDictionary<Quality, int>.Empty.Add(Quality.Measured, 96))))
            : DaySum.Empty(day)),
    ];

    private static DateTimeOffset At(LocalDate day) => MonthPeriod.OfDays(day, day.PlusDays(1), Shanghai).From;
}

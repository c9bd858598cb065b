using Jingu.Aggregator.Reporting.Forecasting;
using Jingu.Budgets.Quotas;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Forecasting;

public sealed class UseForecastTests
{
    /// <summary>A Monday.</summary>
    private static readonly LocalDate Begin = new(2026, 3, 2);

    /// <summary>24 Wh an hour from 8 to 18 on working days, 2 Wh every hour on others.</summary>
    private static UsedDay Office(LocalDate date, WorkingDays? calendar = null)
    {
        var hours = (calendar ?? WorkingDays.Undeclared).KindOf(date) == DayKind.Working
            ? Enumerable.Range(0, 24).Select(hour => hour is >= 8 and < 18 ? 24L : 0).ToArray()
            : [.. Enumerable.Repeat(2L, 24)];
        return new(date, hours.Sum(), [.. hours]);
    }

    private static UseHistory History(int days, WorkingDays? calendar = null) => new(
        Enumerable.Range(0, days).Select(day => Office(Begin.PlusDays(day), calendar)), Begin.PlusDays(days),
        calendar ?? WorkingDays.Undeclared);

    [Fact]
    public void A_week_that_is_like_the_last_one_is_expected_to_the_watt_hour()
    {
        // Four weeks; Monday 30 March, two days until the month's end, five working days and two of rest after it.
        var two = UseForecast.Make(History(28), new(2026, 3, 30, 0, 0), new(2026, 4, 1))!;
        var nine = UseForecast.Make(History(28), new(2026, 3, 30, 0, 0), new(2026, 4, 8))!;

        Assert.Equal([240, 480], two.Days.Select(day => day.Middle));
        Assert.Equal((7 * 240) + (2 * 48), nine.Days[^1].Middle);
        Assert.All(nine.Days, day => Assert.InRange(day.Middle, day.Low, day.High));
    }

    [Fact]
    public void Holidays_and_make_up_days_are_expected_as_the_calendar_says()
    {
        var calendar = new WorkingDays([
            (new(2026, 3, 31), new(DayKind.Rest, "", "test")), (new(2026, 4, 4), new(DayKind.Working, "", "test"))]);
        var forecast = UseForecast.Make(History(28, calendar), new(2026, 3, 30, 0, 0), new(2026, 4, 5))!;

        Assert.Equal([240, 288, 528, 768, 1008, 1248], forecast.Days.Select(day => day.Middle));
    }

    [Fact]
    public void Of_today_only_what_is_left_is_expected()
    {
        // At 13:00 half of the ten hours of work are left.
        var forecast = UseForecast.Make(History(28), new(2026, 3, 30, 13, 0), new(2026, 4, 1))!;

        Assert.Equal([120, 360], forecast.Days.Select(day => day.Middle));
    }

    [Fact]
    public void A_budget_runs_out_in_the_hour_in_which_it_is_used()
    {
        var forecast = UseForecast.Make(History(28), new(2026, 3, 30, 0, 0), new(2026, 4, 1))!;

        // 240 on Monday, and 48 of Tuesday's 240 by 10:00.
        var band = forecast.RunOut(288);
        Assert.Equal(new LocalDateTime(2026, 3, 31, 10, 0), band.Middle);
        Assert.True(band.Early < band.Middle, $"{band.Early}");
        Assert.True(band.Late > band.Middle || band.Late is null, $"{band.Late}");
        Assert.Equal(new RunOutBand(null, null, null), forecast.RunOut(1_000_000));
        Assert.Equal(new LocalDateTime(2026, 3, 30, 0, 0), forecast.RunOut(0).Late);
        Assert.Equal(new LocalDateTime(2026, 3, 30, 0, 0), forecast.RunOut(-5).Early);
    }

    [Fact]
    public void Use_of_today_runs_out_today()
    {
        // From 13:00 on 24 an hour: 60 are used at 15:30.
        var forecast = UseForecast.Make(History(28), new(2026, 3, 30, 13, 0), new(2026, 4, 1))!;

        Assert.Equal(new LocalDateTime(2026, 3, 30, 15, 30), forecast.RunOut(60).Middle);
    }

    [Fact]
    public void Without_a_whole_day_nothing_is_said_and_one_is_enough_for_a_wide_band()
    {
        Assert.Null(UseForecast.Make(History(0), Begin.AtMidnight(), Begin.PlusDays(5)));

        var one = UseForecast.Make(History(1), Begin.PlusDays(1).AtMidnight(), Begin.PlusDays(2))!;
        var many = UseForecast.Make(History(84), Begin.PlusDays(84).AtMidnight(), Begin.PlusDays(85))!;
        Assert.Equal(240, one.Days[0].Middle);
        Assert.Null(one.Past());
        Assert.True(one.Days[0].High - one.Days[0].Low > many.Days[0].High - many.Days[0].Low);
        Assert.InRange(one.Days[0].Low, 180, 228);
    }

    [Fact]
    public void A_day_that_is_not_known_whole_is_left_out_and_not_taken_for_none()
    {
        var holes = new UseHistory(
            Enumerable.Range(0, 28).Where(day => day is not (21 or 22)).Select(day => Office(Begin.PlusDays(day))),
            Begin.PlusDays(28), WorkingDays.Undeclared);
        var forecast = UseForecast.Make(holes, new(2026, 3, 30, 0, 0), new(2026, 4, 1))!;

        Assert.Equal([240, 480], forecast.Days.Select(day => day.Middle));
        Assert.Equal(26, forecast.KnownDays);
    }

    [Fact]
    public void A_unit_that_swings_has_a_wider_band_than_one_that_does_not()
    {
        var swinging = new UseHistory(
            Enumerable.Range(0, 84).Select(day => Office(Begin.PlusDays(day)) is var even && day / 7 % 2 == 0
                ? even with { Amount = even.Amount * 13 / 10 } : even),
            Begin.PlusDays(84), WorkingDays.Undeclared);
        long Width(UseHistory history)
        {
            var last = UseForecast.Make(history, Begin.PlusDays(84).AtMidnight(), Begin.PlusDays(91))!.Days[^1];
            return last.High - last.Low;
        }

        Assert.True(Width(swinging) > Width(History(84)) * 3 / 2);
    }

    /// <summary>What was used later must not be known in a forecast that is checked.</summary>
    [Fact]
    public void Past_forecasts_know_only_their_own_past()
    {
        var even = UseForecast.Make(History(84), Begin.PlusDays(84).AtMidnight(), Begin.PlusDays(85))!.Past()!;
        var doubled = new UseHistory(
            Enumerable.Range(0, 84).Select(day => Office(Begin.PlusDays(day)) is var used && day >= 77
                ? used with { Amount = used.Amount * 2 } : used),
            Begin.PlusDays(84), WorkingDays.Undeclared);
        var surprised = UseForecast.Make(doubled, Begin.PlusDays(84).AtMidnight(), Begin.PlusDays(85))!.Past()!;
        var (calm, levels) = (new DayLevels(History(84)), new DayLevels(doubled));

        Assert.Equal(new ForecastAccuracy(56, 56, 0), even);
        Assert.Equal(56, surprised.Forecasts);
        // The last week doubled: every forecast that reaches two of its days or more missed it.
        Assert.InRange(surprised.Within, 48, 51);
        Assert.Equal(calm.Sum(77, 7), levels.Sum(77, 7));
        Assert.Equal(
            new ForecastErrors(History(84), calm.Sum).Band(77, 7), new ForecastErrors(doubled, levels.Sum).Band(77, 7));
        Assert.NotEqual(
            new ForecastErrors(History(84), calm.Sum).Band(80, 1), new ForecastErrors(doubled, levels.Sum).Band(80, 1));
    }

    [Fact]
    public void Forecasts_do_not_begin_before_their_history_ends() => Assert.Throws<ArgumentException>(
        () => UseForecast.Make(History(28), Begin.PlusDays(20).AtMidnight(), Begin.PlusDays(30)));
}

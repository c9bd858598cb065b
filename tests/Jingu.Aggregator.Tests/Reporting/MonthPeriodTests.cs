using Jingu.Aggregator.Reporting;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting;

public sealed class MonthPeriodTests
{
    /// <summary>Planted bug: month-in-utc.</summary>
    [Theory]
    [InlineData("Asia/Shanghai", 2017, 3, "2017-02-28T16:00:00Z", "2017-03-31T16:00:00Z", 2976)]
    [InlineData("Europe/Berlin", 2017, 3, "2017-02-28T23:00:00Z", "2017-03-31T22:00:00Z", 2972)]
    [InlineData("Europe/Berlin", 2017, 10, "2017-09-30T22:00:00Z", "2017-10-31T23:00:00Z", 2980)]
    [InlineData("America/New_York", 2024, 2, "2024-02-01T05:00:00Z", "2024-03-01T05:00:00Z", 2784)]
    [InlineData("Asia/Kathmandu", 2017, 2, "2017-01-31T18:15:00Z", "2017-02-28T18:15:00Z", 2688)]
    // Midnight of 1 April 1988 did not exist in Cairo's neighbour Amman: the month began at one o'clock.
    [InlineData("Asia/Amman", 1988, 4, "1988-03-31T22:00:00Z", "1988-04-30T21:00:00Z", 2876)]
    public void A_month_begins_and_ends_on_the_sites_calendar(
        string zone, int year, int month, string from, string to, int intervals)
    {
        var period = MonthPeriod.Of(new YearMonth(year, month), DateTimeZoneProviders.Tzdb[zone]);

        Assert.Equal(DateTimeOffset.Parse(from, null), period.From);
        Assert.Equal(DateTimeOffset.Parse(to, null), period.To);
        Assert.Equal(intervals, period.Intervals);
    }

    [Theory]
    [InlineData("Europe/Berlin", 2026, 3, 29, 92)]
    [InlineData("Europe/Berlin", 2026, 10, 25, 100)]
    [InlineData("Asia/Shanghai", 2026, 3, 29, 96)]
    public void A_day_on_which_the_clock_changes_has_92_or_100_intervals(
        string zone, int year, int month, int day, int intervals)
    {
        var date = new LocalDate(year, month, day);

        Assert.Equal(
            intervals, MonthPeriod.OfDays(date, date.PlusDays(1), DateTimeZoneProviders.Tzdb[zone]).Intervals);
    }

    [Fact]
    public void The_current_month_is_that_of_the_sites_clock()
    {
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

        Assert.Equal(new YearMonth(2017, 2), MonthPeriod.Containing(new(2017, 2, 28, 15, 59, 59, TimeSpan.Zero), zone));
        Assert.Equal(new YearMonth(2017, 3), MonthPeriod.Containing(new(2017, 2, 28, 16, 0, 0, TimeSpan.Zero), zone));
    }

    [Fact]
    public void Intervals_that_are_not_over_yet_are_not_due()
    {
        var period = MonthPeriod.Of(new YearMonth(2017, 3), DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);

        Assert.Equal(0, period.Until(period.From.AddDays(-1)).Intervals);
        Assert.Equal(4, period.Until(period.From.AddMinutes(74)).Intervals);
        Assert.Equal(2976, period.Until(period.To.AddYears(1)).Intervals);
    }
}

using System.Globalization;
using Jingu.Time.Sun;
using Xunit;

namespace Jingu.Time.Tests.Sun;

public sealed class SunDayTests
{
    private static readonly TimeSpan Error = TimeSpan.FromSeconds(30);

    /// <summary>Local days from midnight on; PyEphem 4.1.4 with its horizon at -0:50 and the sun's centre.</summary>
    [Theory]
    [InlineData(29.985, 122.207, "2026-03-20T00:00:00+08:00", "2026-03-19T21:55:35Z", "2026-03-20T10:02:17Z")]
    [InlineData(29.985, 122.207, "2026-06-21T00:00:00+08:00", "2026-06-20T20:50:35Z", "2026-06-21T10:55:15Z")]
    [InlineData(29.985, 122.207, "2026-12-22T00:00:00+08:00", "2026-12-21T22:43:06Z", "2026-12-22T08:56:02Z")]
    [InlineData(39.742, -105.1727, "2016-07-01T00:00:00-07:00", "2016-07-01T11:36:41Z", "2016-07-02T02:32:29Z")]
    public void The_sun_rises_and_sets_when_an_ephemeris_says(
        double latitude, double longitude, string midnight, string sunrise, string sunset)
    {
        var from = At(midnight);

        var day = SunDay.Between(new(latitude, longitude), from, from.AddDays(1));

        Assert.InRange(day.Sunrise!.Value, At(sunrise) - Error, At(sunrise) + Error);
        Assert.InRange(day.Sunset!.Value, At(sunset) - Error, At(sunset) + Error);
    }

    [Fact]
    public void In_polar_night_and_polar_day_nothing_rises_and_nothing_sets()
    {
        var tromso = new Coordinates(69.6492, 18.9553);
        Assert.Equal(new(null, null), SunDay.Between(tromso, At("2026-12-21T00:00Z"), At("2026-12-22T00:00Z")));
        Assert.Equal(new(null, null), SunDay.Between(tromso, At("2026-06-21T00:00Z"), At("2026-06-22T00:00Z")));
        Assert.InRange(SunPosition.At(tromso, At("2026-12-21T12:00Z")).Elevation, -6, SunDay.HorizonDegrees);
    }

    [Fact]
    public void A_span_that_ends_before_the_setting_tells_none()
    {
        var day = SunDay.Between(new(29.985, 122.207), At("2026-03-20T00:00Z"), At("2026-03-21T00:00Z"));

        Assert.Equal(21, day.Sunrise!.Value.Hour);
        Assert.Null(day.Sunset);
    }

    [Fact]
    public void Civil_twilight_is_longer_than_the_day()
    {
        var (from, to) = (At("2026-03-20T00:00+08:00"), At("2026-03-21T00:00+08:00"));
        var place = new Coordinates(29.985, 122.207);

        var day = SunDay.Between(place, from, to);
        var twilight = SunDay.Between(place, from, to, elevation: -6);

        Assert.InRange((day.Sunrise - twilight.Sunrise)!.Value.TotalMinutes, 20, 26);
        Assert.InRange((twilight.Sunset - day.Sunset)!.Value.TotalMinutes, 20, 26);
    }

    private static DateTimeOffset At(string instant) =>
        DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

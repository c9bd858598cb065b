using Jingu.Contracts.Faults;
using NodaTime;
using NodaTime.TimeZones;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Reporting;

/// <summary>
/// A part of time that is reported on, as instants. A month's boundaries are midnights of the site's zone.
/// </summary>
/// <param name="From">Included, UTC.</param>
/// <param name="To">Excluded, UTC.</param>
internal sealed record MonthPeriod(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>
    /// The zone data that boundaries are computed with: it travels with the assembly and is stamped on every report.
    /// </summary>
    public static string ZoneVersion => TzdbDateTimeZoneSource.Default.TzdbVersion;

    public static MonthPeriod Of(YearMonth month, DateTimeZone zone) =>
        OfDays(month.OnDayOfMonth(1), month.OnDayOfMonth(1).PlusMonths(1), zone);

    /// <summary>Local days, the last one excluded.</summary>
    public static MonthPeriod OfDays(LocalDate first, LocalDate end, DateTimeZone zone)
    {
        var used = PlantedBugs.Is(PlantedBug.MonthInUtc) ? DateTimeZone.Utc : zone;
        // AtStartOfDay, not midnight: there are zones in which a month has begun at one o'clock.
        return new(
            used.AtStartOfDay(first).ToDateTimeOffset().ToUniversalTime(),
            used.AtStartOfDay(end).ToDateTimeOffset().ToUniversalTime());
    }

    /// <summary>The month that an instant lies in, on the site's calendar.</summary>
    public static YearMonth Containing(DateTimeOffset instant, DateTimeZone zone) =>
        Instant.FromDateTimeOffset(instant).InZone(zone).Date.ToYearMonth();

    /// <summary>How many intervals start in the period; intervals are aligned to quarters of an hour in UTC.</summary>
    public int Intervals => From >= To ? 0 : (int)(QuartersBefore(To) - QuartersBefore(From));

    /// <summary>The begin of each of them, in order.</summary>
    public IEnumerable<DateTimeOffset> Starts()
    {
        var first = new DateTimeOffset(QuartersBefore(From) * Interval.Length.Ticks, TimeSpan.Zero);
        for (var start = first; start < To; start += Interval.Length)
            yield return start;
    }

    /// <summary>The part that has passed.</summary>
    public MonthPeriod Until(DateTimeOffset now) =>
        now >= To ? this : this with { To = now < From ? From : Interval.StartOf(now) };

    private static long QuartersBefore(DateTimeOffset instant) =>
        (instant.UtcTicks + Interval.Length.Ticks - 1) / Interval.Length.Ticks;
}

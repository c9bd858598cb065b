using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Reporting.Rollups;

/// <summary>How days and months are named in the store and the API. Pure.</summary>
internal static class RollupPeriods
{
    /// <summary>Such as 2026-03-05.</summary>
    public static string Of(LocalDate day) => LocalDatePattern.Iso.Format(day);

    /// <summary>Such as 2026-03.</summary>
    public static string Of(YearMonth month) => MonthReport.Text(month);

    /// <summary>The local days that a span of instants touches, both ends included.</summary>
    public static IEnumerable<LocalDate> Days(DateTimeOffset first, DateTimeOffset last, DateTimeZone zone)
    {
        var end = On(last, zone);
        for (var day = On(first, zone); day <= end; day = day.PlusDays(1))
            yield return day;
    }

    private static LocalDate On(DateTimeOffset instant, DateTimeZone zone) =>
        Instant.FromDateTimeOffset(instant).InZone(zone).Date;
}

using NodaTime;

namespace Jingu.Aggregator.Reporting.Delivering;

/// <summary>When a month's reports go out. Pure.</summary>
internal static class DeliveryDue
{
    /// <summary>
    /// The instant from which on they go out whatever is missing: the local midnight so many days after the month's
    /// end.
    /// </summary>
    public static DateTimeOffset LatestOf(YearMonth month, int latestDays, DateTimeZone zone) => zone
        .AtStartOfDay(month.OnDayOfMonth(1).PlusMonths(1).PlusDays(latestDays)).ToDateTimeOffset().ToUniversalTime();

    /// <summary>
    /// True for a month that is over in the site's zone and of which nothing is missing or that has waited long enough.
    /// </summary>
    public static bool IsDue(
        YearMonth month, int latestDays, DateTimeZone zone, DateTimeOffset now, bool isComplete) =>
        IsOver(month, zone, now) && (isComplete || now >= LatestOf(month, latestDays, zone));

    public static bool IsOver(YearMonth month, DateTimeZone zone, DateTimeOffset now) =>
        now >= MonthPeriod.Of(month, zone).To;
}

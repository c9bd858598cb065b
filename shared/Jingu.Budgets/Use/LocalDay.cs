using NodaTime;

namespace Jingu.Budgets.Use;

/// <summary>Days and months of the site as instants. Pure.</summary>
public static class LocalDay
{
    /// <summary>True at the first instant of a local day: not always midnight.</summary>
    public static bool IsBegin(DateTimeOffset instant, DateTimeZone zone) =>
        StartOf(Of(instant, zone), zone) == instant;

    /// <summary>The local date that an instant lies in.</summary>
    public static LocalDate Of(DateTimeOffset instant, DateTimeZone zone) =>
        Instant.FromDateTimeOffset(instant).InZone(zone).Date;

    /// <summary>The first instant of a local day, UTC. There are zones in which one begins at one o'clock.</summary>
    public static DateTimeOffset StartOf(LocalDate day, DateTimeZone zone) =>
        zone.AtStartOfDay(day).ToInstant().ToDateTimeOffset();
}

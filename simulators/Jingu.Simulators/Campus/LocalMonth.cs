using System.Globalization;
using NodaTime;

namespace Jingu.Simulators.Campus;

/// <summary>A month of the site's local calendar, as instants: from its first midnight to the next month's.</summary>
internal readonly record struct LocalMonth(int Year, int Month, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Reads <c>2017-03</c>; nothing when the text is no month.</summary>
    public static LocalMonth? TryParse(string text, DateTimeZone zone) =>
        DateOnly.TryParseExact(
            text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            ? Of(new LocalDate(first.Year, first.Month, 1), zone)
            : null;

    /// <summary>The month that an instant lies in.</summary>
    public static LocalMonth Holding(DateTimeOffset instant, DateTimeZone zone)
    {
        var date = Instant.FromDateTimeOffset(instant).InZone(zone).Date;
        return Of(new LocalDate(date.Year, date.Month, 1), zone);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");

    private static LocalMonth Of(LocalDate first, DateTimeZone zone) => new(
        first.Year,
        first.Month,
        first.AtStartOfDayInZone(zone).ToDateTimeOffset().ToUniversalTime(),
        first.PlusMonths(1).AtStartOfDayInZone(zone).ToDateTimeOffset().ToUniversalTime());
}

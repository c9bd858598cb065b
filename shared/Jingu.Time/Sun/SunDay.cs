namespace Jingu.Time.Sun;

/// <summary>
/// When the sun rises and sets in a span of time, as a rule a local day, whose midnights the caller takes from the
/// site's zone. Right to a minute at latitudes below 65 degrees (0.02 degrees of elevation, and whole seconds). Pure.
/// </summary>
/// <param name="Sunrise">
/// The first rise in the span, UTC, to the second; null where there is none (polar day or night, or a short span).
/// </param>
/// <param name="Sunset">The first setting after the rise or, where nothing rises, in the span; null if none.</param>
public sealed record SunDay(DateTimeOffset? Sunrise, DateTimeOffset? Sunset)
{
    /// <summary>
    /// Elevation of the centre at which the upper edge touches the horizon: 34' of refraction and 16' of radius (Meeus,
    /// chapter 15).
    /// </summary>
    public const double HorizonDegrees = -0.833;

    /// <summary>A longer span is no day.</summary>
    public static readonly TimeSpan SpanMax = TimeSpan.FromDays(2);

    /// <summary>The sun is above or below for longer than this, outside the last degrees before polar night.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);

    /// <param name="from">Included.</param>
    /// <param name="to">Excluded; at most <see cref="SpanMax"/> later.</param>
    /// <param name="elevation">
    /// Degrees at which day begins; another than the horizon for civil twilight (-6) or for a lamp that should burn
    /// before sunset.
    /// </param>
    public static SunDay Between(
        Coordinates place, DateTimeOffset from, DateTimeOffset to, double elevation = HorizonDegrees)
    {
        if (to < from || to - from > SpanMax)
            throw new ArgumentOutOfRangeException(nameof(to), to, $"At most {SpanMax} after the begin.");
        bool IsUp(DateTimeOffset instant) => SunPosition.At(place, instant).Elevation >= elevation;
        DateTimeOffset? rise = null;
        DateTimeOffset? set = null;
        var wasUp = IsUp(from);
        for (var begin = from; begin < to;)
        {
            var end = to - begin < Step ? to : begin + Step;
            var isUp = IsUp(end);
            if (isUp != wasUp)
            {
                var crossing = Crossing(IsUp, begin, end, isUp);
                if (isUp && rise is null)
                    (rise, set) = (crossing, null);
                else if (!isUp)
                    set ??= crossing;
            }
            (begin, wasUp) = (end, isUp);
        }
        return new(rise, set);
    }

    private static DateTimeOffset Crossing(
        Func<DateTimeOffset, bool> isUp, DateTimeOffset begin, DateTimeOffset end, bool upAtEnd)
    {
        var (low, high) = (begin.ToUnixTimeSeconds(), end.ToUnixTimeSeconds());
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (isUp(DateTimeOffset.FromUnixTimeSeconds(middle)) == upAtEnd)
                high = middle;
            else
                low = middle;
        }
        return DateTimeOffset.FromUnixTimeSeconds(high);
    }
}

using System.Globalization;
using NodaTime;

namespace Jingu.Simulators.Recordings;

/// <summary>
/// Reads the stamps of recordings, <c>2017-03-01 00:03:16</c>: the clock on a wall, wherever that wall was.
/// </summary>
internal static class LocalStamp
{
    public static bool TryParse(ReadOnlySpan<char> text, out LocalDateTime stamp)
    {
        stamp = default;
        if (text.Length != 19 || text[4] != '-' || text[10] != ' ' || text[13] != ':')
            return false;
        if (!DateTime.TryParseExact(
                text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
        {
            return false;
        }

        stamp = LocalDateTime.FromDateTime(parsed);
        return true;
    }

    /// <summary>
    /// The same stamp on the site's clock. An hour that the site's clock skips or repeats is taken as NodaTime's
    /// lenient rule says.
    /// </summary>
    public static long OnSite(LocalDateTime stamp, DateTimeZone zone) =>
        zone.AtLeniently(stamp).ToInstant().ToUnixTimeMilliseconds();
}

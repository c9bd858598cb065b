using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Persistence.Readings.Sqlite;

/// <summary>Quarters of an hour counted from 1970: what the tables are clustered by.</summary>
internal static class Slots
{
    private static readonly long LengthMs = (long)Interval.Length.TotalMilliseconds;

    public static (long Slot, long OffsetMs) Of(DateTimeOffset instant)
    {
        var ms = instant.ToUnixTimeMilliseconds();
        return (Floor(ms), ms - (Floor(ms) * LengthMs));
    }

    /// <summary>The slot an instant lies in.</summary>
    public static long Floor(long ms) => (ms / LengthMs) - (ms % LengthMs < 0 ? 1 : 0);

    /// <summary>The first slot that begins at or after an instant.</summary>
    public static long Ceiling(DateTimeOffset instant) => -Floor(-instant.ToUnixTimeMilliseconds());

    public static DateTimeOffset InstantOf(long slot, long offsetMs) =>
        DateTimeOffset.FromUnixTimeMilliseconds((slot * LengthMs) + offsetMs);
}

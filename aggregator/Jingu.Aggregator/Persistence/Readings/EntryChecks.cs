using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Persistence.Readings;

/// <summary>
/// Looks at a batch before any store sees it, so that what no store could give back unchanged is parked and harms
/// nothing else.
/// </summary>
internal static class EntryChecks
{
    /// <summary>Instants before it are no site's: a clock that was never set.</summary>
    public static readonly DateTimeOffset InstantMin = DateTimeOffset.UnixEpoch;

    /// <summary>Instants from here on are no site's; InfluxDB itself ends in 2262.</summary>
    public static readonly DateTimeOffset InstantMax = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The keys of entries that hold anything no store can keep.</summary>
    public static HashSet<EntryKey> Offenders(
        IEnumerable<StoredSample> samples, IEnumerable<StoredInterval> intervals)
    {
        var offenders = new HashSet<EntryKey>();
        foreach (var sample in samples)
        {
            if (!CanBeKept(sample))
                offenders.Add(sample.Origin);
        }
        foreach (var interval in intervals)
        {
            if (!CanBeKept(interval))
                offenders.Add(interval.Origin);
        }
        return offenders;
    }

    private static bool CanBeKept(StoredSample sample)
    {
        if (!IsOfThisAge(sample.Instant) || !Enum.IsDefined(sample.Quality)
            || sample.Origin.Stream != JournalStream.Samples || sample.Values.IsDefault || sample.Occurrence < 0)
        {
            return false;
        }
        ulong seen = 0;
        foreach (var value in sample.Values)
        {
            var code = (int)value.Scaling.Quantity;
            if (code is < 0 or > 63 || (seen & (1UL << code)) != 0 || !CanBeKept(value))
                return false;
            seen |= 1UL << code;
        }
        return true;
    }

    private static bool CanBeKept(StoredValue value)
    {
        var (quantity, numerator, denominator) = value.Scaling;
        if (!Quantities.IsKnown(quantity) || numerator <= 0 || denominator <= 0)
            return false;
        var whole = (Int128)value.Count * numerator / denominator;
        return whole > long.MinValue && whole < long.MaxValue;
    }

    private static bool CanBeKept(StoredInterval stored) =>
        IsOfThisAge(stored.Interval.Start)
        && Interval.StartOf(stored.Interval.Start) == stored.Interval.Start
        && Enum.IsDefined(stored.Interval.Quality)
        && stored.Origin.Stream == JournalStream.Intervals;

    private static bool IsOfThisAge(DateTimeOffset instant) => instant >= InstantMin && instant < InstantMax;
}

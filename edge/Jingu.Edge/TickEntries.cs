using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Edge.Clock;

namespace Jingu.Edge;

/// <summary>What a tick writes to the journal: events, intervals, samples, each small enough to travel. Pure.</summary>
internal static class TickEntries
{
    /// <summary>Items in one entry, so that an entry always fits an envelope.</summary>
    public const int ItemsMax = 2_000;

    /// <summary>Of a trusted clock: everything carries its instant.</summary>
    public static IEnumerable<Entry> Dated(
        int catalogue, ClockTrust trust, IEnumerable<GatewayEvent> events, ImmutableArray<Interval> intervals,
        ImmutableArray<Sample> samples)
    {
        foreach (var happened in events)
            yield return new Entry.Event(trust, happened);
        foreach (var part in intervals.Chunk(ItemsMax))
            yield return new Entry.Intervals(catalogue, trust, [.. part]);
        foreach (var block in Blocks(catalogue, trust, samples))
            yield return block;
    }

    /// <summary>
    /// Of a clock that nobody vouches for: everything carries the boot and the time since it. No intervals are made.
    /// </summary>
    public static IEnumerable<Entry> Undated(
        int catalogue, ClockLook look, IEnumerable<GatewayEvent> events, ImmutableArray<Sample> samples)
    {
        var boot = look.UndatedBoot;
        foreach (var happened in events)
            yield return new Entry.Undated(boot, new Entry.Event(ClockTrust.Unset, look.Undate(happened)));
        foreach (var block in Blocks(catalogue, ClockTrust.Unset, [.. samples.Select(look.Undate)]))
            yield return new Entry.Undated(boot, block);
    }

    /// <summary>
    /// Instants are sent as differences of at most some weeks: a long wait for room is parted by days.
    /// </summary>
    private static IEnumerable<Entry> Blocks(int catalogue, ClockTrust trust, ImmutableArray<Sample> samples)
    {
        foreach (var day in samples.GroupBy(sample => sample.Instant.UtcTicks / TimeSpan.TicksPerDay))
        {
            foreach (var part in day.Chunk(ItemsMax))
                yield return new Entry.Samples(catalogue, part.Min(sample => sample.Instant), trust, [.. part]);
        }
    }
}

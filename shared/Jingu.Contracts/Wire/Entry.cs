using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Contracts.Wire;

/// <summary>What one sequence number of a journal stands for. Never rewritten.</summary>
public abstract record Entry
{
    private Entry()
    {
    }

    /// <summary>The stream it belongs to.</summary>
    public abstract JournalStream Stream { get; }

    /// <summary>One tick's readings, in rising order of meter index; a meter may occur more than once.</summary>
    public sealed record Samples(int Catalogue, DateTimeOffset Instant, ClockTrust Trust, ImmutableArray<Sample> Items)
        : Entry
    {
        public override JournalStream Stream => JournalStream.Samples;
    }

    /// <summary>The intervals that closed in one tick.</summary>
    public sealed record Intervals(int Catalogue, ClockTrust Trust, ImmutableArray<Interval> Items) : Entry
    {
        public override JournalStream Stream => JournalStream.Intervals;
    }

    /// <summary>One event.</summary>
    public sealed record Event(ClockTrust Trust, GatewayEvent Item) : Entry
    {
        public override JournalStream Stream => JournalStream.Events;
    }

    /// <summary>
    /// Samples or an event taken while the clock could not be trusted: it knows the boot and the time since then, and
    /// no instant. In <see cref="Taken"/> the beginning of the Unix epoch stands for the boot. Intervals are never made
    /// on such a clock.
    /// </summary>
    public sealed record Undated : Entry
    {
        /// <param name="boot">In which it was taken.</param>
        /// <param name="taken">Samples or an event, their instants counted from the boot.</param>
        public Undated(BootId boot, Entry taken)
        {
            if (taken is not (Samples or Event))
                throw new ArgumentException("only samples and events are taken on an untrusted clock", nameof(taken));
            (Boot, Taken) = (boot, taken);
        }

        public BootId Boot { get; }

        public Entry Taken { get; }

        public override JournalStream Stream => Taken.Stream;

        /// <summary>Takes the instants off an entry, given what the untrusted clock showed at the boot.</summary>
        public static Undated Of(BootId boot, DateTimeOffset begun, Entry entry) =>
            new(boot, Shift(entry, DateTimeOffset.UnixEpoch - begun));

        /// <summary>The same with instants, given that of the boot's beginning.</summary>
        public Entry Dated(DateTimeOffset begun) => Shift(Taken, begun - DateTimeOffset.UnixEpoch);

        private static Entry Shift(Entry entry, TimeSpan by) => entry switch
        {
            Samples samples => samples with
            {
                Instant = samples.Instant + by,
                Items = [.. samples.Items.Select(sample => sample with { Instant = sample.Instant + by })],
            },
            Event happened => happened with { Item = happened.Item with { Instant = happened.Item.Instant + by } },
            _ => throw new ArgumentException("only samples and events can be dated", nameof(entry)),
        };
    }
}

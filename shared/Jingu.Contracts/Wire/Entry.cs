using System.Collections.Immutable;
using Jingu.Contracts.Events;
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
}

using Jingu.Aggregator.Persistence.Relational;

namespace Jingu.Aggregator.Ingest;

/// <summary>What the relational store knows of a stream.</summary>
internal sealed record StreamRanges(SequenceRanges Committed, SequenceRanges Parked)
{
    public bool Contains(long sequence) => Committed.Contains(sequence) || Parked.Contains(sequence);
}

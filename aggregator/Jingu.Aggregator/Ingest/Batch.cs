using System.Collections.Immutable;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Ingest;

/// <summary>An authentic batch for us. Immutable.</summary>
/// <param name="Envelope">The bytes as received, for parking.</param>
/// <param name="Entries">As many as the header counts; none when the content is unreadable.</param>
/// <param name="Catalogues">By number, what the entries' indices mean.</param>
/// <param name="Unreadable">Why the content cannot be read here; null when it can.</param>
/// <param name="TakenUp">Set when the batch was parked before and is looked at again.</param>
internal sealed record Batch(
    EnvelopeHeader Header,
    ReadOnlyMemory<byte> Envelope,
    ImmutableArray<Entry> Entries,
    ImmutableDictionary<int, Catalogue> Catalogues,
    string? Unreadable,
    ParkedBatch? TakenUp)
{
    public StreamKey Key => StreamKey.Of(Header);

    /// <summary>The sequences to look at: of a parked batch only those that were parked.</summary>
    public SequenceRange Range => TakenUp?.Range ?? new(Header.First, Header.Last);
}

using System.Collections.Immutable;
using Jingu.Aggregator.Persistence.Relational;

namespace Jingu.Aggregator.Ingest;

/// <summary>What to do with the entries of one batch that were not known before it.</summary>
/// <param name="Stored">Sequences whose entries are stored whole.</param>
/// <param name="Waiting">Sequences to park, with the reason.</param>
internal sealed record BatchPlan(
    Batch Batch, ImmutableArray<long> Stored, ImmutableArray<(long Sequence, string Reason)> Waiting)
{
    /// <summary>Moves entries that the reading store will not take from stored to waiting.</summary>
    public BatchPlan Without(IReadOnlySet<long> rejected) => this with
    {
        Stored = [.. Stored.Where(sequence => !rejected.Contains(sequence))],
        Waiting = [.. Waiting, .. Stored.Where(rejected.Contains).Select(
            sequence => (sequence, "the reading store does not take it"))],
    };

    /// <summary>The waiting entries as rows to park: one per run of sequences.</summary>
    public IEnumerable<ParkedBatch> ToPark(DateTimeOffset now) =>
        SequenceRanges.Of(Waiting.Select(waiting => waiting.Sequence)).Ranges.Select(range => new ParkedBatch(
            Batch.Key,
            range,
            Waiting.First(waiting => waiting.Sequence >= range.First && waiting.Sequence <= range.Last).Reason,
            Batch.TakenUp?.At ?? now,
            Batch.Envelope.ToArray()));

    /// <summary>
    /// False for a batch that was parked and of which still nothing can be stored: it stays as it is.
    /// </summary>
    public bool Changes => Batch.TakenUp is null || Stored.Length > 0;
}

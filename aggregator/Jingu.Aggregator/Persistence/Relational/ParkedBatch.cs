namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>Entries kept as received.</summary>
/// <param name="Range">The entries that wait; the envelope may hold more.</param>
/// <param name="Reason">What was not known, for a person.</param>
/// <param name="At">Site time of parking, UTC.</param>
/// <param name="Envelope">The bytes as received: authentic, checked before parking and again when taken up.</param>
internal sealed record ParkedBatch(
    StreamKey Key, SequenceRange Range, string Reason, DateTimeOffset At, byte[] Envelope);

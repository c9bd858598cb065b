using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>Entries in sequence order, and the catalogues they refer to, encoded.</summary>
internal sealed record JournalBatch(
    JournalId Journal, JournalStream Stream, long First, ImmutableArray<byte[]> Catalogues,
    ImmutableArray<byte[]> Entries);

/// <summary>Samples that wait for the offset of their boot.</summary>
internal sealed record HeldSamples(long Sequence, Entry.Undated Entry, Catalogue Catalogue);

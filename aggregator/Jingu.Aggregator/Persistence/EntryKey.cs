using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Persistence;

/// <summary>Where a stored value came from: the idempotency key of delivery (design.md, section 4).</summary>
public readonly record struct EntryKey(GatewayId Gateway, JournalId Journal, JournalStream Stream, long Sequence);

using System.Collections.Immutable;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>Everything that one drain changes in the relational store, in one transaction.</summary>
/// <param name="Stored">Per stream, sequences that are stored now.</param>
/// <param name="Parked">Entries to keep as received.</param>
/// <param name="TakenUp">Parked entries to forget, because they are stored or parked anew.</param>
/// <param name="Events">Events to store; one that is there already changes nothing.</param>
/// <param name="Counted">How much each counter rises.</param>
internal sealed record Commit(
    ImmutableDictionary<StreamKey, SequenceRanges> Stored,
    ImmutableArray<ParkedBatch> Parked,
    ImmutableArray<ParkedBatch> TakenUp,
    ImmutableArray<StoredEvent> Events,
    Counts Counted)
{
    /// <summary>Undated entries among the parked, by boot.</summary>
    public ImmutableArray<SeenBoot> Boots { get; init; } = [];

    /// <summary>Days whose sums are to be computed again: the reading store has something new of them.</summary>
    public ImmutableArray<RollupMark> Touched { get; init; } = [];

    /// <summary>Gateways that delivered something new, and the site time of that.</summary>
    public ImmutableArray<(GatewayId Gateway, DateTimeOffset At)> Delivered { get; init; } = [];

    public bool IsEmpty =>
        Stored.IsEmpty && Parked.IsEmpty && TakenUp.IsEmpty && Events.IsEmpty && Touched.IsEmpty
        && Counted == default;
}

/// <summary>What is counted for good.</summary>
/// <param name="Redelivered">Entries that arrived again after they were stored or parked.</param>
/// <param name="Refused">Messages that failed their authentication or were addressed to somebody else.</param>
internal readonly record struct Counts(long Redelivered, long Refused);

using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Persistence.Readings;

/// <summary>
/// Keeps intervals and samples. Storage is idempotent by point and start, and by meter and instant: the same again
/// changes nothing. What a gateway made replaces what the aggregator estimated in its place (a journal of zeros), never
/// the reverse. One writer at a time; reads from any thread.
/// </summary>
public interface IReadingStore : IAsyncDisposable
{
    /// <summary>Product and version in use, for <c>--version</c>, state and reports.</summary>
    string Description { get; }

    /// <summary>
    /// Creates what is missing and checks what is there. Throws <see cref="ReadingStoreException"/> with a sentence for
    /// the operator when the store is of a newer schema or cannot be used.
    /// </summary>
    Task OpenAsync(CancellationToken stop);

    /// <summary>
    /// Instants before this one would be dropped by the store's retention; null when it keeps everything. Read again at
    /// each open. Ingest stops, with a sentence, rather than write what would vanish.
    /// </summary>
    DateTimeOffset? KeepsFrom(DateTimeOffset now);

    /// <summary>
    /// Writes all; returns after the store has committed. Returns the keys of entries that the store will not take (to
    /// be parked); every other entry is stored whole. Throws <see cref="ReadingStoreException"/> when the store cannot
    /// be reached or is full: then nothing may be acknowledged, and the same batch is written again later.
    /// </summary>
    Task<ImmutableArray<EntryKey>> WriteAsync(
        IReadOnlyCollection<StoredSample> samples,
        IReadOnlyCollection<StoredInterval> intervals,
        CancellationToken stop);

    /// <summary>Intervals of a point that start in [from, to), by start.</summary>
    Task<IReadOnlyList<StoredInterval>> IntervalsAsync(
        PointId point, DateTimeOffset from, DateTimeOffset to, CancellationToken stop);

    /// <summary>The latest interval of a point that starts before an instant; null when there is none.</summary>
    Task<StoredInterval?> LastIntervalAsync(PointId point, DateTimeOffset before, CancellationToken stop);

    /// <summary>Per point, what its intervals that start in [from, to) add up to.</summary>
    Task<IReadOnlyList<PointSum>> SumAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken stop);

    /// <summary>Samples of a meter in [from, to), by instant.</summary>
    Task<IReadOnlyList<StoredSample>> SamplesAsync(
        MeterId meter, DateTimeOffset from, DateTimeOffset to, CancellationToken stop);

    /// <summary>The latest answered sample of every meter.</summary>
    Task<IReadOnlyDictionary<MeterId, DateTimeOffset>> LastAnswersAsync(CancellationToken stop);

    /// <summary>Counts what lies in the store, entry by entry, by a query of the store itself.</summary>
    Task<StoreCounts> CountAsync(CancellationToken stop);
}

/// <summary>
/// One sample with its values by quantity; a quantity that the meter called "not available" is absent.
/// </summary>
/// <param name="Instant">Site time of the poll, never of its arrival here. Kept to the millisecond.</param>
/// <param name="Occurrence">
/// 0 for the meter's first sample in its entry, 1 for its second: a tick may hold two polls of one meter, and they are
/// no duplicates.
/// </param>
public sealed record StoredSample(
    MeterId Meter,
    DateTimeOffset Instant,
    Quality Quality,
    ImmutableArray<StoredValue> Values,
    EntryKey Origin,
    int Occurrence = 0)
{
    public bool Equals(StoredSample? other) =>
        other is not null && Meter == other.Meter && Instant == other.Instant && Quality == other.Quality
        && Origin == other.Origin && Occurrence == other.Occurrence
        && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Meter, Instant, Quality, Origin);
}

/// <summary>A count and how it is scaled: counters stay integers.</summary>
public readonly record struct StoredValue(Scaling Scaling, long Count);

/// <summary>An interval and the entry it came in.</summary>
public sealed record StoredInterval(Interval Interval, EntryKey Origin);

/// <summary>The intervals of a point added up: Wh or L, and how many there are of each quality.</summary>
public sealed record PointSum(PointId Point, long Amount, ImmutableSortedDictionary<Quality, int> Intervals);

/// <summary>What lies in a store.</summary>
/// <param name="PerStream">Samples (answered ones) and intervals per gateway, journal and stream.</param>
/// <param name="Duplicates">
/// Samples beyond the first that one (journal, sequence, meter, occurrence) accounts for, and likewise intervals for
/// one (journal, sequence, point, start).
/// </param>
public sealed record StoreCounts(ImmutableArray<StreamCount> PerStream, long Duplicates);

/// <param name="Origin">Gateway, journal and stream; the sequence is 0.</param>
/// <param name="Entries">Different sequences present.</param>
/// <param name="Items">Answered samples, or intervals.</param>
/// <param name="MissingItems">Samples stored as missing.</param>
public sealed record StreamCount(EntryKey Origin, long Entries, long Items, long MissingItems);

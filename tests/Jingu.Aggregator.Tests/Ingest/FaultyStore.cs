using System.Collections.Immutable;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Tests.Ingest;

/// <summary>A real store that fails, refuses or forgets on demand.</summary>
internal sealed class FaultyStore(IReadingStore inner) : IReadingStore
{
    private Func<Task>? _afterReading;

    public bool IsDown { get; set; }

    /// <summary>Happens once, right after intervals were next read.</summary>
    public void AfterReading(Func<Task> happens) => _afterReading = happens;

    public DateTimeOffset? Keeps { get; set; }

    public Func<EntryKey, bool> Refuses { get; set; } = _ => false;

    public int Writes { get; private set; }

    public string Description => inner.Description;

    public Task OpenAsync(CancellationToken stop) => IsDown ? throw Down() : inner.OpenAsync(stop);

    public DateTimeOffset? KeepsFrom(DateTimeOffset now) => Keeps;

    public async Task<ImmutableArray<EntryKey>> WriteAsync(
        IReadOnlyCollection<StoredSample> samples,
        IReadOnlyCollection<StoredInterval> intervals,
        CancellationToken stop)
    {
        if (IsDown)
            throw Down();
        Writes++;
        var refused = samples.Select(sample => sample.Origin)
            .Concat(intervals.Select(interval => interval.Origin))
            .Where(Refuses)
            .ToHashSet();
        var own = await inner.WriteAsync(
            [.. samples.Where(sample => !refused.Contains(sample.Origin))],
            [.. intervals.Where(interval => !refused.Contains(interval.Origin))],
            stop);
        return [.. refused, .. own];
    }

    public async Task<IReadOnlyList<StoredInterval>> IntervalsAsync(
        PointId point, DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var read = await inner.IntervalsAsync(point, from, to, stop);
        var after = Interlocked.Exchange(ref _afterReading, null);
        if (after is not null)
            await after();
        return read;
    }

    public Task<StoredInterval?> LastIntervalAsync(PointId point, DateTimeOffset before, CancellationToken stop) =>
        inner.LastIntervalAsync(point, before, stop);

    public Task<IReadOnlyList<PointSum>> SumAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken stop) =>
        inner.SumAsync(from, to, stop);

    public Task<IReadOnlyList<StoredSample>> SamplesAsync(
        MeterId meter, DateTimeOffset from, DateTimeOffset to, CancellationToken stop) =>
        inner.SamplesAsync(meter, from, to, stop);

    public Task<IReadOnlyDictionary<MeterId, DateTimeOffset>> LastAnswersAsync(CancellationToken stop) =>
        inner.LastAnswersAsync(stop);

    public Task<StoreCounts> CountAsync(CancellationToken stop) => inner.CountAsync(stop);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static ReadingStoreException Down() => new("The store is down: start it.");
}

using System.Collections.Immutable;

namespace Jingu.Simulators.Loads;

/// <summary>
/// Counts what lamps draw: in each stretch between two levels the same share of what they would draw at full light. It
/// counts in thousandths, so that many short stretches lose nothing by rounding. Safe from any thread.
/// </summary>
/// <param name="feed">What of it flows; changes are only ever added, not before the last one.</param>
internal sealed class DimmedCounter(ICounter whole, IFeed feed) : ICounter
{
    private readonly Lock _gate = new();

    /// <summary>What was counted up to each change that was asked beyond, thousandths.</summary>
    private readonly List<long> _edges = [];

    public long At(long instant)
    {
        var changes = feed.Changes;
        var passed = changes.Count(change => change < instant);
        lock (_gate)
        {
            while (_edges.Count < passed)
                _edges.Add(Until(changes, _edges.Count, changes[_edges.Count]));
            return Until(changes, passed, instant) / IFeed.Whole;
        }
    }

    public double PerHour(long instant) => whole.PerHour(instant) * feed.ShareAt(instant) / IFeed.Whole;

    /// <param name="passed">So many changes lie before the instant, and are counted.</param>
    private long Until(ImmutableArray<long> changes, int passed, long instant) => passed == 0
        ? whole.At(instant) * IFeed.Whole
        : _edges[passed - 1]
            + ((whole.At(instant) - whole.At(changes[passed - 1])) * feed.ShareAt(changes[passed - 1]));
}

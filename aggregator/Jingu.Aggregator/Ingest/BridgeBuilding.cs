using System.Collections.Immutable;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Contracts.Ids;
using Jingu.Time;

namespace Jingu.Aggregator.Ingest;

/// <summary>
/// Joins the first intervals of every journal to what other journals left of the same points (<see cref="Bridging"/>):
/// a replaced card opens its ledgers anew, and a card that is an older copy of itself goes on from ledgers of the past.
/// For one caller at a time.
/// </summary>
internal sealed class BridgeBuilding(IReadingStore readings, SiteTime time)
{
    /// <summary>So much is looked through at once for what was bridged earlier.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    /// <summary>Points whose newest stored interval is of this journal: nothing is left to join.</summary>
    private readonly HashSet<(PointId, JournalId)> _joined = [];

    public async Task<Drain> BridgeAsync(Drain drain, CancellationToken stop)
    {
        var intervals = new List<StoredInterval>(drain.Intervals.Length);
        var events = drain.Events.ToBuilder();
        var bridged = 0;
        var before = ImmutableArray.CreateBuilder<(PointId, GatewayId, DateTimeOffset)>();
        foreach (var ofPoint in drain.Intervals.GroupBy(stored => stored.Interval.Point).ToList())
        {
            var ready = new List<StoredInterval>();
            foreach (var ofJournal in ofPoint.GroupBy(stored => stored.Origin.Journal))
            {
                if (_joined.Contains((ofPoint.Key, ofJournal.Key)))
                {
                    ready.AddRange(ofJournal);
                    continue;
                }
                var join = await JoinAsync(ofPoint.Key, ready, ofJournal, stop);
                ready.AddRange(join.Intervals);
                bridged += join.Made;
                before.AddRange(join.Before.Select(
                    start => (ofPoint.Key, ofJournal.First().Origin.Gateway, start)));
                if (join.Event is { } said)
                {
                    events.Add(AggregatorEvents.Make(
                        time, ofJournal.First().Origin.Gateway, said.Kind, ofPoint.Key.Value, said.Text));
                }
            }
            intervals.AddRange(ready);
        }
        return drain with
        {
            Intervals = [.. intervals],
            Events = events.ToImmutable(),
            Bridged = bridged,
            BridgedBefore = before.ToImmutable(),
        };
    }

    /// <param name="before">What the same drain holds of the point from journals that came earlier.</param>
    private async Task<Join> JoinAsync(
        PointId point, IReadOnlyCollection<StoredInterval> before, IGrouping<JournalId, StoredInterval> ofJournal,
        CancellationToken stop)
    {
        var fresh = ofJournal.OrderBy(stored => stored.Interval.Start).ToList();
        var others = before
            .Concat(await readings.IntervalsAsync(point, fresh[0].Interval.Start, fresh[^1].Interval.End, stop))
            .ToList();
        // What another journal has measured stands: this one's ledger was not there to see it.
        var taken = others
            .Where(stored => stored.Origin.Journal != default && stored.Origin.Journal != ofJournal.Key)
            .Select(stored => stored.Interval.Start)
            .ToHashSet();
        fresh.RemoveAll(stored => taken.Contains(stored.Interval.Start));
        if (fresh.Count == 0)
            return new([], 0, null);
        var start = fresh[0].Interval.Start;
        var last = others
            .Append(await readings.LastIntervalAsync(point, start, stop))
            .Where(stored => stored?.Interval.Start < start)
            .MaxBy(stored => stored!.Interval.Start);
        if (last?.Origin.Journal == ofJournal.Key)
            _joined.Add((point, ofJournal.Key));
        var earlier = last?.Origin.Journal == default(JournalId) ? await MadeBeforeAsync(point, start, stop) : [];
        var from = $"Journal {ofJournal.Key} began at {start:O}";
        var join = Bridging.Between(last, fresh[0]) switch
        {
            Bridge.Made made when Bridging.Shift(fresh, made.Shift) is { } shifted => new Join(
                [.. shifted, .. made.Between], made.Between.Length,
                (AggregatorEvents.JournalBridged,
                    $"{from}: {made.Between.Length} intervals before it are estimated from the registers, and "
                    + $"{made.Shift} moved into its first ones.")),
            Bridge.Made made => new(fresh, 0, (AggregatorEvents.JournalNotBridged,
                $"{from} and cannot be bridged: its first intervals count {-made.Shift} too much, which is more "
                + "than they hold. Read the meter and settle it.")),
            Bridge.Impossible impossible => new(fresh, 0, (AggregatorEvents.JournalNotBridged,
                $"{from} and cannot be bridged: {impossible.Why}. Read the meter and settle it.")),
            _ => new(fresh, 0, null),
        };
        return join with { Before = earlier };
    }

    /// <summary>The quarter hours right before an instant that were bridged, back to what a gateway made.</summary>
    private async Task<ImmutableArray<DateTimeOffset>> MadeBeforeAsync(
        PointId point, DateTimeOffset before, CancellationToken stop)
    {
        var made = ImmutableArray.CreateBuilder<DateTimeOffset>();
        for (var end = before; before - end < Bridging.GapMax; end -= LookBack)
        {
            foreach (var stored in (await readings.IntervalsAsync(point, end - LookBack, end, stop)).Reverse())
            {
                if (stored.Origin.Journal != default)
                    return made.ToImmutable();
                made.Add(stored.Interval.Start);
            }
        }
        return made.ToImmutable();
    }

    /// <param name="Intervals">What is to be stored of the journal, with what was made before it.</param>
    /// <param name="Made">How many of them were made here.</param>
    private sealed record Join(
        IReadOnlyList<StoredInterval> Intervals, int Made, (string Kind, string Text)? Event)
    {
        /// <summary>What was made before it earlier.</summary>
        public ImmutableArray<DateTimeOffset> Before { get; init; } = [];
    }
}

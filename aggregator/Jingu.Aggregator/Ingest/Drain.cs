using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Ingest;

/// <summary>
/// What is to be done with the batches of one drain, decided on what the stores knew before it. Immutable; saving and
/// answering follow from it.
/// </summary>
internal sealed record Drain(
    ImmutableDictionary<StreamKey, StreamRanges> Known,
    ImmutableArray<BatchPlan> Plans,
    ImmutableArray<StoredSample> Samples,
    ImmutableArray<StoredInterval> Intervals,
    ImmutableArray<StoredEvent> Events,
    Counts Counted)
{
    /// <summary>Undated entries that are new here and wait, by boot.</summary>
    public ImmutableArray<SeenBoot> Boots { get; init; } = [];

    /// <summary>True when a boot gets its offset: what waits for it can be taken up.</summary>
    public bool Dates => Events.Any(item => item.Origin is not null && BootDating.Of(item.Event) is not null);

    /// <summary>
    /// Quarter hours before <see cref="Intervals"/> that were bridged earlier, maybe by a drain that was killed before
    /// it was committed.
    /// </summary>
    public ImmutableArray<(PointId Point, GatewayId Gateway, DateTimeOffset Start)> BridgedBefore { get; init; } = [];

    /// <summary>Intervals among <see cref="Intervals"/> that were made here to bridge a lost journal.</summary>
    public int Bridged { get; init; }

    /// <summary>
    /// Sorts the entries of all batches; one that the stores or this drain had before counts as delivered again.
    /// </summary>
    public static Drain Plan(
        IReadOnlyCollection<Batch> batches, ImmutableDictionary<StreamKey, StreamRanges> known, Site site,
        BootOffsets boots, DateTimeOffset now)
    {
        var seenBoots = new List<SeenBoot>();
        var samples = ImmutableArray.CreateBuilder<StoredSample>();
        var intervals = ImmutableArray.CreateBuilder<StoredInterval>();
        var events = ImmutableArray.CreateBuilder<StoredEvent>();
        var plans = ImmutableArray.CreateBuilder<BatchPlan>(batches.Count);
        var seen = new HashSet<(StreamKey, long)>();
        long redelivered = 0;
        foreach (var batch in batches)
        {
            var stored = ImmutableArray.CreateBuilder<long>();
            var waiting = ImmutableArray.CreateBuilder<(long, string)>();
            var sorted = new List<SortedEntry>();
            for (var sequence = batch.Range.First; sequence <= batch.Range.Last; sequence++)
            {
                if (!seen.Add((batch.Key, sequence)) || (batch.TakenUp is null && known[batch.Key].Contains(sequence)))
                {
                    redelivered += batch.TakenUp is null ? 1 : 0;
                    continue;
                }
                var entry = Sort(batch, sequence, site, boots);
                sorted.Add(entry);
                if (entry.Unknown is { } reason)
                {
                    waiting.Add((sequence, reason));
                    seenBoots.AddRange(See(batch, sequence, now));
                }
                else
                {
                    stored.Add(sequence);
                }
            }
            var plan = new BatchPlan(batch, stored.ToImmutable(), waiting.ToImmutable());
            if (!plan.Changes)
                continue;
            plans.Add(plan);
            samples.AddRange(sorted.SelectMany(entry => entry.Samples));
            intervals.AddRange(sorted.SelectMany(entry => entry.Intervals));
            events.AddRange(sorted.Select(entry => entry.Event).OfType<StoredEvent>());
        }
        return new(
            known, plans.ToImmutable(), samples.ToImmutable(), intervals.ToImmutable(), events.ToImmutable(),
            new(Redelivered: redelivered, Refused: 0))
        {
            Boots = [.. seenBoots.GroupBy(seen => (seen.Gateway, seen.Boot)).Select(Sum)],
        };
    }

    /// <summary>The drain without the entries that the reading store will not take: they are parked.</summary>
    public Drain Without(ImmutableArray<EntryKey> rejected)
    {
        if (rejected.IsEmpty)
            return this;
        var byStream = rejected.ToLookup(key => (key.Gateway, key.Journal, key.Stream), key => key.Sequence);
        return this with
        {
            Plans = [.. Plans.Select(plan => plan.Without(byStream[
                (plan.Batch.Header.Gateway, plan.Batch.Header.Journal, plan.Batch.Header.Stream)].ToHashSet()))],
        };
    }

    /// <summary>The earliest instant that it stores; null when it stores nothing.</summary>
    public DateTimeOffset? Earliest() =>
        Samples.Select(sample => (DateTimeOffset?)sample.Instant)
            .Concat(Intervals.Select(interval => (DateTimeOffset?)interval.Interval.Start))
            .Min();

    public Commit ToCommit(DateTimeOffset now) => new(
        Plans.Where(plan => plan.Stored.Length > 0)
            .GroupBy(plan => plan.Batch.Key)
            .ToImmutableDictionary(
                group => group.Key, group => SequenceRanges.Of(group.SelectMany(plan => plan.Stored))),
        [.. Plans.SelectMany(plan => plan.ToPark(now))],
        [.. Plans.Select(plan => plan.Batch.TakenUp).OfType<ParkedBatch>()],
        Events,
        Counted)
    {
        Boots = Boots,
        Touched = [.. Touched(now)],
        Delivered =
        [
            .. Plans.Where(plan => plan.Batch.TakenUp is null).Select(plan => plan.Batch.Key.Gateway).Distinct()
                .Select(gateway => (gateway, now)),
        ],
    };

    /// <summary>Whose sums change, by point and UTC day.</summary>
    private IEnumerable<RollupMark> Touched(DateTimeOffset now) => Intervals
        .Select(stored => (stored.Interval.Point, stored.Origin.Gateway, stored.Interval.Start))
        .Concat(BridgedBefore)
        .GroupBy(each => (each.Point, each.Gateway, each.Start.UtcDateTime.Date))
        .Select(group => new RollupMark(
            new(RollupOf.Point, group.Key.Point.Value), group.Min(each => each.Start), group.Max(each => each.Start),
            new(RollupCause.Delivery, group.Key.Gateway.Value, now)));

    /// <summary>What to answer: per gateway and journal, what became of every entry that arrived.</summary>
    public IEnumerable<(EnvelopeHeader Header, Acknowledgement Content)> Acknowledgements()
    {
        var waiting = Plans
            .SelectMany(plan => plan.Waiting.Select(waiting => (plan.Batch.Key, waiting.Sequence)))
            .ToHashSet();
        return Plans.Where(plan => plan.Batch.TakenUp is null)
            .GroupBy(plan => (plan.Batch.Header.Site, plan.Batch.Header.Gateway, plan.Batch.Header.Journal))
            .Select(group => (
                new EnvelopeHeader(
                    group.Key.Site, group.Key.Gateway, false, EnvelopeKind.Acknowledgement, group.Key.Journal,
                    default, 0, 0, default, ""),
                new Acknowledgement(
                    [.. group.GroupBy(plan => plan.Batch.Key).SelectMany(stream => Ranges(stream, waiting))],
                    Envelope.Version)));
    }

    private IEnumerable<AcknowledgedRange> Ranges(
        IGrouping<StreamKey, BatchPlan> stream, HashSet<(StreamKey, long)> waiting)
    {
        var parkedBefore = Known[stream.Key].Parked;
        var byOutcome = stream
            .SelectMany(plan => Sequences(plan.Batch.Range))
            .ToLookup(sequence => waiting.Contains((stream.Key, sequence)) || parkedBefore.Contains(sequence)
                ? Outcome.Parked
                : Outcome.Stored);
        return byOutcome.SelectMany(group => Named(stream.Key, group).Ranges.Select(range =>
            new AcknowledgedRange(stream.Key.Stream, range.First, range.Last, group.Key)));
    }

    /// <summary>
    /// What to name for these sequences. One that came again is answered with the whole committed range it lies in: a
    /// gateway whose card is an older copy of itself sees sequences there that it never wrote, and begins a new journal
    /// instead of taking new entries for delivered ones.
    /// </summary>
    private SequenceRanges Named(StreamKey stream, IGrouping<Outcome, long> group)
    {
        var named = SequenceRanges.Of(group);
        return group.Key != Outcome.Stored
            ? named
            : named.Add(SequenceRanges.Of(Known[stream].Committed.Ranges.Where(known =>
                named.Ranges.Any(range => known.First <= range.Last && range.First <= known.Last))));
    }

    private static SortedEntry Sort(Batch batch, long sequence, Site site, BootOffsets boots) =>
        batch.Unreadable is { } why
            ? new([], [], null, why)
            : EntrySorting.Sort(
                batch.Entries[(int)(sequence - batch.Header.First)],
                new EntryKey(batch.Header.Gateway, batch.Header.Journal, batch.Header.Stream, sequence),
                batch,
                site,
                boots);

    private static IEnumerable<SeenBoot> See(Batch batch, long sequence, DateTimeOffset now)
    {
        if (batch.TakenUp is null && batch.Unreadable is null
            && batch.Entries[(int)(sequence - batch.Header.First)] is Entry.Undated undated
            && BootOffsets.Span(undated) is { } span)
        {
            yield return new(batch.Header.Gateway, undated.Boot, 1, span.First, span.Last, now);
        }
    }

    private static SeenBoot Sum(IEnumerable<SeenBoot> seen) => seen.Aggregate((a, b) => a with
    {
        Entries = a.Entries + b.Entries,
        First = a.First < b.First ? a.First : b.First,
        Last = a.Last > b.Last ? a.Last : b.Last,
    });

    private static IEnumerable<long> Sequences(SequenceRange range)
    {
        for (var sequence = range.First; sequence <= range.Last; sequence++)
            yield return sequence;
    }
}

using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>What a journal knows of one stream, in memory. Guarded by the store's lock.</summary>
internal sealed class StreamState
{
    private readonly Dictionary<Outcome, RangeSet> _byOutcome = Enum.GetValues<Outcome>()
        .ToDictionary(outcome => outcome, _ => new RangeSet());
    private RangeSet _settled = new();

    /// <summary>The highest sequence used; 0 before the first.</summary>
    public long Last { get; private set; }

    /// <summary>
    /// The highest sequence that the aggregator may have been told of by this file. Behind <see cref="Last"/> while the
    /// process has not heard what the aggregator has.
    /// </summary>
    public long Told { get; private set; }

    /// <summary>True once this process knows that the aggregator has nothing that this file never wrote.</summary>
    public bool IsAgreed { get; private set; }

    /// <summary>Items (intervals, events, answered samples) in all entries ever made in this journal.</summary>
    public long Made { get; private set; }

    /// <summary>Samples recorded as missing.</summary>
    public long Missing { get; private set; }

    /// <summary>Entries sent more than once.</summary>
    public long SentAgain { get; private set; }

    /// <summary>True while memory knows more than the file.</summary>
    public bool IsChanged { get; set; }

    public IReadOnlyList<(long First, long Last)> SettledRanges => _settled.Ranges;

    public IEnumerable<(long First, long Last, Outcome Outcome)> RangesByOutcome =>
        _byOutcome.SelectMany(pair => pair.Value.Ranges.Select(range => (range.First, range.Last, pair.Key)));

    public static StreamState Load(
        long last, long told, long made, long missing, long sentAgain,
        IEnumerable<(long First, long Last, Outcome Outcome)> settled)
    {
        var state = new StreamState
        {
            Last = last,
            Told = told,
            Made = made,
            Missing = missing,
            SentAgain = sentAgain,
        };
        foreach (var (first, end, outcome) in settled)
            state.Settle(first, end, outcome);
        state.IsChanged = false;
        return state;
    }

    /// <summary>Items and missing samples in entries.</summary>
    public static (long Made, long Missing) CountItems(IEnumerable<Entry> entries)
    {
        var (made, missing) = (0L, 0L);
        foreach (var entry in entries.Select(entry => entry is Entry.Undated undated ? undated.Taken : entry))
        {
            var absent = entry is Entry.Samples block
                ? block.Items.Count(sample => sample.Quality == Quality.Missing)
                : 0;
            missing += absent;
            made += entry switch
            {
                Entry.Samples samples => samples.Items.Length - absent,
                Entry.Intervals intervals => intervals.Items.Length,
                _ => 1,
            };
        }
        return (made, missing);
    }

    public void Saved(long last, IEnumerable<Entry> entries)
    {
        var (made, missing) = CountItems(entries);
        Last = last;
        Told = ToldAfter(last);
        Made += made;
        Missing += missing;
    }

    /// <summary>What <see cref="Told"/> is once entries up to <paramref name="last"/> are saved.</summary>
    public long ToldAfter(long last) => IsAgreed ? last : Told;

    /// <summary>The aggregator has nothing that this file never wrote: entries may go.</summary>
    public void Agree()
    {
        IsAgreed = true;
        IsChanged |= Told != Last;
        Told = Last;
    }

    public void Settle(long first, long last, Outcome outcome)
    {
        if (last < first || !_settled.Add(first, last))
            return;
        _byOutcome[outcome].Add(first, last);
        IsChanged = true;
    }

    public void Unsettle(long first, long last)
    {
        var kept = RangesByOutcome.SelectMany(range => Without(range, first, last)).ToList();
        _settled = new();
        foreach (var set in _byOutcome.Keys.ToList())
            _byOutcome[set] = new();
        foreach (var (from, to, outcome) in kept)
            Settle(from, to, outcome);
        IsChanged = true;
    }

    public bool IsSettled(long sequence) => _settled.Contains(sequence);

    public (long First, long Last)? FirstUnsettled(long from) => _settled.FirstGap(Math.Max(1, from), Last);

    public void CountSentAgain(long entries)
    {
        SentAgain += entries;
        IsChanged = true;
    }

    /// <summary>After renumbering: <paramref name="left"/> entries, none settled.</summary>
    public void BeginAgain(long left)
    {
        Unsettle(1, long.MaxValue);
        Last = left;
        Agree();
    }

    public StreamStatus ToStatus(JournalStream stream) => new(
        stream, Last, Made, Missing, SentAgain,
        _byOutcome[Outcome.Stored].Count, _byOutcome[Outcome.Parked].Count, _byOutcome[Outcome.Refused].Count,
        Last - _settled.Count);

    private static IEnumerable<(long First, long Last, Outcome Outcome)> Without(
        (long First, long Last, Outcome Outcome) range, long first, long last)
    {
        if (range.First < first)
            yield return range with { Last = Math.Min(range.Last, first - 1) };
        if (range.Last > last)
            yield return range with { First = Math.Max(range.First, last + 1) };
    }
}

/// <summary>
/// Figures of one stream; <paramref name="Backlog"/> counts entries the aggregator has not answered for.
/// </summary>
internal sealed record StreamStatus(
    JournalStream Stream,
    long LastSequence,
    long Made,
    long Missing,
    long SentAgain,
    long Acknowledged,
    long Parked,
    long Refused,
    long Backlog);

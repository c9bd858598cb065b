using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Time;

namespace Jingu.Edge.Acquisition;

/// <summary>
/// One port and its meters, polled at instants aligned to the day: one after the other on a line, as many at once as
/// the other end takes over TCP. A port waits for nothing behind it: what it reads goes to <see cref="Arrivals"/>.
/// Counters are read in every round, the other values when there is time (<see cref="Thinning"/>). Silence costs a
/// round one time-out: meters that are set aside are probed after all others, until one of them does not answer, and
/// after a meter fell silent the others of that round get no more than they usually need. Under a bench neither is
/// done, because a round takes no site time there.
/// </summary>
#pragma warning disable CA1001 // The turn is a SemaphoreSlim without a wait handle: nothing to dispose of.
internal sealed class Port(
    PortPlan plan, ImmutableArray<PolledMeter> meters, Arrivals arrivals, PendingEvents events, SiteTime time)
#pragma warning restore CA1001
{
    /// <summary>More polls than this are not skipped by a slow round: the clock was set forward.</summary>
    private const int SkippedMax = 100;

    private readonly bool _canRunLate = !time.IsBench;
    private readonly bool _mayHurry = !time.IsBench && plan.AnswerMax <= plan.Period;
    private long _openTicks = long.MaxValue;
    private int _probeFrom;
    private int _wholeFrom;
    private int _roundsSinceWhole;
    private bool _isThinned;
    private volatile bool _hasWaited;
    private readonly SemaphoreSlim _polling = new(1);
    private readonly BusLoad _load = new(plan.Period);
    private TimeSpan _spent;

    public PortPlan Plan => plan;

    public ImmutableArray<PolledMeter> Meters => meters;

    /// <summary>How busy it is; null before the first round. Safe from any thread.</summary>
    public BusLoad.Load? Load => _load.Now;

    /// <summary>The earliest poll whose outcome is not in <see cref="Arrivals"/> yet. Safe from any thread.</summary>
    public DateTimeOffset EarliestOpen => new(Interlocked.Read(ref _openTicks), TimeSpan.Zero);

    /// <summary>The first aligned instant not before <paramref name="now"/>.</summary>
    public static DateTimeOffset AlignUp(DateTimeOffset now, TimeSpan period) =>
        new((now.UtcTicks + period.Ticks - 1) / period.Ticks * period.Ticks, TimeSpan.Zero);

    /// <summary>Sets the first poll; call before the tick looks at <see cref="EarliestOpen"/>.</summary>
    public void Begin(DateTimeOffset now) => Interlocked.Exchange(ref _openTicks, AlignUp(now, plan.Period).UtcTicks);

    /// <summary>Polls until stopped.</summary>
    public async Task RunAsync(IParticipant participant, CancellationToken stop)
    {
        while (true)
        {
            var due = EarliestOpen;
            var now = time.GetUtcNow();
            if (due - now > plan.Period || now - due > plan.Period * SkippedMax)
            {
                // The clock was set: what is due is counted from now, and nothing was due in between.
                Open(AlignUp(now, plan.Period));
                continue;
            }
            await participant.WaitUntilAsync(due, stop);
            // Set while waiting: looked at again above, so that no instant is polled twice.
            if (time.GetUtcNow() - due > plan.Period * SkippedMax)
                continue;
            if (time.GetUtcNow() < due)
                continue;
            await AloneAsync(() => PollAllAsync(due, stop), stop);
            NoteLoad();
            var next = AlignUp(time.GetUtcNow(), plan.Period);
            NoteSkipped(due, next);
            Open(next > due ? next : due + plan.Period);
        }
    }

    /// <summary>Polls some of its meters between two rounds; those that are set aside are left alone.</summary>
    public Task PollAsync(ImmutableHashSet<MeterId> watched, DateTimeOffset due, CancellationToken stop) =>
        AloneAsync(
            async () =>
            {
                foreach (var meter in meters.Where(meter => watched.Contains(meter.Plan.Id) && !meter.IsAside))
                    arrivals.Add(await meter.ReadAsync(due, countersOnly: false, hurried: false, stop));
            },
            stop);

    /// <summary>A round and what is polled between two rounds take turns.</summary>
    private async Task AloneAsync(Func<Task> poll, CancellationToken stop)
    {
        await _polling.WaitAsync(stop);
        try
        {
            await poll();
        }
        finally
        {
            _polling.Release();
        }
    }

    private void Open(DateTimeOffset due) => Interlocked.Exchange(ref _openTicks, due.UtcTicks);

    /// <summary>
    /// Polls that fell due during a slow round are not run after one another: the next one on the grid is. They are
    /// missing.
    /// </summary>
    private void NoteSkipped(DateTimeOffset due, DateTimeOffset next)
    {
        // Set forward during the round: nothing was due in between.
        if (next - due > plan.Period * SkippedMax)
            return;
        var skipped = due + plan.Period;
        for (; skipped < next; skipped += plan.Period)
        {
            foreach (var meter in meters)
                arrivals.Add(meter.Missing(skipped));
        }
    }

    private async Task PollAllAsync(DateTimeOffset due, CancellationToken stop)
    {
        var aside = meters.Where(meter => meter.IsAside).ToHashSet();
        foreach (var meter in aside)
            meter.CountPoll();
        ImmutableArray<PolledMeter> asked = [.. meters.Where(meter => !aside.Contains(meter))];
        var whole = ChooseWhole(asked, aside.Count > 0);
        _hasWaited = false;
        if (plan.InFlight == 1)
        {
            for (var i = 0; i < asked.Length; i++)
                arrivals.Add(await AskAsync(asked[i], due, !whole[i], stop));
            await ProbeAsync(aside, due, stop);
        }
        else
        {
            var next = -1;
            async Task AskInTurnAsync()
            {
                for (var i = Interlocked.Increment(ref next); i < asked.Length; i = Interlocked.Increment(ref next))
                    arrivals.Add(await AskAsync(asked[i], due, !whole[i], stop));
            }
            await Task.WhenAll(
                Enumerable.Range(0, plan.InFlight).Select(_ => AskInTurnAsync()).Append(ProbeAsync(aside, due, stop)));
        }
        foreach (var meter in aside)
            arrivals.Add(meter.Missing(due));
    }

    /// <summary>One silent meter may cost a round its time-out; the next one that falls silent may not.</summary>
    private async Task<Sample> AskAsync(
        PolledMeter meter, DateTimeOffset due, bool countersOnly, CancellationToken stop)
    {
        var sample = await meter.ReadAsync(due, countersOnly, _mayHurry && _hasWaited, stop);
        if (meter.IsAside)
            _hasWaited = true;
        return sample;
    }

    private ImmutableArray<bool> ChooseWhole(ImmutableArray<PolledMeter> asked, bool isProbing)
    {
        if (!_canRunLate)
            return [.. Enumerable.Repeat(true, asked.Length)];
        var time = isProbing && plan.AnswerMax < plan.Period / 2 ? plan.Period - plan.AnswerMax : plan.Period;
        var costs = asked.Select(meter => meter.Cost).ToList();
        (var whole, _wholeFrom) = Thinning.Choose(
            costs, time, plan.InFlight, _wholeFrom, _isThinned, _roundsSinceWhole);
        _roundsSinceWhole = whole.Contains(true) ? 0 : _roundsSinceWhole + 1;
        if (whole.Contains(false) != _isThinned)
        {
            _isThinned = !_isThinned;
            NoteThinning(costs);
        }
        return whole;
    }

    /// <summary>Meters that are asked at once share the time that they take.</summary>
    private void NoteLoad()
    {
        var spent = meters.Aggregate(TimeSpan.Zero, (sum, meter) => sum + meter.Spent);
        _load.Note((spent - _spent) / plan.InFlight);
        _spent = spent;
    }

    private void NoteThinning(List<(TimeSpan Whole, TimeSpan Counters)> costs)
    {
        var needed = costs.Sum(cost => cost.Whole.TotalSeconds) / plan.InFlight;
        if (_isThinned)
        {
            events.Add(EventKinds.PortOverloaded, plan.Id, string.Create(CultureInfo.InvariantCulture,
                $"{plan.Id} needs {needed:0.0} s to read everything and has {plan.Period.TotalSeconds:0} s: counters "
                + $"are read every time, other values in turn. Give it a longer period or fewer meters."),
                ("neededMs", Milliseconds(needed)), ("periodMs", Milliseconds(plan.Period.TotalSeconds)));
        }
        else
        {
            events.Add(EventKinds.PortRelieved, plan.Id, $"{plan.Id} reads everything within its period again.");
        }
    }

    private static string Milliseconds(double seconds) =>
        Math.Ceiling(seconds * 1000).ToString("0", CultureInfo.InvariantCulture);

    /// <summary>As long as probes are answered, more may be tried.</summary>
    private async Task ProbeAsync(HashSet<PolledMeter> aside, DateTimeOffset due, CancellationToken stop)
    {
        while (ChooseProbe(aside) is { } probe)
        {
            aside.Remove(probe);
            var left = due + plan.Period - time.GetUtcNow();
            arrivals.Add(await probe.ReadAsync(
                due, countersOnly: false, _mayHurry && (_hasWaited || left < plan.AnswerMax), stop));
            if (probe.IsAside)
                break;
        }
    }

    /// <summary>The next meter in turn whose probe is due; the others wait for the next round.</summary>
    private PolledMeter? ChooseProbe(HashSet<PolledMeter> aside)
    {
        for (var i = 0; i < meters.Length; i++)
        {
            var at = (_probeFrom + i) % meters.Length;
            if (!aside.Contains(meters[at]) || !meters[at].IsProbeDue)
                continue;
            _probeFrom = at + 1;
            return meters[at];
        }
        return null;
    }
}

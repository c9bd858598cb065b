using System.Collections.Immutable;
using Jingu.Edge.Commissioning;
using Jingu.Time;

namespace Jingu.Edge.Acquisition;

/// <summary>
/// One port and its meters, polled one after the other at instants aligned to the day. A port waits for nothing behind
/// it: what it reads goes to <see cref="Arrivals"/>. Meters that are set aside are probed after all others, until one
/// of them does not answer.
/// </summary>
internal sealed class Port(PortPlan plan, ImmutableArray<PolledMeter> meters, Arrivals arrivals)
{
    /// <summary>Skipped polls that are recorded one by one.</summary>
    private const int SkippedMax = 100;

    private long _openTicks = long.MaxValue;
    private int _probeFrom;

    public PortPlan Plan => plan;

    public ImmutableArray<PolledMeter> Meters => meters;

    /// <summary>The earliest poll whose outcome is not in <see cref="Arrivals"/> yet. Safe from any thread.</summary>
    public DateTimeOffset EarliestOpen => new(Interlocked.Read(ref _openTicks), TimeSpan.Zero);

    /// <summary>The first aligned instant not before <paramref name="now"/>.</summary>
    public static DateTimeOffset AlignUp(DateTimeOffset now, TimeSpan period) =>
        new((now.UtcTicks + period.Ticks - 1) / period.Ticks * period.Ticks, TimeSpan.Zero);

    /// <summary>Sets the first poll; call before the tick looks at <see cref="EarliestOpen"/>.</summary>
    public void Begin(DateTimeOffset now) => Interlocked.Exchange(ref _openTicks, AlignUp(now, plan.Period).UtcTicks);

    /// <summary>Polls until stopped.</summary>
    public async Task RunAsync(SiteTime time, IParticipant participant, CancellationToken stop)
    {
        while (true)
        {
            var due = EarliestOpen;
            var now = time.GetUtcNow();
            if (due - now > plan.Period)
            {
                // The clock was set back: what is due is counted from now.
                Open(AlignUp(now, plan.Period));
                continue;
            }
            await participant.WaitUntilAsync(due, stop);
            if (time.GetUtcNow() < due)
                continue;
            await PollAllAsync(due, stop);
            var next = AlignUp(time.GetUtcNow(), plan.Period);
            NoteSkipped(due, next);
            Open(next > due ? next : due + plan.Period);
        }
    }

    private void Open(DateTimeOffset due) => Interlocked.Exchange(ref _openTicks, due.UtcTicks);

    /// <summary>
    /// Polls that fell due during a slow round are not run after one another: the next one on the grid is. They are
    /// missing.
    /// </summary>
    private void NoteSkipped(DateTimeOffset due, DateTimeOffset next)
    {
        var skipped = due + plan.Period;
        for (var count = 0; skipped < next && count < SkippedMax; skipped += plan.Period, count++)
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
        foreach (var meter in meters)
        {
            if (!aside.Contains(meter))
                arrivals.Add(await meter.ReadAsync(due, stop));
        }
        // One silent meter costs the others one time-out; as long as probes are answered, more may be tried.
        while (ChooseProbe(aside) is { } probe)
        {
            aside.Remove(probe);
            arrivals.Add(await probe.ReadAsync(due, stop));
            if (probe.IsAside)
                break;
        }
        foreach (var meter in aside)
            arrivals.Add(meter.Missing(due));
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

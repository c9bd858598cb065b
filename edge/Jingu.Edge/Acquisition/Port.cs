using System.Collections.Immutable;
using Jingu.Edge.Commissioning;
using Jingu.Time;

namespace Jingu.Edge.Acquisition;

/// <summary>
/// One port and its meters, polled one after the other at instants aligned to the day. A port waits for nothing behind
/// it: what it reads goes to <see cref="Arrivals"/>. At most one meter that is set aside is probed per round, after all
/// others.
/// </summary>
internal sealed class Port(PortPlan plan, ImmutableArray<PolledMeter> meters, Arrivals arrivals)
{
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
            await participant.WaitUntilAsync(due, stop);
            await PollAllAsync(due, stop);
            // Polls that fell due during a slow round are not run after one another: the next one on the grid is.
            var next = AlignUp(time.GetUtcNow(), plan.Period);
            Interlocked.Exchange(ref _openTicks, (next > due ? next : due + plan.Period).UtcTicks);
        }
    }

    private async Task PollAllAsync(DateTimeOffset due, CancellationToken stop)
    {
        var probe = ChooseProbe();
        foreach (var meter in meters)
        {
            if (!meter.IsAside)
                arrivals.Add(await meter.ReadAsync(due, stop));
            else if (meter != probe)
                arrivals.Add(meter.Missing(due));
        }
        if (probe is not null)
            arrivals.Add(await probe.ReadAsync(due, stop));
    }

    /// <summary>The next meter in turn whose probe is due; the others wait for the next round.</summary>
    private PolledMeter? ChooseProbe()
    {
        PolledMeter? chosen = null;
        for (var i = 0; i < meters.Length; i++)
        {
            var at = (_probeFrom + i) % meters.Length;
            if (!meters[at].IsAside || !meters[at].IsProbeDue() || chosen is not null)
                continue;
            chosen = meters[at];
            _probeFrom = at + 1;
        }
        return chosen;
    }
}

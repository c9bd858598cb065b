using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Time;

namespace Jingu.Edge.Acquisition;

/// <summary>
/// Polls meters of one port every ten seconds between its rounds, as long as somebody watches them. It takes part in
/// site time only while it has something to do. Safe from any thread.
/// </summary>
#pragma warning disable CA1001 // The bell is a SemaphoreSlim without a wait handle: nothing to dispose of.
internal sealed class PortWatch(Port port, SiteTime time)
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private readonly Dictionary<MeterId, DateTimeOffset> _until = [];
    private readonly SemaphoreSlim _asked = new(0);
    private IParticipant? _participant;
    private long _openTicks = DateTimeOffset.MaxValue.UtcTicks;

    /// <summary>The next poll whose outcome has not arrived; the far future while nothing is watched.</summary>
    public DateTimeOffset EarliestOpen => new(Interlocked.Read(ref _openTicks), TimeSpan.Zero);

    /// <summary>Those of the meters that hang on this port are polled often until an instant.</summary>
    public void Watch(ImmutableHashSet<MeterId> meters, DateTimeOffset until)
    {
        lock (_gate)
        {
            foreach (var meter in port.Meters.Select(meter => meter.Plan.Id).Where(meters.Contains))
                _until[meter] = _until.TryGetValue(meter, out var later) && later > until ? later : until;
            if (_until.Count == 0 || _participant is not null)
                return;
            // A bench's clock stands from here until the first poll is waited for.
            _participant = time.Join($"watch {port.Plan.Id}");
            OpenAfter(time.GetUtcNow());
        }
        _asked.Release();
    }

    /// <summary>Polls when asked, until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await _asked.WaitAsync(stop);
                while (await PollNextAsync(stop))
                {
                }
            }
        }
        finally
        {
            lock (_gate)
                _participant?.Dispose();
        }
    }

    private async Task<bool> PollNextAsync(CancellationToken stop)
    {
        var due = EarliestOpen;
        await _participant!.WaitUntilAsync(due, stop);
        var now = time.GetUtcNow();
        if (Watched(now) is not { IsEmpty: false } meters)
            return false;
        // A round of the port reads them anyway.
        if (now >= due && due.UtcTicks % port.Plan.Period.Ticks != 0)
            await port.PollAsync(meters, due, stop);
        OpenAfter(time.GetUtcNow());
        return true;
    }

    /// <summary>The meters that are still watched; without any it leaves site time.</summary>
    private ImmutableHashSet<MeterId> Watched(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var meter in _until.Where(pair => pair.Value < now).Select(pair => pair.Key).ToList())
                _until.Remove(meter);
            if (_until.Count == 0)
            {
                Interlocked.Exchange(ref _openTicks, DateTimeOffset.MaxValue.UtcTicks);
                _participant!.Dispose();
                _participant = null;
            }
            return [.. _until.Keys];
        }
    }

    private void OpenAfter(DateTimeOffset now) => Interlocked.Exchange(
        ref _openTicks, Port.AlignUp(now + TimeSpan.FromTicks(1), Proof.PollPeriod).UtcTicks);
}

using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Time;

namespace Jingu.Edge.Control;

/// <summary>
/// One device and what it is asked: looked at when it starts, with each period, and more often after a command. A
/// device that does not answer is looked for after one period, then two, four and so on, and is never commanded again
/// by itself when it is back: what it shows then is reported, and the tick decides. Commands are safe from any thread.
/// </summary>
internal sealed class SwitchingBoard(
    BoardPlan plan, IBoard device, TimeSpan period, SwitchStates states, SwitchKeeping keeping, PendingEvents events,
    SiteTime site, MachineTime machine)
    : IDisposable
{
    /// <summary>A command that could not leave within this time is not carried out any more; machine time.</summary>
    public static readonly TimeSpan CommandAgeMax = TimeSpan.FromSeconds(10);

    private const int AsideMax = 8;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _looking = new(1);
    private readonly SemaphoreSlim _asked = new(0);
    private readonly Dictionary<SwitchPointId, Order> _orders = [];
    private IParticipant? _hold;
    private Task _watching = Task.CompletedTask;
    private DateTimeOffset _watchUntil;
    private bool _isWatching;
    private long _openTicks = long.MaxValue;
    private long _watchTicks = long.MaxValue;
    private long _writes;
    private bool _isSilent;
    private bool _mustCompare = true;
    private ImmutableDictionary<SwitchPointId, string> _unlike = ImmutableDictionary<SwitchPointId, string>.Empty;
    private int _aside;
    private int _skip;

    /// <summary>The earliest look whose reports are not in yet. Safe from any thread.</summary>
    public DateTimeOffset EarliestOpen =>
        new(Math.Min(Interlocked.Read(ref _openTicks), Interlocked.Read(ref _watchTicks)), TimeSpan.Zero);

    /// <summary>Sets the first look: now, so that the tick soon knows how everything stands.</summary>
    public void Begin(DateTimeOffset now) => Interlocked.Exchange(ref _openTicks, now.UtcTicks);

    /// <summary>Queues a command; a newer one for the same point takes the place of one that has not left.</summary>
    /// <param name="send">Tells the device; null: it says that it did, otherwise why not.</param>
    public void Command(
        ActuatorPlan point, CircuitState state, Func<CancellationToken, ValueTask<string?>> send)
    {
        lock (_gate)
        {
            _orders[point.Id] = new(point, state, send, machine.GetTimestamp());
            // The clock of a bench stands until the device has answered.
            _hold ??= site.Join($"switching {plan.Id}");
            // Known to the tick that commands before it asks how long it may wait.
            Prolong();
        }
        _asked.Release();
    }

    /// <summary>Looks and commands until stopped.</summary>
    public async Task RunAsync(IParticipant participant, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var commands = RunCommandsAsync(ending.Token);
        try
        {
            await await Task.WhenAny(commands, RunLooksAsync(participant, ending.Token));
        }
        finally
        {
            await ending.CancelAsync();
            await commands.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Call when <see cref="RunAsync"/> has ended; commands that have not left never will.</summary>
    public void Dispose()
    {
        _hold?.Dispose();
        _asked.Dispose();
        _looking.Dispose();
    }

    private async Task RunLooksAsync(IParticipant participant, CancellationToken stop)
    {
        while (true)
        {
            var due = new DateTimeOffset(Interlocked.Read(ref _openTicks), TimeSpan.Zero);
            var now = site.GetUtcNow();
            if (due - now > period)
            {
                // The clock was set back: what is due is counted from now.
                due = Port.AlignUp(now, period);
                Interlocked.Exchange(ref _openTicks, due.UtcTicks);
            }
            await participant.WaitUntilAsync(due, stop);
            if (site.GetUtcNow() < due)
                continue;
            if (_skip > 0)
                _skip--;
            else
                await LookAsync(stop);
            var next = Port.AlignUp(site.GetUtcNow(), period);
            Interlocked.Exchange(ref _openTicks, (next > due ? next : due + period).UtcTicks);
        }
    }

    private async Task RunCommandsAsync(CancellationToken stop)
    {
        while (true)
        {
            await _asked.WaitAsync(stop);
            while (TakeOrder() is { } order)
            {
                await CarryOutAsync(order, stop);
                Watch(stop);
            }
            if (_watching.IsFaulted)
                await _watching;
        }
    }

    /// <summary>The next order; without one the hold on the clock ends.</summary>
    private Order? TakeOrder()
    {
        lock (_gate)
        {
            if (_orders.Count == 0)
            {
                _hold?.Dispose();
                _hold = null;
                return null;
            }
            var order = _orders.Values.MinBy(order => (order.At, order.Point.Id.Value))!;
            _orders.Remove(order.Point.Id);
            return order;
        }
    }

    private async Task CarryOutAsync(Order order, CancellationToken stop)
    {
        if (machine.GetElapsedTime(order.At) > CommandAgeMax)
        {
            states.Refuse(order.Point.Id, order.State, "the command waited too long and was dropped.",
                site.GetUtcNow());
            return;
        }
        Interlocked.Increment(ref _writes);
        var fault = await order.Send(stop);
        Interlocked.Increment(ref _writes);
        await _looking.WaitAsync(stop);
        try
        {
            var look = await ReadAsync(stop);
            states.Answer(order.Point, order.State, fault, look, site.GetUtcNow());
            keeping.Keep(states.Now);
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <summary>After a command the device is looked at often, as long as the proof may need it.</summary>
    private void Watch(CancellationToken stop)
    {
        lock (_gate)
        {
            Prolong();
            if (_isWatching || period <= Proof.PollPeriod)
                return;
            _isWatching = true;
        }
        _watching = WatchAsync(site.Join($"watching {plan.Id}"), stop);
    }

    private async Task WatchAsync(IParticipant participant, CancellationToken stop)
    {
        using var joined = participant;
        while (NextWatched() is { } due)
        {
            await participant.WaitUntilAsync(due, stop);
            await LookAsync(stop);
        }
    }

    /// <summary>When the device is looked at next; null: nobody needs it any more.</summary>
    private DateTimeOffset? NextWatched()
    {
        lock (_gate)
        {
            var now = site.GetUtcNow();
            _isWatching = now < _watchUntil;
            var due = AfterPoll(now);
            Interlocked.Exchange(ref _watchTicks, _isWatching ? due.UtcTicks : long.MaxValue);
            return _isWatching ? due : null;
        }
    }

    /// <summary>Call under the gate.</summary>
    private void Prolong()
    {
        var now = site.GetUtcNow();
        _watchUntil = now + Proof.WatchLength;
        if (period > Proof.PollPeriod)
            Interlocked.Exchange(ref _watchTicks, Math.Min(_watchTicks, AfterPoll(now).UtcTicks));
    }

    /// <summary>
    /// Aligned, as watched meters are polled. A tick commands a moment after a poll: looks that are counted from a
    /// command fall together with later ticks, and which of the two comes first is chance.
    /// </summary>
    private static DateTimeOffset AfterPoll(DateTimeOffset now) =>
        Port.AlignUp(now + TimeSpan.FromTicks(1), Proof.PollPeriod);

    /// <summary>A look that a command overtook is dropped: the command looks by itself.</summary>
    private async Task LookAsync(CancellationToken stop)
    {
        await _looking.WaitAsync(stop);
        try
        {
            var writes = Interlocked.Read(ref _writes);
            var look = await ReadAsync(stop);
            if (Interlocked.Read(ref _writes) != writes)
                return;
            // Who moved by itself may have lost its supply, and its settings.
            _mustCompare |= states.Look(plan.Id, look, site.GetUtcNow());
            keeping.Keep(states.Now);
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <summary>A damaged answer is asked for once more; a device that was silent before gets one try.</summary>
    private async ValueTask<BoardLook> ReadAsync(CancellationToken stop)
    {
        var look = await device.ReadAsync(stop);
        if (look.IsSilent && !_isSilent)
            look = await device.ReadAsync(stop);
        if (look.IsSilent != _isSilent)
        {
            _isSilent = look.IsSilent;
            events.Add(
                look.IsSilent ? EventKinds.BoardSilent : EventKinds.BoardBack, plan.Id,
                look.IsSilent
                    ? $"{plan.Id} gives no answer ({look.Fault?.TrimEnd('.')}): how its switch points stand is "
                        + "unknown until it does. Check its wires."
                    : $"{plan.Id} answers again. What its outputs show is taken as it is, and nothing is commanded "
                        + "because of it.");
        }
        _aside = look.IsSilent ? Math.Clamp(_aside * 2, 1, AsideMax) : 0;
        _skip = look.IsSilent ? _aside : 0;
        if (look.IsSilent)
            _mustCompare = true;
        else if (_mustCompare)
            await CompareAsync(stop);
        return look with { Unlike = [.. _unlike.Keys] };
    }

    /// <summary>
    /// When it starts, when it is back, when something of it moved by itself, and until all of it is as commissioned.
    /// </summary>
    private async ValueTask CompareAsync(CancellationToken stop)
    {
        var unlike = await device.UnlikeAsync(stop);
        foreach (var (point, why) in unlike.Where(pair => _unlike.GetValueOrDefault(pair.Key) != pair.Value))
        {
            events.Add(EventKinds.SwitchUnlike, point.Value, $"Nothing is cut by {point}: {why}",
                ImmutableSortedDictionary<string, string>.Empty.Add("state", "differs"));
        }
        foreach (var point in _unlike.Keys.Where(point => !unlike.ContainsKey(point)))
        {
            events.Add(EventKinds.SwitchUnlike, point.Value, $"{point} behaves as commissioned again.",
                ImmutableSortedDictionary<string, string>.Empty.Add("state", "same"));
        }
        (_unlike, _mustCompare) = (unlike, !unlike.IsEmpty);
    }

    /// <param name="At">When it was asked, by the machine's clock.</param>
    private sealed record Order(
        ActuatorPlan Point, CircuitState State, Func<CancellationToken, ValueTask<string?>> Send, long At);
}

using System.Collections.Immutable;
using Jingu.Budgets.Pulses;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Edge.Delivery;
using Jingu.Lines;
using Jingu.Lines.Pulses;
using Jingu.Modbus;
using Jingu.Time;

namespace Jingu.Edge.Acquisition.Pulses;

/// <summary>
/// A meter at a digital input. Watched, it takes pulses as they come and stores their count as often as the limits say;
/// under a bench, where time stands while anybody works, it takes them when it is read. What is read is stored first: a
/// count that was told can never fall. Reading is safe beside watching.
/// </summary>
internal sealed class PulseInput(
    MeterId meter, PulseProfile profile, ImmutableArray<PulseConstant> constants, ILines lines, PulseStore store,
    StoreLimits limits, PendingEvents events, SiteTime site, MachineTime machine)
    : IMeterReader, IAsyncDisposable
{
    /// <summary>How often a line that is not there is looked for, and the limits are looked at.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly bool _isWatched = !site.IsBench;
    private PulseRegister _register = store.Read(meter);
    private PulseRegister _stored = store.Read(meter);
    private long _storedAt = machine.GetTimestamp();
    private IInputLine? _line;
    private PulseCounter _counter = new(profile.Limits);
    private long _taken;
    private string _fault = "";
    private string _whyUnwatched = "the gateway was down";

    public LineAddress Line => profile.Input.Line;

    /// <summary>Watches until stopped; a line that goes is opened again when it is back.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        while (true)
        {
            if (await OpenAsync(stop) is { } line)
                await TakeAsync(line, Every, stop);
            else
                await Task.Delay(Every, machine, stop);
            StoreIfDue();
        }
    }

    public async ValueTask<MeterReadResult> ReadAsync(CancellationToken stop)
    {
        if (!_isWatched && await OpenAsync(stop) is { } line)
            await TakeAsync(line, TimeSpan.Zero, stop);
        lock (_gate)
        {
            if (_line is null)
                return Failed(_fault);
            return Store() ? new MeterReadResult.Values([_register.Thousandths]) : Failed("no room to store its count");
        }
    }

    /// <summary>Stores what was counted: call it before the journal closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_line is { } line)
        {
            if (_isWatched)
                Absorb(await line.TakeAsync(TimeSpan.Zero, default));
            await line.DisposeAsync();
        }
        lock (_gate)
            Store();
    }

    private static MeterReadResult.Failed Failed(string why) => new(new(MeterFaultKind.LinkLost, why));

    private async ValueTask<IInputLine?> OpenAsync(CancellationToken stop)
    {
        if (_line is { } open)
            return open;
        switch (await lines.OpenInputAsync(profile.Input, stop))
        {
            case LineOpening<IInputLine>.Opened opened:
                var isActive = await opened.Line.ReadAsync(stop) is LevelOutcome.Level { IsActive: true };
                Begin(opened.Line, isActive);
                return opened.Line;
            case LineOpening<IInputLine>.Failed failed:
                lock (_gate)
                    _fault = failed.Detail;
                return null;
            default:
                throw new InvalidOperationException("a line opens or it does not");
        }
    }

    private void Begin(IInputLine line, bool isActive)
    {
        lock (_gate)
        {
            _counter = new(profile.Limits);
            if (line.IsLasting)
            {
                _taken = _register.Pulses;
            }
            else
            {
                _counter.Begin(isActive);
                _taken = 0;
                if (_register.Pulses > 0)
                    events.Add(EventKinds.PulsesUnwatched, meter.Value, Unwatched());
            }
            (_line, _fault) = (line, "");
        }
    }

    private string Unwatched() =>
        $"Nobody watched the line of {meter} for a while ({_whyUnwatched}): pulses of that time are not counted. "
            + "Compare with its dial.";

    private async ValueTask TakeAsync(IInputLine line, TimeSpan waitMax, CancellationToken stop)
    {
        if (Absorb(await line.TakeAsync(waitMax, stop)))
            return;
        await line.DisposeAsync();
    }

    /// <summary>False when the line is gone.</summary>
    private bool Absorb(EdgesOutcome outcome)
    {
        lock (_gate)
        {
            if (outcome is not EdgesOutcome.Taken taken)
            {
                (_line, _fault) = (null, ((EdgesOutcome.Gone)outcome).Detail);
                _whyUnwatched = _fault;
                return false;
            }
            _counter.Take(taken);
            if (_counter.Count > _taken)
            {
                _register = _register.Add(
                    _counter.Count - _taken, PulseConstant.InForce(constants, site.GetUtcNow()));
                _taken = _counter.Count;
            }
            return true;
        }
    }

    private void StoreIfDue()
    {
        lock (_gate)
        {
            if (limits.IsDue(_stored, _register, profile.Unit, machine.GetElapsedTime(_storedAt)))
                Store();
            else if (_stored == _register)
                _storedAt = machine.GetTimestamp();
        }
    }

    /// <summary>Under the gate.</summary>
    private bool Store()
    {
        if (_stored == _register)
            return true;
        if (!store.TryStore(meter, _register))
            return false;
        (_stored, _storedAt) = (_register, machine.GetTimestamp());
        return true;
    }
}

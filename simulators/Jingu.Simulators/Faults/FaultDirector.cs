using Jingu.Simulators.Devices;
using Jingu.Time;

namespace Jingu.Simulators.Faults;

/// <summary>
/// Does the faults of a list at their instants. What hits a program does so 0 to <see cref="MomentMax"/> of machine
/// time after the instant was granted, while the clock stands there: in the middle of the work for that instant, or of
/// its delivery.
/// </summary>
internal sealed class FaultDirector
{
    /// <summary>A program is hit at a random moment up to this long after the grant.</summary>
    public static readonly TimeSpan MomentMax = TimeSpan.FromMilliseconds(50);

    private readonly PriorityQueue<Func<CancellationToken, Task>, (DateTimeOffset At, int Order)> _due = new();
    private readonly IVictims _victims;
    private readonly Random _random;
    private readonly MachineTime _machine;
    private int _order;

    public FaultDirector(IReadOnlyList<Fault> faults, IVictims victims, int seed, MachineTime machine)
    {
        (_victims, _random, _machine) = (victims, new(seed), machine);
        foreach (var fault in faults)
            Put(fault.At, stop => BeginAsync(fault, stop));
    }

    /// <summary>Faults begun that disturb delivery.</summary>
    public int Done { get; private set; }

    /// <summary>Cuts among them.</summary>
    public int Cuts { get; private set; }

    public DateTimeOffset? NextAfter(DateTimeOffset now) =>
        _due.TryPeek(out _, out var next) && next.At > now ? next.At : null;

    /// <summary>Does everything that is due at an instant or was due before.</summary>
    public async Task ReachedAsync(DateTimeOffset instant, CancellationToken stop)
    {
        while (_due.TryPeek(out var act, out var next) && next.At <= instant)
        {
            _due.Dequeue();
            await act(stop);
        }
    }

    private async Task BeginAsync(Fault fault, CancellationToken stop)
    {
        Done += fault.DisturbsDelivery ? 1 : 0;
        if (fault.DisturbsDelivery && fault.Kind != FaultKind.Cut)
            await Task.Delay(_random.NextDouble() * MomentMax, _machine, stop);
        switch (fault.Kind)
        {
            case FaultKind.ForgetfulBroker:
                await _victims.DownAsync(FaultFile.Aggregator, politely: false);
                break;
            case FaultKind.Cut:
                Cuts++;
                Each(fault, _victims.Cut);
                break;
            case FaultKind.Silence:
                Each(fault, meter => _victims.SetSilent(meter, true));
                break;
            case FaultKind.ClockUnset:
                await UnsetAsync(fault, stop);
                break;
            case FaultKind.Weld or FaultKind.StickValve or FaultKind.Lie:
                Each(fault, point => _victims.SetStuck(point, true));
                break;
            case FaultKind.LampFails:
                Each(fault, lamp => _victims.SetFailed(lamp, true));
                break;
            case FaultKind.InverterFault or FaultKind.Snow or FaultKind.Stale:
                Each(fault, inverter => _victims.SetTrouble(inverter, TroubleOf(fault.Kind)));
                break;
            case FaultKind.PowerUpOff:
                Each(fault, _victims.PowerUpOff);
                return;
            case FaultKind.BoardGone:
                Each(fault, board => _victims.SetGone(board, true));
                break;
            default:
                foreach (var target in fault.Targets)
                    await _victims.DownAsync(target, politely: fault.Kind == FaultKind.Stop);
                break;
        }
        if (fault.For == TimeSpan.Zero)
            await EndAsync(fault, stop);
        else
            Put(fault.Until, again => EndAsync(fault, again));
    }

    private async Task EndAsync(Fault fault, CancellationToken stop)
    {
        switch (fault.Kind)
        {
            case FaultKind.ForgetfulBroker:
                await _victims.DownAsync(FaultFile.Broker, politely: false);
                await _victims.UpAsync(FaultFile.Broker, stop);
                await _victims.UpAsync(FaultFile.Aggregator, stop);
                break;
            case FaultKind.Cut:
                Each(fault, _victims.Mend);
                break;
            case FaultKind.Silence:
                Each(fault, meter => _victims.SetSilent(meter, false));
                break;
            case FaultKind.Weld or FaultKind.StickValve or FaultKind.Lie:
                Each(fault, point => _victims.SetStuck(point, false));
                break;
            case FaultKind.LampFails:
                Each(fault, lamp => _victims.SetFailed(lamp, false));
                break;
            case FaultKind.BoardGone:
                Each(fault, board => _victims.SetGone(board, false));
                break;
            case FaultKind.InverterFault or FaultKind.Snow or FaultKind.Stale:
                Each(fault, inverter => _victims.SetTrouble(inverter, InverterTrouble.None));
                break;
            case FaultKind.ClockUnset:
                // The gateway itself knows when its clock is set.
                break;
            default:
                await RestartAsync(fault, stop);
                break;
        }
    }

    /// <summary>A power cut each, and a boot with a clock of 1970.</summary>
    private async Task UnsetAsync(Fault fault, CancellationToken stop)
    {
        foreach (var target in fault.Targets)
        {
            await _victims.DownAsync(target, politely: false);
            _victims.UnsetClock(target, fault.At, fault.Until);
            await _victims.UpAsync(target, stop);
        }
    }

    /// <summary>The broker first, then the aggregator: as an operator would.</summary>
    private async Task RestartAsync(Fault fault, CancellationToken stop)
    {
        foreach (var target in fault.Targets.Reverse())
        {
            if (fault.Kind == FaultKind.ReplaceCard)
                await _victims.TakeCardAsync(target, stop);
            await _victims.UpAsync(target, stop);
        }
    }

    private void Put(DateTimeOffset at, Func<CancellationToken, Task> act) => _due.Enqueue(act, (at, _order++));

    private static InverterTrouble TroubleOf(FaultKind kind) => kind switch
    {
        FaultKind.InverterFault => InverterTrouble.Fault,
        FaultKind.Snow => InverterTrouble.Snow,
        _ => InverterTrouble.Stale,
    };

    private static void Each(Fault fault, Action<string> act)
    {
        foreach (var target in fault.Targets)
            act(target);
    }
}

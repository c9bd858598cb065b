using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Edge.Control;

namespace Jingu.Edge.Tests.Control;

/// <summary>
/// Relays and valves that outlive the gateway's process, with faults on demand. Commands take effect at once; what they
/// led to is reported when the tick asks next, and everything is reported to a process that starts.
/// </summary>
internal sealed class FakeBoards(Func<DateTimeOffset> now, IEnumerable<SwitchPointId> points) : ISwitchBoards
{
    private readonly Dictionary<SwitchPointId, CircuitState> _relays =
        points.ToDictionary(point => point, _ => CircuitState.On);
    private readonly HashSet<SwitchPointId> _stuck = [];
    private readonly HashSet<SwitchPointId> _withFeedback = [];
    private readonly HashSet<SwitchPointId> _unlike = [];
    private readonly List<SwitchReport> _reports = [];

    public DateTimeOffset EarliestOpen => DateTimeOffset.MaxValue;

    /// <summary>Called before and after a command takes effect: where a test kills the process.</summary>
    public Action Step { get; set; } = () => { };

    /// <summary>Every command, as <c>instant point state</c>.</summary>
    public List<(DateTimeOffset At, SwitchPointId Point, CircuitState State, int? Level)> Commands { get; } = [];

    public Dictionary<SwitchPointId, FakeLamp> Lamps { get; } = [];

    /// <summary>Lamps are looked at often after a command.</summary>
    public DateTimeOffset LampsWatchedUntil { get; private set; }

    /// <summary>True while current or water flows, whatever the relay says.</summary>
    public bool IsOn(string point) =>
        _relays[new(point)] == CircuitState.On || _stuck.Contains(new(point));

    public CircuitState RelayOf(string point) => _relays[new(point)];

    /// <summary>The relay moves and the contact does not.</summary>
    public void Stick(string point) => _stuck.Add(new(point));

    /// <summary>The device says that it behaves otherwise than commissioned.</summary>
    public void Differ(string point, bool isUnlike)
    {
        if (isUnlike)
            _unlike.Add(new(point));
        else
            _unlike.Remove(new(point));
        Report(new(point), null);
    }

    public void GiveFeedback(string point) => _withFeedback.Add(new(point));

    /// <summary>The board lost its supply and comes back with a relay in this state.</summary>
    public void PowerUp(string point, CircuitState state)
    {
        _relays[new(point)] = state;
        Report(new(point), null);
    }

    /// <summary>A process starts: everything is read back.</summary>
    public void ReadBack()
    {
        _reports.Clear();
        foreach (var point in _relays.Keys)
            Report(point, null);
        Look();
    }

    public void Command(SwitchPointId lamp, LevelChange levels)
    {
        Step();
        var state = Lamps[lamp].StateAfter(levels);
        Commands.Add((now(), lamp, state, levels.To));
        LampsWatchedUntil = now() + Proof.WatchLength;
        var fault = Lamps[lamp].Move(levels);
        _reports.Add(Lamps[lamp].Report(state, fault, now()));
        Step();
    }

    /// <summary>What zones told lamps, beside the commands of ladders.</summary>
    public List<(DateTimeOffset At, SwitchPointId Lamp, int From, int To)> Lit { get; } = [];

    public void Light(SwitchPointId lamp, LevelChange levels)
    {
        Step();
        Lit.Add((now(), lamp, levels.From, levels.To));
        LampsWatchedUntil = now() + Proof.WatchLength;
        var fault = Lamps[lamp].Move(levels);
        _reports.Add(Lamps[lamp].Report(Lamps[lamp].StateAt(levels.To), fault, now()));
        Step();
    }

    public void Command(SwitchPointId point, CircuitState state)
    {
        Step();
        Commands.Add((now(), point, state, null));
        _relays[point] = state;
        Report(point, state);
        Step();
    }

    public ImmutableArray<SwitchReport> Take()
    {
        ImmutableArray<SwitchReport> taken = [.. _reports];
        _reports.Clear();
        return taken;
    }

    /// <summary>Looked at with every poll.</summary>
    public void Look()
    {
        foreach (var point in _withFeedback)
            Report(point, null);
        _reports.AddRange(Lamps.Values.Select(lamp => lamp.Report(null, null, now())));
    }

    private void Report(SwitchPointId point, CircuitState? commanded) => _reports.Add(
        new(point, _relays[point], _withFeedback.Contains(point) ? !IsOn(point.Value) : null, now(), null)
        {
            Commanded = commanded,
            IsUnlike = _unlike.Contains(point),
        });
}

using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;

namespace Jingu.Edge.Control;

/// <summary>
/// How all switch points stand, put together from what their devices showed, and the reports that the tick has not
/// taken yet. Full: the oldest reports go, the newest of each point is kept. Safe from any thread.
/// </summary>
internal sealed class SwitchStates(ImmutableArray<ActuatorPlan> points, PendingEvents events)
{
    /// <summary>Reports that wait for a tick.</summary>
    public const int ReportsMax = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<SwitchReport> _reports = new();
    private readonly Dictionary<SwitchPointId, SwitchReport> _now = [];
    private readonly Dictionary<SwitchPointId, CircuitState> _known = [];

    /// <summary>All reports since this was asked last, in order.</summary>
    public ImmutableArray<SwitchReport> Take()
    {
        lock (_gate)
        {
            ImmutableArray<SwitchReport> taken = [.. _reports];
            _reports.Clear();
            return taken;
        }
    }

    /// <summary>The newest report of each point that has one.</summary>
    public ImmutableArray<SwitchReport> Now
    {
        get
        {
            lock (_gate)
                return [.. _now.Values];
        }
    }

    /// <summary>Takes up what a device showed; a point whose feedback is elsewhere keeps the other half.</summary>
    /// <returns>True when a point stands elsewhere, and nobody here moved it.</returns>
    public bool Look(string board, BoardLook look, DateTimeOffset at)
    {
        lock (_gate)
        {
            var hasMoved = false;
            foreach (var point in points.Where(
                point => point.Board == board || (point as SwitchPointPlan)?.Feedback?.Board == board))
            {
                hasMoved |= Report(Merged(point, board, look, at));
            }
            return hasMoved;
        }
    }

    /// <summary>The answer to a command: what the device said, and what it showed after.</summary>
    public void Answer(ActuatorPlan point, CircuitState asked, string? fault, BoardLook look, DateTimeOffset at)
    {
        lock (_gate)
        {
            // Whatever the device said: from now on this is what somebody asked for.
            _known[point.Id] = asked;
            var seen = Merged(point, point.Board, look, at);
            Report(seen with { Commanded = asked, Fault = fault ?? seen.Fault });
        }
    }

    /// <summary>A command that never reached a device.</summary>
    public void Refuse(SwitchPointId point, CircuitState asked, string why, DateTimeOffset at)
    {
        lock (_gate)
        {
            Report(new SwitchReport(
                point, _now.GetValueOrDefault(point)?.State ?? CircuitState.Unknown,
                _now.GetValueOrDefault(point)?.IsContactOpen, at, why)
            {
                Commanded = asked,
            });
        }
    }

    private SwitchReport Merged(ActuatorPlan actuator, string board, BoardLook look, DateTimeOffset at) =>
        actuator switch
        {
            LevelPlan level => Seen(level, look, at),
            SwitchPointPlan point => Merged(point, board, look, at),
            _ => throw new ArgumentOutOfRangeException(nameof(actuator)),
        };

    private static SwitchReport Seen(LevelPlan lamp, BoardLook look, DateTimeOffset at)
    {
        var seen = look.Lamps.FirstOrDefault(one => one.Address == lamp.Address);
        return new(
            lamp.Id, seen?.Level is { } level ? lamp.StateAt(level) : CircuitState.Unknown, null, at,
            seen?.Fault ?? look.Fault)
        {
            Level = seen?.Level,
            HasFailed = seen?.HasFailed == true,
        };
    }

    private SwitchReport Merged(SwitchPointPlan point, string board, BoardLook look, DateTimeOffset at)
    {
        var before = _now.GetValueOrDefault(point.Id);
        var state = point.Board == board ? StateIn(look, point) : before?.State ?? CircuitState.Unknown;
        var contact = point.Feedback?.Board == board
            ? ContactIn(look, point.Feedback)
            : point.Feedback is null ? null : before?.IsContactOpen;
        return new(point.Id, state, contact, at, point.Board == board ? look.Fault : before?.Fault)
        {
            IsUnlike = point.Board == board ? look.Unlike.Contains(point.Id) : before?.IsUnlike ?? false,
        };
    }

    private static CircuitState StateIn(BoardLook look, SwitchPointPlan point) =>
        !look.IsSilent && look.Outputs[point.Output - 1] is { } isSet ? point.StateFor(isSet) : CircuitState.Unknown;

    private static bool? ContactIn(BoardLook look, FeedbackPlan feedback) =>
        look.Inputs.Length >= feedback.Input ? look.Inputs[feedback.Input - 1] != feedback.ActiveIsOn : null;

    private bool Report(SwitchReport report)
    {
        var hasMoved = NoteMoved(report);
        _now[report.Point] = report;
        if (_reports.Count == ReportsMax)
            _reports.Dequeue();
        _reports.Enqueue(report);
        return hasMoved;
    }

    /// <summary>A point that stands elsewhere than it was seen or sent last: a board powered up, or a hand.</summary>
    private bool NoteMoved(SwitchReport report)
    {
        // People move lamps all day.
        if (report.State == CircuitState.Unknown || report.Level is not null)
            return false;
        var hasMoved = report.Commanded is null & _known.TryGetValue(report.Point, out var known)
            && known != report.State;
        if (hasMoved)
        {
            events.Add(EventKinds.SwitchMoved, report.Point.Value,
                $"{report.Point} stands {Word(report.State)} and was {Word(known)}, and no command of this gateway "
                + "moved it: look for a board that lost its supply, or a hand.");
        }
        _known[report.Point] = report.State;
        return hasMoved;
    }

    private static string Word(CircuitState state) => state == CircuitState.Off ? "off" : "on";
}

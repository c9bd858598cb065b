using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery;
using Jingu.Time;

namespace Jingu.Edge.Control;

/// <summary>
/// The tick's hands: commands go out and reports come in, and neither waits for a wire. Safe from any thread.
/// </summary>
internal sealed class SwitchBoards : ISwitchBoards, IAsyncDisposable
{
    private readonly FrozenDictionary<SwitchPointId, (ActuatorPlan Plan, IBoard Device, SwitchingBoard Board)> _points;
    private readonly ImmutableArray<(BoardPlan Plan, IBoard Device, SwitchingBoard Board)> _boards;
    private readonly SwitchStates _states;
    private readonly SiteTime _site;

    /// <param name="open">Makes the device of a plan; nothing is opened before it is asked.</param>
    public SwitchBoards(
        CommissioningPlan plan, Func<BoardPlan, IBoard> open, SwitchKeeping keeping, PendingEvents events,
        SiteTime site, MachineTime machine)
    {
        _site = site;
        // What is not declared switchable of lamps and set points is not even looked at.
        ImmutableArray<ActuatorPlan> actuators =
            [.. plan.SwitchPoints, .. plan.Actuators.OfType<LevelPlan>().Where(level => level.IsSwitchable)];
        _states = new(actuators, events);
        var used = actuators.Select(point => point.Board)
            .Concat(plan.SwitchPoints.Select(point => point.Feedback?.Board)).ToHashSet();
        _boards =
        [
            .. from board in plan.Boards
            where used.Contains(board.Id)
            let device = open(board)
            select (board, device,
                new SwitchingBoard(board, device, PeriodOf(board, plan), _states, keeping, events, site, machine)),
        ];
        _points = actuators.ToFrozenDictionary(
            point => point.Id,
            point => _boards.Where(board => board.Plan.Id == point.Board)
                .Select(board => (point, board.Device, board.Board)).First());
    }

    /// <summary>
    /// The earliest look whose reports <see cref="Take"/> cannot give yet; the far future without devices. A tick that
    /// runs after it misses none.
    /// </summary>
    public DateTimeOffset EarliestOpen =>
        _boards.IsEmpty ? DateTimeOffset.MaxValue : _boards.Min(board => board.Board.EarliestOpen);

    /// <summary>
    /// Asks for a circuit to be cut or supplied: queued on its port before all reads, answered by a report with <see
    /// cref="SwitchReport.Commanded"/>. A point that is unknown, protected or not switchable is answered so too, and
    /// nothing is sent.
    /// </summary>
    /// <param name="state">On or off.</param>
    public void Command(SwitchPointId point, CircuitState state)
    {
        if (state is not (CircuitState.On or CircuitState.Off))
            throw new ArgumentOutOfRangeException(nameof(state), state, "A relay knows on and off.");
        if (Find(point, state) is { Plan: SwitchPointPlan plan } known)
        {
            known.Board.Command(
                plan, state, stop => known.Device.SetAsync(plan.Output, plan.IsSetFor(state), stop));
        }
    }

    /// <summary>
    /// Asks for a lamp or set point to be moved, if it still stands where it stood: queued and answered like
    /// a command to a circuit.
    /// </summary>
    public void Command(SwitchPointId lamp, LevelChange levels)
    {
        var asked = levels.To < levels.From ? CircuitState.Dimmed : CircuitState.On;
        if (Find(lamp, asked) is { Plan: LevelPlan plan, Device: ILevelBoard device } known)
            known.Board.Command(plan, plan.StateAfter(levels), stop => device.MoveAsync(plan.Address, levels, stop));
    }

    /// <summary>
    /// Asks for a lamp to be moved by its zone, off too, if it still stands where it stood; answered likewise. A lamp
    /// without a zone is never put out.
    /// </summary>
    public void Light(SwitchPointId lamp, LevelChange levels)
    {
        if (Find(lamp, CircuitState.On) is not { Plan: LampPlan plan, Device: LampBoard device } known)
            return;
        var state = plan.StateAt(levels.To);
        if (plan.Zone is null)
            _states.Refuse(lamp, state, $"{lamp} belongs to no zone.", _site.GetUtcNow());
        else
            known.Board.Command(plan, state, stop => device.LightAsync(plan.Address, levels, stop));
    }

    /// <summary>All reports since this was asked last, in the order in which they came.</summary>
    public ImmutableArray<SwitchReport> Take() => _states.Take();

    /// <summary>Sets the first looks; call before the tick asks for <see cref="EarliestOpen"/>.</summary>
    public void Begin(DateTimeOffset now)
    {
        foreach (var (_, _, board) in _boards)
            board.Begin(now);
    }

    /// <summary>One task for each device, until stopped; all have joined the clock when this returns.</summary>
    public ImmutableArray<Task> Run(CancellationToken stop) =>
        [.. _boards.Select(board => RunAsync(board.Board, _site.Join($"device {board.Plan.Id}"), stop))];

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, device, board) in _boards)
        {
            board.Dispose();
            await device.DisposeAsync();
        }
    }

    /// <summary>What may be commanded; anything else is answered, and null.</summary>
    private (ActuatorPlan Plan, IBoard Device, SwitchingBoard Board)? Find(SwitchPointId point, CircuitState state)
    {
        if (!_points.TryGetValue(point, out var known))
            _states.Refuse(point, state, $"there is no switch point {point}.", _site.GetUtcNow());
        else if (!known.Plan.IsSwitchable)
            _states.Refuse(point, state, $"{point} is not declared switchable.", _site.GetUtcNow());
        else
            return known;
        return null;
    }

    private static async Task RunAsync(SwitchingBoard board, IParticipant participant, CancellationToken stop)
    {
        using var joined = participant;
        await board.RunAsync(participant, stop);
    }

    /// <summary>As often as its port's meters; lines of this machine as often as a proof asks.</summary>
    private static TimeSpan PeriodOf(BoardPlan board, CommissioningPlan plan) => board is BoardPlan.Modbus modbus
        ? plan.Ports.First(port => port.Id == modbus.Port).Period
        : Proof.PollPeriod;
}

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
    private readonly FrozenDictionary<SwitchPointId, (SwitchPointPlan Plan, SwitchingBoard Board)> _points;
    private readonly ImmutableArray<(BoardPlan Plan, IBoard Device, SwitchingBoard Board)> _boards;
    private readonly SwitchStates _states;
    private readonly SiteTime _site;

    /// <param name="open">Makes the device of a plan; nothing is opened before it is asked.</param>
    public SwitchBoards(
        CommissioningPlan plan, Func<BoardPlan, IBoard> open, SwitchKeeping keeping, PendingEvents events,
        SiteTime site, MachineTime machine)
    {
        _site = site;
        _states = new(plan.SwitchPoints, events);
        var used = plan.SwitchPoints.SelectMany(point => new[] { point.Board, point.Feedback?.Board }).ToHashSet();
        _boards =
        [
            .. from board in plan.Boards
            where used.Contains(board.Id)
            let device = open(board)
            select (board, device,
                new SwitchingBoard(board, device, PeriodOf(board, plan), _states, keeping, events, site, machine)),
        ];
        _points = plan.SwitchPoints.ToFrozenDictionary(
            point => point.Id, point => (point, _boards.First(board => board.Plan.Id == point.Board).Board));
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
        if (!_points.TryGetValue(point, out var known))
            _states.Refuse(point, state, $"there is no switch point {point}.", _site.GetUtcNow());
        else if (!known.Plan.IsSwitchable)
            _states.Refuse(point, state, $"{point} is not declared switchable.", _site.GetUtcNow());
        else
            known.Board.Command(known.Plan, state);
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

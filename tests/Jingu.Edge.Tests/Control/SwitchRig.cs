using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Modbus;
using Jingu.Testing;
using Jingu.Time;

namespace Jingu.Edge.Tests.Control;

/// <summary>The boards of a commissioning as a gateway runs them, on the wall clock, until disposed.</summary>
internal sealed class SwitchRig : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly JournalStore _journal;
    private readonly SiteTime _site;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, IMeterPort> _ports;
    private readonly PendingEvents _events;
    private readonly List<GatewayEvent> _happened = [];
    private readonly List<SwitchReport> _reports = [];
    private ImmutableArray<Task> _running = [];

    public SwitchRig(CommissioningPlan plan, SiteTime? site = null)
    {
        _site = site ?? new RunningSiteTime(MachineTime.OfThisMachine);
        _events = new(_site);
        Plan = plan;
        _ports = plan.Ports.ToDictionary(
            port => port.Id, port => MeterPort.Open(port.Settings, MachineTime.OfThisMachine));
        _journal = new(JournalFile.Open(_folder.At("journal.db"), null).Connection);
        Boards = new(plan, Open, new SwitchKeeping(_journal), _events, _site, MachineTime.OfThisMachine);
    }

    public CommissioningPlan Plan { get; }

    public SwitchBoards Boards { get; }

    /// <summary>All reports so far.</summary>
    public IReadOnlyList<SwitchReport> Reports
    {
        get
        {
            _reports.AddRange(Boards.Take());
            return _reports;
        }
    }

    /// <summary>All events so far.</summary>
    public IReadOnlyList<GatewayEvent> Events
    {
        get
        {
            _happened.AddRange(_events.Take());
            return _happened;
        }
    }

    /// <summary>What the file beside the gateway says of a point; null: nothing yet.</summary>
    public SwitchReport? Kept(string point) =>
        _journal.ReadSwitchStates().FirstOrDefault(report => report.Point == new SwitchPointId(point));

    /// <summary>A board by itself, as the boards get it.</summary>
    public IBoard Open(BoardPlan board) =>
        Jingu.Edge.Control.Boards.Open(board, Plan, _ports, _site, MachineTime.OfThisMachine);

    public SwitchRig Start()
    {
        Boards.Begin(_site.GetUtcNow());
        _running = Boards.Run(_stop.Token);
        return this;
    }

    /// <summary>The newest report of a point; waits for the first.</summary>
    public async Task<SwitchReport> LastAsync(string point)
    {
        var id = new SwitchPointId(point);
        await Eventually.UntilAsync(() => Reports.Any(report => report.Point == id));
        return Reports.Last(report => report.Point == id);
    }

    /// <summary>Commands, and waits for the answer.</summary>
    public Task<SwitchReport> CommandAsync(string point, CircuitState state) =>
        AnswerAsync(point, id => Boards.Command(id, state), report => report.Commanded == state);

    /// <summary>Commands a level as ladders and events do, and waits for the answer.</summary>
    public Task<SwitchReport> MoveAsync(string point, LevelChange levels) =>
        AnswerAsync(point, id => Boards.Command(id, levels), report => report.Commanded is not null);

    /// <summary>Commands a level as zones do, and waits for the answer.</summary>
    public Task<SwitchReport> LightAsync(string lamp, LevelChange levels) =>
        AnswerAsync(lamp, id => Boards.Light(id, levels), report => report.Commanded is not null);

    /// <summary>Waits for a report of a point that is as wanted, among those from a place on.</summary>
    public Task SeesAsync(string point, int from, Func<SwitchReport, bool> wanted) => Eventually.UntilAsync(
        () => Reports.Skip(from).Any(report => report.Point == new SwitchPointId(point) && wanted(report)));

    private async Task<SwitchReport> AnswerAsync(
        string point, Action<SwitchPointId> command, Func<SwitchReport, bool> isAnswer)
    {
        var id = new SwitchPointId(point);
        var before = Reports.Count;
        command(id);
        bool IsIt(SwitchReport report) => report.Point == id && isAnswer(report);
        await Eventually.UntilAsync(() => Reports.Skip(before).Any(IsIt));
        return Reports.Skip(before).First(IsIt);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Boards.DisposeAsync();
        foreach (var port in _ports.Values)
            await port.DisposeAsync();
        _journal.Dispose();
        _folder.Dispose();
        _stop.Dispose();
    }
}

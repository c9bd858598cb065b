using System.Collections.Immutable;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Switching;
using Jingu.Budgets.Use;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Budgets.Ladders;
using Jingu.Edge.Budgets.Leases;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control.Buttons;
using Jingu.Edge.Control.Zones;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;

namespace Jingu.Edge.Control;

/// <summary>
/// What the tick does about supply: proves what was switched, decides, and acts. <see cref="Prepare"/> changes nothing
/// that lasts; <see cref="Become"/> takes over what is stored; <see cref="Act"/> stores each action before its device
/// is commanded. After a crash anywhere the same input gives the same state. Used by the tick.
/// </summary>
internal sealed class Enforcement
{
    /// <summary>Reports kept while the journal has no room; beyond it the oldest go.</summary>
    private const int ReportsMax = 4096;

    private readonly Commissioned _commissioned;
    private readonly JournalStore _journal;
    private readonly DesiredStates _policies;
    private readonly ISwitchBoards _boards;
    private readonly IMeterWatch _watch;
    private readonly Contact _contact;
    private readonly Presses _presses;
    private readonly GatewayId _gateway;
    private readonly Nearby _nearby;
    private readonly ImmutableArray<ActuatorPlan> _actuators;
    private SupplyState _state;
    private SupplyState _stored;
    private ImmutableArray<GatewayEvent> _unsaved = [];
    private ImmutableArray<SwitchReport> _reports = [];
    private ImmutableArray<ReceivedCommand> _commands = [];
    private ImmutableArray<ButtonPress> _pressed = [];
    private ImmutableArray<Extension> _extensions = [];
    private (HoldCalendar Calendar, DateTimeOffset Quarter, ImmutableArray<HoldWindow> Windows)? _calendar;
    private long _version = -1;
    private bool _isInContact;
    private TimeSpan? _begun;
    private DateTimeOffset _acted;

    public Enforcement(
        GatewayId gateway, Commissioned commissioned, JournalStore journal, DesiredStates policies,
        ISwitchBoards boards, IMeterWatch watch, Contact contact, Presses presses)
    {
        (_gateway, _commissioned, _journal, _policies, _boards, _watch, _contact, _presses) =
            (gateway, commissioned, journal, policies, boards, watch, contact, presses);
        _nearby = new(commissioned);
        _actuators = [.. commissioned.Plan.Actuators];
        _state = _stored = journal.ReadSupply(gateway);
    }

    /// <summary>
    /// The earliest look at a device or button, or poll of a watched meter, whose outcome is still to come; or the next
    /// instant at which a load of demand response goes or returns.
    /// </summary>
    public DateTimeOffset EarliestOpen => new[]
    {
        _boards.EarliestOpen, _watch.EarliestOpen, _presses.EarliestOpen,
        _policies.Current?.DemandResponse?.NextAfter(_acted) ?? DateTimeOffset.MaxValue,
    }.Min();

    /// <summary>The policy in force, with cut units that it lists no more; null: there is neither.</summary>
    private DesiredState? Policy => Dropped.Completed(_policies.Current, _state, _actuators);

    /// <summary>As it was stored last. For tests and those who tell of it.</summary>
    public SupplyState State => _state;

    /// <summary>
    /// Freezes reports and commands. True when there is something to decide although nothing was read and nothing
    /// happened.
    /// </summary>
    public bool Freeze(ClockLook look)
    {
        _begun ??= look.Now.SinceBoot;
        _isInContact = _contact.IsThere(look.Now.Site);
        _reports = [.. _reports.Concat(_boards.Take()).TakeLast(ReportsMax)];
        _pressed = [.. _pressed.Concat(_presses.Take()).TakeLast(Presses.Max)];
        var policy = Policy;
        _commands = policy is null && _state.Effects.IsEmpty
            ? []
            : [.. _journal.ReadCommands(waiting: true).Where(
                received => received.Command.Action is not (CommandAction.Curtail or CommandAction.ReplaceMeter
                    or CommandAction.SettleCase or CommandAction.OverrideZone))];
        _extensions = policy is null ? [] : _journal.ReadExtensions();
        return policy?.DemandResponse?.NextAfter(_acted) <= look.Now.Site
            || _unsaved.Length > 0 || _pressed.Length > 0
            || _reports.Any(IsNews)
            || _commands.Any(received => !_state.Effects.ContainsKey(received.Command.Id)
                && !Testing.IsUnderWay(_state, received.Command.Id))
            || (policy is not null && policy.Version != _version);
    }

    /// <summary>What follows from an image: proof, then decisions. Nothing has happened until it is stored.</summary>
    public PreparedSupply Prepare(
        ClockLook look, ImmutableArray<Sample> image, ImmutableDictionary<PointId, Ledger> ledgers,
        ImmutableDictionary<PointId, PointUse> uses)
    {
        _nearby.Take(image);
        var now = look.Now.Site;
        var policy = Policy;
        var plans = _actuators;
        var proven = plans.IsEmpty
            ? _state
            : _state with { Circuits = Proving.Prove(_state.Circuits, plans, _nearby, _reports, now) };
        ImmutableArray<GatewayEvent> seen =
        [
            .. _unsaved,
            .. Proving.Events(_state.Circuits, proven.Circuits, plans, now),
            .. Confirming.Events(_pressed, _state.Ladders),
        ];
        if (policy is null)
            return new(proven, seen, []);
        var frozen = ImageOf(look, policy, ledgers, uses);
        ImmutableArray<GatewayEvent> reports = [];
        if (look.IsDated)
        {
            (var leases, reports) = Leasing.Take(proven.Leases, frozen, _gateway, _journal.Id);
            (proven, frozen) = (proven with { Leases = leases }, frozen with { Leases = leases });
        }
        var decided = Deciding.Decide(proven, frozen, WindowsOf(policy, now), _commands, _pressed, _gateway);
        var (next, measured) = Effects.Measure(decided.Next, policy, plans, now);
        (next, var tested) = Testing.Measure(next, _commissioned.Plan.SwitchPoints, now);
        ImmutableArray<CommandAnswer> answers = [.. decided.Answers, .. measured, .. tested];
        return new(
            next,
            [
                .. seen,
                .. reports,
                .. policy.Version != _version ? Dropped.Events(_policies.Current, _state, now) : [],
                .. decided.Log.Events,
                .. Told(answers),
            ],
            answers);
    }

    /// <summary>What is to be stored with a prepared tick.</summary>
    public SupplyChange ChangeTo(PreparedSupply prepared) => new(_stored, prepared.Next, prepared.Answers);

    /// <summary>It is stored: it is how things are.</summary>
    public void Become(PreparedSupply prepared)
    {
        _state = _stored = prepared.Next;
        (_unsaved, _reports, _pressed) = ([], [], []);
        _commands = [.. _commands.Where(received => prepared.Answers.All(answer => answer.Id != received.Command.Id))];
        _version = Policy?.Version ?? -1;
    }

    /// <summary>
    /// Switches what the ladders want, each command through the gate and stored before it is given. Without room in
    /// the journal nothing is switched; the next tick asks again.
    /// </summary>
    public void Act(
        ClockLook look, ImmutableDictionary<PointId, Ledger> ledgers, ImmutableDictionary<PointId, PointUse> uses,
        Action<SupplyChange, ImmutableArray<GatewayEvent>> save)
    {
        // A test is answered also where nothing can be switched.
        if (Policy is not { } policy || (_actuators.IsEmpty && _commands.IsEmpty))
            return;
        var now = _acted = look.Now.Site;
        try
        {
            foreach (var unit in policy.Units)
            {
                while (Plan(look, policy, unit, ledgers, uses, save) is { } planned)
                    Command(planned, now);
            }
            foreach (var received in _commands)
                Test(received, ImageOf(look, policy, ledgers, uses), save);
            if (_unsaved.Length > 0)
                Save(_state, [], [], save);
        }
        catch (JournalFullException)
        {
            // Nothing that is not stored was commanded; what was commanded is stored with the next tick.
        }
        Watch(now);
    }

    /// <summary>To which level ladders and events dim the lamps of zones; empty without a policy.</summary>
    /// <param name="state">As prepared, or as it is.</param>
    public ImmutableDictionary<SwitchPointId, LampCap> CapsOf(
        SupplyState state, IEnumerable<LampPlan> lamps, ClockLook look, ImmutableDictionary<PointId, Ledger> ledgers,
        ImmutableDictionary<PointId, PointUse> uses) => Policy is { } policy
        ? LampCaps.Of(state, ImageOf(look, policy, ledgers, uses), lamps)
        : ImmutableDictionary<SwitchPointId, LampCap>.Empty;

    /// <summary>What the meter directly below a lamp read since an instant, W; null: nothing.</summary>
    public long? PowerBelow(LampPlan lamp, DateTimeOffset now, DateTimeOffset since) =>
        _nearby.PowerBelow(lamp, now, since);

    /// <summary>A zone has commanded a lamp: how it stands is not known until it is read back.</summary>
    public void Forget(SwitchPointId lamp) => _state = _state with
    {
        Circuits = _state.Circuits.SetItem(
            lamp, _state.CircuitOf(lamp) with { State = CircuitState.Unknown, Level = null }),
    };

    /// <summary>The next command, stored; null when there is none. Refusals on the way are stored too.</summary>
    private PlannedSwitch? Plan(
        ClockLook look, DesiredState policy, UnitPolicy unit, ImmutableDictionary<PointId, Ledger> ledgers,
        ImmutableDictionary<PointId, PointUse> uses, Action<SupplyChange, ImmutableArray<GatewayEvent>> save)
    {
        var log = new DecisionLog(_state.Chain, _commissioned.Zone);
        var next = _state;
        var planned = Acting.Next(
            ref next, ImageOf(look, policy, ledgers, uses), unit, _commissioned, _nearby, log);
        if (planned is not null)
            next = next with { Circuits = next.Circuits.SetItem(planned.Plan.Id, planned.Circuit) };
        next = next with { Chain = log.Head };
        if (log.Events.Length == 0)
            return planned;
        Save(
            next,
            [.. log.Events, .. Proving.Events(_state.Circuits, next.Circuits, _actuators,
                look.Now.Site)],
            [], save);
        return planned;
    }

    /// <summary>Begins or refuses a test that a person ordered; what was decided or answered is stored first.</summary>
    private void Test(
        ReceivedCommand received, SupplyImage image, Action<SupplyChange, ImmutableArray<GatewayEvent>> save)
    {
        var log = new DecisionLog(_state.Chain, _commissioned.Zone);
        if (Testing.Next(received, _state, image, _commissioned, _nearby, log) is not { } step)
            return;
        var next = _state with { Chain = log.Head };
        if ((step.Planned?.Circuit ?? step.Ended) is { } circuit)
            next = next with { Circuits = next.Circuits.SetItem(circuit.Point, circuit) };
        ImmutableArray<CommandAnswer> answers = step.Answer is { } answer ? [answer] : [];
        Save(
            next,
            [
                .. log.Events,
                .. Proving.Events(_state.Circuits, next.Circuits, _actuators, image.Now),
                .. Told(answers),
            ],
            answers, save);
        if (step.Planned is { } planned)
            Command(planned, image.Now);
    }

    private void Command(PlannedSwitch planned, DateTimeOffset now)
    {
        var action = planned.Circuit.Action!;
        if (action.Levels is { } levels)
            _boards.Command(planned.Plan.Id, levels);
        else
            _boards.Command(planned.Plan.Id, Circuit.Wanted(action.Operation));
        var before = _state.Circuits;
        _state = _state with { Circuits = before.SetItem(planned.Plan.Id, planned.Circuit.Attempted(now)) };
        _unsaved =
        [
            .. _unsaved,
            .. Proving.Events(before, _state.Circuits, _actuators, now),
        ];
    }

    private IEnumerable<GatewayEvent> Told(ImmutableArray<CommandAnswer> answers) =>
        from answer in answers
        join received in _commands on answer.Id equals received.Command.Id
        select answer.ToEvent(received.Command);

    private void Save(
        SupplyState next, ImmutableArray<GatewayEvent> events, ImmutableArray<CommandAnswer> answers,
        Action<SupplyChange, ImmutableArray<GatewayEvent>> save)
    {
        save(new(_stored, next, answers), [.. _unsaved, .. events]);
        (_state, _stored, _unsaved) = (next, next, []);
    }

    private void Watch(DateTimeOffset now)
    {
        foreach (var plan in _actuators)
        {
            if (_state.Circuits.GetValueOrDefault(plan.Id)?.WatchedUntil is { } until && until > now)
                _watch.Watch(_nearby.MetersOf(plan), until);
        }
    }

    /// <summary>A report that changes what is known, or that a proof may wait for.</summary>
    private bool IsNews(SwitchReport report) =>
        _state.CircuitOf(report.Point) is var circuit
        && (circuit.State != report.State || circuit.Level != report.Level || circuit.IsUnlike != report.IsUnlike
            || circuit.Action is { State: SwitchActionState.Attempted });

    private SupplyImage ImageOf(
        ClockLook look, DesiredState policy, ImmutableDictionary<PointId, Ledger> ledgers,
        ImmutableDictionary<PointId, PointUse> uses) => new(
            look.Now.Site, look.IsDated, look.Now.SinceBoot - (_begun ?? look.Now.SinceBoot), policy,
            _policies.Standing(look.Now.Site), _extensions, ledgers, uses, _state.Leases, _isInContact,
            _commissioned.Zone)
        {
            Clock = new(look.Now.Site, look.IsDated, look.Record.Kernel, look.Now.SinceBoot),
        };

    /// <summary>Made anew each quarter of an hour: they reach days beyond it.</summary>
    private ImmutableArray<HoldWindow> WindowsOf(DesiredState policy, DateTimeOffset now)
    {
        var quarter = Interval.StartOf(now);
        if (_calendar is not { } made || !ReferenceEquals(made.Calendar, policy.Calendar) || made.Quarter != quarter)
            _calendar = made = (policy.Calendar, quarter, policy.Calendar.Windows(quarter, _commissioned.Zone));
        return made.Windows;
    }
}

/// <summary>What a tick found out and decided about supply.</summary>
/// <param name="Next">How everything stands afterwards.</param>
/// <param name="Events">To be stored with it.</param>
/// <param name="Answers">To commands, likewise.</param>
internal sealed record PreparedSupply(
    SupplyState Next, ImmutableArray<GatewayEvent> Events, ImmutableArray<CommandAnswer> Answers);

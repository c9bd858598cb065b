using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Signatures;
using Jingu.Contracts.Wire;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Budgets.Ladders;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control;
using Jingu.Edge.Control.Buttons;
using Jingu.Edge.Delivery;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using Jingu.Edge.Tests.Clock;
using Jingu.Lighting.Zones;
using Jingu.Modbus.Profiles;
using Jingu.Testing;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>
/// A unit's month as a timetable, over the real tick: journal file, signed policy and commands, clocks that the test
/// moves, relays and meters that answer each other. Times are <c>"dd HH:mm"</c> or <c>"HH:mm"</c> in Shanghai; a day
/// smaller than today's is one of the next month. Meters are polled every hour, and every ten seconds while they are
/// watched. What happened must be expected at its minute: <c>Expect</c> names everything since the last one.
/// </summary>
internal sealed partial class SupplyScenario : IDisposable, IMeterWatch
{
    public const string Sockets = "sockets-07";
    public const string LightCircuit = "lighting-07";
    public const string Server = "server-07";
    public const string Valve = "valve-07";

    private const long Kilo = 1000;
    private const long Rating = 3000;
    private const string Secret = "k1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static readonly TimeSpan Zone = TimeSpan.FromHours(8);
    private static readonly TimeSpan Poll = TimeSpan.FromHours(1);
    private static readonly UnitId Unit = new("unit-07");
    private static readonly SigningKey Key = SigningKey.Create("aggregator");
    private static readonly DeviceProfile Electricity = ProfileCatalogue.Find("eastron-sdm120")!;
    private static readonly DeviceProfile Water = ProfileCatalogue.Find("xintai-water")!;

    private readonly TestFolder _folder = new();
    private readonly FakeTime _time;
    private readonly FakeBootClock _boot;
    private readonly Arrivals _arrivals = new();
    private GatewayOptions _options;
    private readonly Resource _resource;
    private readonly int _others;
    private readonly Dictionary<string, long> _draws = new() { [Sockets] = 1500, [LightCircuit] = 0, [Server] = 900 };
    private readonly HashSet<string> _bypassed = [];
    private readonly List<string> _seen = [];
    private readonly Presses _presses = new();
    private JournalStore _journal = null!;
    private DesiredStates _states = null!;
    private GatewayTick _tick = null!;
    private Enforcement _enforcement = null!;
    private ClockKeeper _clock = null!;
    private Commissioned _commissioned = null!;
    private Contact _contact = null!;
    private ImmutableArray<SwitchPointPlan> _points;
    private UnitPolicy _policy;
    private HoldCalendar _calendar = HoldCalendar.None;
    private DateTimeOffset _watchedUntil;
    private DateTimeOffset _now;
    private long _version;
    private long _used;
    private long _carried;
    private long _flowing;
    private int _noted;
    private int _commands;
    private byte[] _sent = [];
    private int _lines;
    private int _switches;
    private bool _isRead = true;
    private bool _isListed = true;
    private bool _isSettled = true;

    private SupplyScenario(
        long budget, Resource resource, int day, int others, bool lamps, Func<LadderPolicy, LadderPolicy> ladder,
        ZoneRules? zone)
    {
        _others = others;
        _lamps = lamps ? LampPlans() : [];
        _setPoints = lamps ? [ChillerPlan()] : [];
        if (zone is not null)
        {
            _zones = ZonesOf(_lamps, zone);
            _lamps = [.. _zones[0].Lamps, .. _lamps.Where(lamp => !lamp.IsSwitchable)];
        }
        _resource = resource;
        _time = new(new DateTimeOffset(2026, 3, day, 0, 0, 0, Zone).ToUniversalTime());
        _boot = new(_time);
        _boot.Synchronise(TimeSpan.FromMilliseconds(20));
        _folder.Write("gateway.key", Secret);
        _folder.Write("aggregator.pub", Key.ToVerificationKey().ToPem());
        _options = GatewayFile.Read(_folder.Write("gateway.yaml", """
            schema: 1
            site: zhoushan
            gateway: gateway-1
            zone: Asia/Shanghai
            key: gateway.key
            store: journal.db
            commissioning: commissioning.yaml
            broker: {host: 127.0.0.1}
            trusted: [{name: aggregator, file: aggregator.pub}]
            """));
        _points = resource == Resource.Water ? [Point(Valve, CircuitKind.Ordinary)] :
        [
            Point(Sockets, CircuitKind.Ordinary), Point(LightCircuit, CircuitKind.Ordinary),
            Point(Server, CircuitKind.DataRoom),
        ];
        Boards = new(_time.GetUtcNow, _points.Select(point => point.Id));
        foreach (var lamp in _lamps)
            Boards.Lamps[lamp.Id] = new(lamp, lamp.Curve.Full);
        foreach (var point in _setPoints)
            Boards.Lamps[point.Id] = new(point, ChilledNormally);
        var sequence = new SwitchSequence(
            [
                .. _points.Select(point => new ListedCircuit(point.Id)),
                .. _lamps.Select(lamp => new ListedCircuit(lamp.Id, DimOnly: true)),
            ],
            [.. _points.Skip(1).Select(point => point.Id), .. _lamps.Skip(1).Select(lamp => lamp.Id)]);
        _policy = new(
            Unit, resource, 7, ladder(new LadderPolicy(Unit, resource, 1) { Drill = false }),
            Allowances(budget, emergency: 0), [.. Meters().SelectMany(meter => meter.Points).Select(point => point.Id)],
            sequence, null);
        _now = _time.GetUtcNow();
        Start();
        Publish();
    }

    public FakeBoards Boards { get; }

    public JournalStore Journal => _journal;

    /// <summary>Where gateway.yaml lies, and the journal.</summary>
    public TestFolder Folder => _folder;

    public SupplyState State => _enforcement.State;

    /// <summary>Everything so far, with times.</summary>
    public IReadOnlyList<string> Seen => _seen;

    DateTimeOffset IMeterWatch.EarliestOpen => DateTimeOffset.MaxValue;

    /// <summary>A gateway with one unit in earnest: sockets, lighting, and a server room that is protected.</summary>
    /// <param name="budget">kWh, or m3, for each month.</param>
    /// <param name="others">Meters of the unit besides.</param>
    /// <param name="lamps">Three lamps besides, listed last: one with a meter of its own, one without, and a protected
    /// one that the policy lists all the same.</param>
    /// <param name="zone">By which rules the two lamps that may be dimmed are lit; null: by none.</param>
    /// <param name="day">Of March, at whose midnight the gateway is started for the first time.</param>
    public static SupplyScenario With(
        long budget, Func<LadderPolicy, LadderPolicy>? ladder = null, Resource resource = Resource.Electricity,
        int day = 1, int others = 0, bool lamps = false, ZoneRules? zone = null) =>
        new(budget, resource, day, others, lamps, ladder ?? (policy => policy), zone);

    /// <summary>Time passes up to an instant; what is said next holds from there.</summary>
    public SupplyScenario At(string time)
    {
        Settle();
        var to = Parse(time);
        Assert.True(to > _now, $"{time} does not lie after {Text(_now)}");
        while (Next() is var next && next < to)
            Run(next);
        Pass(to);
        _isSettled = false;
        return this;
    }

    /// <summary>Time passes, and nobody looks.</summary>
    public SupplyScenario Wait(TimeSpan time)
    {
        Settle();
        var to = _now + time;
        while (Next() is var next && next < to)
            Run(next);
        Pass(to);
        return Change(() => { });
    }

    public SupplyScenario Use(long used) => Change(() => _used = used * Kilo);

    public SupplyScenario UseMore(long used) => Change(() => _used += used * Kilo);

    /// <summary>What the sockets draw while they are on, W.</summary>
    public SupplyScenario Draws(string circuit, long watts) => Change(() => _draws[circuit] = watts);

    /// <summary>L that flow between two polls while the valve is open.</summary>
    public SupplyScenario Flows(long litres) => Change(() => _flowing = litres);

    public SupplyScenario ReadingsStop() => Change(() => _isRead = false);

    public SupplyScenario ReadingsReturn() => Change(() => _isRead = true);

    /// <summary>The circuit is commissioned anew, with a feedback input.</summary>
    public SupplyScenario Feedback(string circuit)
    {
        Boards.GiveFeedback(circuit);
        _points = [.. _points.Select(point => point.Id.Value == circuit
            ? point with { Feedback = new("board-1", 1, ActiveIsOn: true) }
            : point)];
        return Restart();
    }

    /// <summary>Nothing that switches is commissioned any more.</summary>
    public SupplyScenario Unwired()
    {
        _points = [];
        return Restart();
    }

    public SupplyScenario Differs(string circuit, bool isUnlike = true) =>
        Change(() => Boards.Differ(circuit, isUnlike));

    public SupplyScenario Sticks(string circuit) => Change(() => Boards.Stick(circuit));

    /// <summary>Somebody leads the load around the contact.</summary>
    public SupplyScenario Bypasses(string circuit) => Change(() => _bypassed.Add(circuit));

    public SupplyScenario BoardPowersUpOff(string circuit) => BoardPowersUp(circuit, CircuitState.Off);

    public SupplyScenario BoardPowersUp(string circuit, CircuitState state) =>
        Change(() => Boards.PowerUp(circuit, state));

    /// <summary>The clock is no longer vouched for.</summary>
    public SupplyScenario ClockIsDoubted() => Change(() =>
    {
        _boot.Condition = FakeBootClock.Unset;
        _boot.JumpTo(_now.AddSeconds(5));
        _now = _time.GetUtcNow();
    });

    public SupplyScenario ClockIsKept() => Change(() => _boot.Synchronise(TimeSpan.FromMilliseconds(20)));

    /// <summary>kill -9 in the middle of a tick.</summary>
    /// <param name="step">Which of the commits and switchings from here on it does not survive, from 1.</param>
    public SupplyScenario KillAt(int step) => Change(() =>
    {
        _journal.Changed -= Boards.Step;
        Boards.Step = () =>
        {
            if (--step == 0)
                throw new KilledException();
        };
        _journal.Changed += Boards.Step;
    });

    /// <summary>kill -9, and the process starts again on the same file.</summary>
    public SupplyScenario Restart() => Change(() =>
    {
        _journal.Dispose();
        Start();
    });

    /// <summary>The gateway is without power until then.</summary>
    public SupplyScenario IsOffUntil(string time) => Change(() =>
    {
        _journal.Dispose();
        Pass(Parse(time));
        Start();
    });

    /// <summary>Everything since the last expectation, all of it now: rules by name, actions, answers.</summary>
    public SupplyScenario Expect(params string[] what)
    {
        Settle();
        Assert.Equal(
            string.Join('\n', what.Select(one => $"{Text(_now)} {one}")), string.Join('\n', _seen[_lines..]));
        _lines = _seen.Count;
        return this;
    }

    /// <summary>Everything since the last expectation, whenever it was: with times.</summary>
    public SupplyScenario ExpectStory(params string[] what)
    {
        Settle();
        Assert.Equal(string.Join('\n', what), string.Join('\n', _seen[_lines..]));
        _lines = _seen.Count;
        return this;
    }

    /// <summary>Commands to devices since the last expectation, as <c>dd HH:mm:ss sockets-07 Off</c>.</summary>
    public SupplyScenario ExpectSwitched(params string[] what)
    {
        Settle();
        Assert.Equal(
            string.Join('\n', what),
            string.Join('\n', Boards.Commands[_switches..].Select(one => string.Create(
                CultureInfo.InvariantCulture,
                $"{one.At.ToOffset(Zone):dd HH:mm:ss} {one.Point} {one.State} {one.Level}").TrimEnd())));
        _switches = Boards.Commands.Count;
        return this;
    }

    public SupplyScenario ExpectNothing() => Expect().ExpectSwitched();

    public SupplyScenario Expect(Stage stage)
    {
        Settle();
        Assert.Equal((Text(_now), stage), (Text(_now), Ladder().Stage));
        return this;
    }

    public SupplyScenario ExpectHold(HoldReason? reason)
    {
        Settle();
        Assert.Equal((Text(_now), reason), (Text(_now), Ladder().Hold));
        return this;
    }

    /// <summary>Every record of the journal: chained, and decided again the same way.</summary>
    public SupplyScenario ExpectReplayed()
    {
        Settle();
        var links = Events().Select(DecisionEvent.LinkOf).OfType<ChainLink>().ToList();
        Assert.NotEmpty(links);
        Assert.Null(ChainLink.FirstBreak(links));
        foreach (var link in links)
        {
            var replayed = Replay.Check(link.Content.AsSpan());
            Assert.True(replayed.Outcome == ReplayOutcome.Equal, string.Join('\n', replayed.Differences));
        }
        return this;
    }

    public List<GatewayEvent> Events() =>
    [
        .. _journal.Read(JournalStream.Events, 1, long.MaxValue, int.MaxValue, int.MaxValue).Entries
            .Select(body => EntryCodec.Decode(body, _ => null))
            .Select(entry => ((Entry.Event)(entry is Entry.Undated undated ? undated.Taken : entry)).Item),
    ];

    /// <summary>One tick at this instant, with meters read.</summary>
    public void RunNow()
    {
        Read();
        Sense();
        Boards.Look();
        if (_isInContact)
            _contact.Heard();
        try
        {
            _tick.RunOnce();
        }
        catch (KilledException)
        {
            _journal.Dispose();
            Start();
        }
        Note();
        JudgeCaps();
        _isSettled = true;
    }

    void IMeterWatch.Watch(IEnumerable<MeterId> meters, DateTimeOffset until)
    {
        if (meters.Any() && until > _watchedUntil)
            _watchedUntil = until;
    }

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Quotas;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Events;
using Jingu.Contracts.State;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Edge.Control.Zones;
using Jingu.Edge.Delivery;
using Jingu.Lighting.Timetables;
using Jingu.Lighting.Zones;
using Jingu.Time;
using NodaTime;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>The unit's two lamps are one zone with a sensor that sees people, one for light, and a switch.</summary>
internal sealed partial class SupplyScenario
{
    public const string Office = "office-07";
    private const string Pir = "pir-07";
    private const string Lux = "lux-07";
    private const string Wall = "wall-07";

    private static readonly LightingSite LightingSite = new(
        DateTimeZoneProviders.Tzdb["Asia/Shanghai"], WorkingDays.Undeclared, null);

    private readonly ImmutableArray<ZonePlan> _zones = [];
    private SensorReadings _sensed = new();
    private Zoning _zoning = null!;
    private bool? _isOccupied = false;
    private long? _lux;
    private int _lit;
    private int _zoneEvents;
    private int _judged;

    public ImmutableArray<ZonePlan> Zones => _zones;

    /// <summary>How the zone stands.</summary>
    public ZoneStanding Standing => _zoning.Standings[new(Office)];

    /// <summary>What goes up as the gateway's state now, as it is on the wire.</summary>
    public GatewayState StateTold => JsonSerializer.Deserialize(
        new StatePublisher(
            _options, _commissioned, _journal, [], new RunningSiteTime(_time), _clock, _states, _zoning,
            new MachineTime(_time)).State().Payload.Span,
        StateJson.Default.GatewayState)!;

    /// <summary>What a zone lit beyond what a ladder had dimmed and still wants dimmed.</summary>
    public List<string> Passed { get; } = [];

    public SupplyScenario Comes() => Change(() => _isOccupied = true);

    public SupplyScenario Leaves() => Change(() => _isOccupied = false);

    /// <summary>The sensor that sees people gives nothing any more.</summary>
    public SupplyScenario PresenceFails() => Change(() => _isOccupied = null);

    /// <summary>What the light sensor shows.</summary>
    public SupplyScenario Shines(long? lux) => Change(() => _lux = lux);

    public SupplyScenario UsesSwitch() => Change(() => _sensed.Used(Wall, 1));

    /// <summary>What zones told lamps since the last expectation, as <c>dd HH:mm:ss lamp-07 254 0</c>.</summary>
    public SupplyScenario ExpectLit(params string[] what)
    {
        Settle();
        Assert.Equal(
            string.Join('\n', what),
            string.Join('\n', Boards.Lit[_lit..].Select(one => string.Create(
                CultureInfo.InvariantCulture,
                $"{one.At.ToOffset(Zone):dd HH:mm:ss} {one.Lamp} {one.From} {one.To}"))));
        _lit = Boards.Lit.Count;
        return this;
    }

    /// <summary>What was told of the zone, its sensors and its lamps since the last expectation.</summary>
    public SupplyScenario ExpectTold(params string[] what)
    {
        Settle();
        var told = Events().Where(happened => happened.Kind is EventKinds.ZoneLight or EventKinds.ZoneOverride
            or EventKinds.SensorFailed or EventKinds.SensorBack or EventKinds.LampUnlike).ToList();
        var seen = string.Join('\n', told[_zoneEvents..].Select(
            happened => $"{Text(happened.Instant)} {happened.Kind} {happened.Subject} " + string.Join(
                ' ', happened.Facts.Where(fact => fact.Key is not ("zone" or "until")).Select(fact => fact.Value))));
        Assert.True(string.Join('\n', what) == seen, $"told was:\n{seen}");
        _zoneEvents = told.Count;
        return this;
    }

    private static ImmutableArray<ZonePlan> ZonesOf(ImmutableArray<LampPlan> lamps, ZoneRules rules)
    {
        ImmutableArray<LampPlan> own =
            [.. lamps.Where(lamp => lamp.IsSwitchable).Select(lamp => lamp with { Zone = new(Office) })];
        Jingu.Lighting.Zones.Zone With(ZoneRules some) => new(
            new(Office), [.. own.Select(lamp => lamp.Point)], some, LightingSite, 1,
            luxSensors: some.Daylight is null ? 0 : 1);
        return
        [
            new(With(rules), With(rules with { Schedule = null, Sweep = null }), "the office", own, [Pir],
                rules.Daylight is null ? [] : [Lux], [Wall], []),
        ];
    }

    private void JudgeCaps()
    {
        foreach (var (at, lamp, _, to) in Boards.Lit.Skip(_judged))
        {
            var dimTo = _lamps.First(plan => plan.Id == lamp).DimTo;
            if (to > dimTo && Boards.Commands.LastOrDefault(one => one.Point == lamp).State == CircuitState.Dimmed
                && State.Ladders.TryGetValue(new(Unit, _resource), out var ladder) && !ladder.Drill
                && ladder.Supply == Supply.Off)
            {
                Passed.Add($"{Text(at)} {lamp} {to}");
            }
        }
        _judged = Boards.Lit.Count;
    }

    /// <summary>Sensors tell just before the tick.</summary>
    private void Sense()
    {
        if (_isOccupied is { } isOccupied)
            _sensed.Saw(Pir, new PresenceReading(isOccupied, _now));
        else
            _sensed.Failed(Pir, "nobody answers.");
        if (_lux is { } lux)
            _sensed.Measured(Lux, new LuxReading(lux, _now));
    }
}

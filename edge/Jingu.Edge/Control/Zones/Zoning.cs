using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Switching;
using Jingu.Budgets.Use;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.State;
using Jingu.Edge.Clock;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Edge.Delivery.Journal;
using Jingu.Edge.Delivery.Signed;
using Jingu.Lighting.Zones;

namespace Jingu.Edge.Control.Zones;

/// <summary>
/// What the tick does about lighting zones, beside and after <see cref="Enforcement"/>: decides, and when it is stored
/// moves lamps by the same gate and the same devices. Used by the tick; <see cref="Standings"/> from any thread.
/// </summary>
internal sealed class Zoning
{
    private readonly Commissioned _commissioned;
    private readonly JournalStore _journal;
    private readonly Enforcement _supply;
    private readonly ISwitchBoards _boards;
    private readonly SensorReadings _readings;
    private readonly ImmutableArray<ZonePlan> _plans;
    private readonly ImmutableArray<LampPlan> _lamps;
    private ImmutableDictionary<ZoneId, KeptZone> _kept;
    private ImmutableDictionary<ZoneId, ZoneStanding>? _standings;
    private ImmutableDictionary<SwitchPointId, LampCap> _caps = ImmutableDictionary<SwitchPointId, LampCap>.Empty;
    private ImmutableDictionary<string, LuxReading> _lux = ImmutableDictionary<string, LuxReading>.Empty;
    private ImmutableArray<string> _used = [];
    private ImmutableArray<ReceivedCommand> _orders = [];
    private ImmutableArray<LampMove> _moves = [];
    private SensorImage _sensors = SensorImage.Empty;

    public Zoning(
        Commissioned commissioned, JournalStore journal, Enforcement supply, ISwitchBoards boards,
        SensorReadings readings)
    {
        (_commissioned, _journal, _supply, _boards, _readings) = (commissioned, journal, supply, boards, readings);
        _plans = commissioned.Plan.Zones;
        _lamps = [.. _plans.SelectMany(plan => plan.Lamps)];
        _kept = _plans.IsEmpty ? ImmutableDictionary<ZoneId, KeptZone>.Empty : journal.ReadZones();
    }

    /// <summary>The earliest look at a sensor, or instant at which a rule may act, that is still to come.</summary>
    public DateTimeOffset EarliestOpen => Standings.Values.Select(standing => standing.Next)
        .Append(_readings.EarliestOpen).Min();

    /// <summary>How each zone stands; one whose lamps nobody has read yet is missing.</summary>
    public ImmutableDictionary<ZoneId, ZoneStanding> Standings =>
        Volatile.Read(ref _standings) ?? ImmutableDictionary<ZoneId, ZoneStanding>.Empty;

    /// <summary>The same as the gateway's state tells it; null on a site without zones. From any thread.</summary>
    public ImmutableArray<ZoneLighting>? Lighting()
    {
        var standings = Standings;
        return standings.IsEmpty ? null :
        [
            .. _plans.Where(plan => standings.ContainsKey(plan.Id))
                .OrderBy(plan => plan.Id.Value, StringComparer.Ordinal)
                .Select(plan => ZoneTelling.Of(plan, standings[plan.Id])),
        ];
    }

    /// <summary>
    /// Freezes what sensors told and what was ordered. True when something is to be stored or done although nothing was
    /// read and nothing happened.
    /// </summary>
    public bool Freeze(ClockLook look)
    {
        if (_plans.IsEmpty)
            return false;
        if (_standings is null)
            Resume(look.Now.Site);
        _sensors = _readings.Take();
        _used = [.. _used.Concat(_sensors.Used).TakeLast(SensorReadings.UsesMax)];
        _orders =
        [
            .. _journal.ReadCommands(waiting: true)
                .Where(received => received.Command.Action is CommandAction.OverrideZone),
        ];
        var peek = Decide(look, _supply.State.Circuits);
        var isNews = !peek.Events.IsEmpty || !peek.Moves.IsEmpty
            || peek.Next.Any(pair => pair.Value.MustBeStored(Standings.GetValueOrDefault(pair.Key)));
        if (!isNews)
        {
            Volatile.Write(ref _standings, peek.Next);
            _used = [];
        }
        return isNews;
    }

    /// <summary>What follows from an image. Nothing has happened until it is stored.</summary>
    /// <param name="supply">Of the same image.</param>
    public PreparedZones Prepare(
        ClockLook look, ImmutableArray<Sample> image, PreparedSupply supply,
        ImmutableDictionary<PointId, Ledger> ledgers, ImmutableDictionary<PointId, PointUse> uses)
    {
        if (_plans.IsEmpty)
            return PreparedZones.None;
        Measure(image);
        _caps = _supply.CapsOf(supply.Next, _lamps, look, ledgers, uses);
        return Decide(look, supply.Next.Circuits);
    }

    /// <summary>What is to be stored with a prepared tick: the zones that changed.</summary>
    public IEnumerable<KeyValuePair<ZoneId, KeptZone>> ChangeTo(PreparedZones prepared) =>
        from pair in prepared.Next
        where pair.Value.MustBeStored(Standings.GetValueOrDefault(pair.Key)) || !_kept.ContainsKey(pair.Key)
        select KeyValuePair.Create(pair.Key, KeptZone.Of(pair.Value));

    /// <summary>It is stored: it is how things are.</summary>
    public void Become(PreparedZones prepared)
    {
        _kept = _kept.SetItems(ChangeTo(prepared));
        Volatile.Write(ref _standings, prepared.Next);
        (_moves, _used, _orders) = (prepared.Moves, [], []);
    }

    /// <summary>
    /// Moves the lamps that the stored decision moves, each through the gate. One that a ladder has commanded meanwhile
    /// is left to it.
    /// </summary>
    public void Act(ClockLook look)
    {
        foreach (var move in _moves)
        {
            var command = new LightCommand(move.Lamp.Id, move.Lamp.Unit, move.Levels);
            var facts = new LightFacts { InZone = move.Lamp.Zone is not null, Cap = move.Cap };
            var circuit = _supply.State.CircuitOf(move.Lamp.Id);
            if (circuit.State == CircuitState.Unknown || circuit.Level != move.Levels.From
                || !SwitchGate.Judge(move.Lamp.Point, command, facts).IsAllowed)
            {
                continue;
            }
            _boards.Light(move.Lamp.Id, move.Levels);
            _supply.Forget(move.Lamp.Id);
            Tell(move, look.Now.Site);
        }
        _moves = [];
    }

    private void Tell(LampMove move, DateTimeOffset now)
    {
        var zone = move.Lamp.Zone!.Value;
        var standing = Standings[zone];
        var track = standing.Lamps[move.Lamp.Id].Tell(move.Levels.To, now);
        Volatile.Write(
            ref _standings,
            Standings.SetItem(zone, standing with { Lamps = standing.Lamps.SetItem(move.Lamp.Id, track) }));
    }

    private PreparedZones Decide(ClockLook look, ImmutableDictionary<SwitchPointId, Circuit> circuits) =>
        ZoneDeciding.Decide(_plans, Standings, new(
            look.Now.Site, look.IsDated, _sensors with { Lux = _sensors.Lux.SetItems(_lux), Used = _used }, circuits,
            _caps, PowerBelow(look.Now.Site))
        {
            Orders = _orders,
        });

    private ImmutableDictionary<SwitchPointId, long> PowerBelow(DateTimeOffset now) =>
        (from lamp in _lamps
         where lamp.Below is not null
         let told = Standings.GetValueOrDefault(lamp.Zone!.Value)?.Lamps.GetValueOrDefault(lamp.Id)?.ToldAt
         let watts = told is { } at ? _supply.PowerBelow(lamp, now, at + lamp.Travel) : null
         where watts is not null
         select (lamp.Id, Watts: watts.Value)).ToImmutableDictionary(pair => pair.Id, pair => pair.Watts);

    /// <summary>Light sensors that are read as meters.</summary>
    private void Measure(ImmutableArray<Sample> image)
    {
        foreach (var sensor in _commissioned.Plan.Sensors.OfType<SensorPlan.LightOfMeter>())
        {
            var index = _commissioned.IndexOf[sensor.Meter];
            if (image.LastOrDefault(sample => sample.MeterIndex == index && sample.Quality == Quality.Measured)
                is { } sample && sample.Values[sensor.Place] is { } count)
            {
                var lux = (long)Math.Round(_commissioned.Layouts[index][sensor.Place].ToDouble(count));
                _lux = _lux.SetItem(sensor.Id, new LuxReading(lux, sample.Instant));
            }
        }
    }

    private void Resume(DateTimeOffset now) => Volatile.Write(
        ref _standings,
        _plans.Where(plan => _kept.ContainsKey(plan.Id)).ToImmutableDictionary(
            plan => plan.Id, plan => ZoneStanding.Resume(_kept[plan.Id].State, _kept[plan.Id].Reason, now)));
}

using Jingu.Lighting.Zones;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Lighting;

/// <summary>
/// A zone as it is: its light at the desk, who is there, what the sensors show of it, and what moves its lamps.
/// </summary>
internal sealed class Room
{
    private static readonly TimeSpan Grid = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EmptyGrid = TimeSpan.FromMinutes(5);

    private readonly Zone _zone;
    private readonly Sky _sky;
    private readonly Noise _noise;
    private readonly OfficeFaults _faults;
    private readonly Presences _here;
    private readonly Presences _building;
    private readonly Behaviour _behaviour;
    private ZoneState? _state;
    private DateTimeOffset _now;
    private double _desk;

    public Room(
        OfficeZone plan, OfficeRules rules, Sky sky, Noise noise, IReadOnlyList<Stay> stays, DateTimeOffset from)
    {
        (Plan, _zone, _sky, _noise, _now) = (plan, rules.Of(plan), sky, noise, from);
        _here = new(stays.Where(stay => stay.Zone == plan.Id));
        _building = new(stays);
        _behaviour = new(plan, _here, noise, from);
        _faults = new(plan, rules, from);
    }

    public OfficeZone Plan { get; }

    public LampLine Lamps { get; } = new();

    public double WattHours { get; private set; }

    public TimeSpan Occupied { get; private set; }

    public TimeSpan Below { get; private set; }

    public void PlayUntil(DateTimeOffset end)
    {
        while (_now < end)
        {
            var next = Turn();
            var until = next < end ? next : end;
            Count(until - _now);
            _now = until;
        }
    }

    /// <summary>Everything that happens at this instant.</summary>
    /// <returns>The next one at which anything may happen.</returns>
    private DateTimeOffset Turn()
    {
        Lamps.IsLying = _faults.IsLying(_now);
        Lamps.Follow(_now);
        var daylight = _sky.LuxAt(_now) * Plan.DaylightFactor;
        var lamps = Plan.LampLux * Lamps.Light / 1000.0;
        _desk = daylight + lamps;
        var shown = (daylight * Plan.SensorOfDaylight) + (lamps * Plan.SensorOfLamps);
        var step = ZoneLight.Next(_zone, _state, Inputs(shown), _now);
        _state = step.State;
        Lamps.Tell(step.Light, _now);
        var isEmpty = _building.CountAt(_now) == 0 && Lamps.Light == 0;
        return new[]
        {
            After(_now, isEmpty ? EmptyGrid : Grid), step.Next, Lamps.NextChange, _here.NextChange(_now),
            _building.NextChange(_now), _behaviour.NextAct(_now),
        }.OfType<DateTimeOffset>().Min();
    }

    private ZoneInputs Inputs(double shown)
    {
        // One in fifty of what it shows, and a lux, is noise.
        var noise = _noise.At(_now.ToUnixTimeMilliseconds()) - 0.5;
        var lux = (long)Math.Round(double.Max(0, shown + (noise * ((0.03 * shown) + 2))));
        var press = _behaviour.Act(_desk, Lamps, _state, _now);
        var isSeen = _here.IsMovingAt(_now, _noise) || _behaviour.IsWaving;
        return new ZoneInputs
        {
            Presence = [_faults.Shown(new PresenceReading(isSeen, _now))],
            Lux = Plan.SensorTarget > 0 ? [_faults.Shown(new LuxReading(lux, _now))] : [],
            Press = press,
            BuildingInUse = _building.CountAt(_now) > 0,
            Shown = 0,
        };
    }

    private void Count(TimeSpan span)
    {
        WattHours += Plan.WattsAt(Lamps.Light) * span.TotalHours;
        if (_here.CountAt(_now) == 0)
            return;
        Occupied += span;
        if (_desk < Plan.TargetLux)
            Below += span;
    }

    private static DateTimeOffset After(DateTimeOffset now, TimeSpan grid) =>
        new(now.UtcTicks - (now.UtcTicks % grid.Ticks) + grid.Ticks, TimeSpan.Zero);
}

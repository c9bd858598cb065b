using Jingu.Lighting.Zones;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Lighting;

/// <summary>What sensors and people in a room do at an instant.</summary>
/// <param name="Lux">What a light sensor at the ceiling shows, lx.</param>
/// <param name="IsSeen">Whether a presence sensor sees somebody.</param>
/// <param name="Press">The last use of the switch; null before the first.</param>
/// <param name="IsBuildingUsed">Whether anybody is on the floor.</param>
/// <param name="Next">When anything may happen next, if nobody moves the lamps.</param>
internal readonly record struct RoomLook(
    long Lux, bool IsSeen, SwitchPress? Press, bool IsBuildingUsed, DateTimeOffset Next);

/// <summary>
/// A zone as it is, whoever moves its lamps: the light at the desk, who is there, what sensors show of it. Asked in
/// order of time.
/// </summary>
internal sealed class Room
{
    private static readonly TimeSpan Grid = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EmptyGrid = TimeSpan.FromMinutes(5);

    private readonly Sky _sky;
    private readonly Noise _noise;
    private readonly Presences _here;
    private readonly Presences _building;
    private readonly Behaviour _behaviour;
    private DateTimeOffset _now;
    private double _desk;

    /// <param name="from">Local midnight.</param>
    public Room(OfficeZone plan, Sky sky, Noise noise, IReadOnlyList<Stay> stays, DateTimeOffset from)
    {
        (Plan, _sky, _noise, _now) = (plan, sky, noise, from);
        _here = new(stays.Where(stay => stay.Zone == plan.Id));
        _building = new(stays);
        _behaviour = new(plan, _here, noise, from);
    }

    public OfficeZone Plan { get; }

    /// <summary>How long somebody was there so far.</summary>
    public TimeSpan Occupied { get; private set; }

    /// <summary>How much of that below the target illuminance at the desk.</summary>
    public TimeSpan Below { get; private set; }

    /// <summary>Whether somebody is there now.</summary>
    public bool IsOccupied => _here.CountAt(_now) > 0;

    /// <summary>Everything that happens at an instant, or again where lamps have moved at it.</summary>
    /// <param name="light">What its lamps give, thousandths of full light.</param>
    /// <param name="isOn">Whether people hold them to be on.</param>
    /// <param name="isWarned">Whether they were warned of the sweep.</param>
    public RoomLook Turn(DateTimeOffset now, int light, bool isOn, bool isWarned)
    {
        _now = now;
        var daylight = _sky.LuxAt(now) * Plan.DaylightFactor;
        var lamps = Plan.LampLux * light / 1000.0;
        _desk = daylight + lamps;
        var press = _behaviour.Act(_desk, isOn, isWarned, now);
        var isUsed = _building.CountAt(now) > 0;
        var next = new[]
        {
            After(now, !isUsed && light == 0 ? EmptyGrid : Grid), _here.NextChange(now), _building.NextChange(now),
            _behaviour.NextAct(now),
        }.OfType<DateTimeOffset>().Min();
        return new(
            Shown((daylight * Plan.SensorOfDaylight) + (lamps * Plan.SensorOfLamps)),
            _here.IsMovingAt(now, _noise) || _behaviour.IsWaving, press, isUsed, next);
    }

    /// <summary>Time goes by in which nothing happens.</summary>
    /// <param name="span">Not beyond the next instant that <see cref="Turn"/> named.</param>
    public void Pass(TimeSpan span)
    {
        if (!IsOccupied)
            return;
        Occupied += span;
        if (_desk < Plan.TargetLux)
            Below += span;
    }

    /// <summary>One in fifty of what it shows, and a lux, is noise.</summary>
    private long Shown(double lux)
    {
        var noise = _noise.At(_now.ToUnixTimeMilliseconds()) - 0.5;
        return (long)Math.Round(double.Max(0, lux + (noise * ((0.03 * lux) + 2))));
    }

    private static DateTimeOffset After(DateTimeOffset now, TimeSpan grid) =>
        new(now.UtcTicks - (now.UtcTicks % grid.Ticks) + grid.Ticks, TimeSpan.Zero);
}

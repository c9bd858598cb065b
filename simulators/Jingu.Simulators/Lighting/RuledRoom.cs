using Jingu.Lighting.Zones;

namespace Jingu.Simulators.Lighting;

/// <summary>A room whose lamps are moved by the rules alone, without a gateway.</summary>
internal sealed class RuledRoom(Room room, OfficeRules rules, DateTimeOffset from)
{
    private readonly Zone _zone = rules.Of(room.Plan);
    private readonly OfficeFaults _faults = new(room.Plan, rules, from);
    private ZoneState? _state;
    private DateTimeOffset _now = from;

    public Room Room => room;

    public LampLine Lamps { get; } = new();

    public double WattHours { get; private set; }

    public void PlayUntil(DateTimeOffset end)
    {
        while (_now < end)
        {
            var next = Turn();
            var until = next < end ? next : end;
            WattHours += room.Plan.WattsAt(Lamps.Light) * (until - _now).TotalHours;
            room.Pass(until - _now);
            _now = until;
        }
    }

    /// <returns>The next instant at which anything may happen.</returns>
    private DateTimeOffset Turn()
    {
        Lamps.IsLying = _faults.IsLying(_now);
        Lamps.Follow(_now);
        var look = room.Turn(_now, Lamps.Light, Lamps.Remembered > 0, _state is { WarnedAt: not null });
        var step = ZoneLight.Next(_zone, _state, Inputs(look), _now);
        _state = step.State;
        Lamps.Tell(step.Light, _now);
        return new[] { look.Next, step.Next, Lamps.NextChange }.OfType<DateTimeOffset>().Min();
    }

    private ZoneInputs Inputs(RoomLook look) => new()
    {
        Presence = [_faults.Shown(new PresenceReading(look.IsSeen, _now))],
        Lux = room.Plan.SensorTarget > 0 ? [_faults.Shown(new LuxReading(look.Lux, _now))] : [],
        Press = look.Press,
        BuildingInUse = look.IsBuildingUsed,
        Shown = 0,
    };
}

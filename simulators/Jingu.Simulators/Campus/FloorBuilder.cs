using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Lines.I2c;
using Jingu.Simulators.Boards;
using Jingu.Simulators.Lighting;

namespace Jingu.Simulators.Campus;

/// <summary>How the zones of the lit floor are wired: each kind of sensor and switch somewhere.</summary>
internal static class FloorBuilder
{
    /// <summary>Where each room's people, light and switch are sensed, and whether a WB-MSW sees its light.</summary>
    private static readonly ImmutableArray<(OfficeZone Room, SensorWire Presence, SensorWire? Lux, SensorWire? Wall)>
        Wiring =
        [
            (OfficeZone.WindowRow, new SensorWire.Input(0), CeilingOf(OfficeZone.WindowRow), new SensorWire.Input(1)),
            (OfficeZone.InnerRow, new SensorWire.Input(2), new SensorWire.Part(Bh1750.AddressLow),
                new SensorWire.Input(3)),
            (OfficeZone.SmallOffice, new SensorWire.Line(0), new SensorWire.Part(Bh1750.AddressHigh),
                new SensorWire.Line(1)),
            (OfficeZone.MeetingRoom, new SensorWire.Line(2), CeilingOf(OfficeZone.MeetingRoom),
                new SensorWire.Line(3)),
            (OfficeZone.Corridor, new SensorWire.Input(4), null, null),
        ];

    public static ImmutableArray<LitZonePlan> Zones(UnitPlan unit) =>
        [.. Wiring.Select((zone, group) => new LitZonePlan(
            zone.Room, LampsOf(zone.Room, unit, group), LightOf(zone.Room), zone.Presence, zone.Lux, zone.Wall))];

    /// <summary>The last address of the line: nobody may ever address it.</summary>
    public static OutputPlan Exit(UnitPlan unit) => new(
        new("l-floor-exit"), VirtualDali.Addresses - 1, unit.Id, Resource.Electricity, Feeds.EmergencyLight, null,
        new MeterId($"m-{unit.Id}-electricity"))
    {
        IsLamp = true,
    };

    /// <summary>All lamps of a room are one group; addresses follow one another.</summary>
    private static OutputPlan LampsOf(OfficeZone room, UnitPlan unit, int group)
    {
        var first = Wiring.Take(group).Sum(before => before.Room.Lamps);
        return new(
            new($"l-{room.Id}"), VirtualDali.Addresses + group, unit.Id, Resource.Electricity, Feeds.Ordinary,
            LightOf(room), new MeterId($"m-{unit.Id}-electricity"))
        {
            IsLamp = true,
            IsOfZone = true,
            Members = [.. Enumerable.Range(first, room.Lamps)],
        };
    }

    private static MeterId LightOf(OfficeZone room) => new($"m-{room.Id}-light");

    private static SensorWire.Ceiling CeilingOf(OfficeZone room) => new(new MeterId($"m-{room.Id}-lux"));
}

using System.Collections.Immutable;
using Jingu.Contracts.Ids;

namespace Jingu.Simulators.Campus;

/// <summary>
/// The campus that the issue describes. Buildings 1, 2 and North have two gateways each; building 8 has only a PV
/// plant, on gateway-6's lines.
/// </summary>
internal static class WholeCampus
{
    private static readonly BuildingPlan One = new(new("building-1"), "1号楼", "Building 1");
    private static readonly BuildingPlan Two = new(new("building-2"), "2号楼", "Building 2");
    private static readonly BuildingPlan North = new(new("building-north"), "北楼", "North Building");
    private static readonly BuildingPlan Eight = new(new("building-8"), "8号楼", "Building 8");

    public static CampusPlan Plan(bool rtu, bool chillers, bool floor)
    {
        var campus = new CampusBuilder();
        var one = Seat(1, 11, One.Id);
        var two = Seat(12, 9, Two.Id);
        var north = Seat(21, 6, North.Id);

        AddBuilding(campus, One.Id, one, gateway: 1, plant: (1, 100), chillers);
        AddBuilding(campus, Two.Id, two, gateway: 3, plant: (2, 75), chillers);
        AddNorth(campus, north, rtu, chillers);
        if (floor)
            campus.AddFloor(campus.Ports[0], one[0]);
        return new(
            new SiteId("zhoushan"), CampusPlan.ZoneDefault, [One, Two, North, Eight], [.. one, .. two, .. north],
            campus.Ports, campus.Meters)
        {
            Boards = campus.Boards,
            Floor = campus.Floor,
        };
    }

    /// <summary>Every third unit up to 22 has three circuits, the others have two: 60.</summary>
    private static int CircuitsOf(UnitPlan unit)
    {
        var number = Agencies.NumberOf(unit.Id);
        return number % 3 == 1 && number <= 22 ? 3 : 2;
    }

    private static ImmutableArray<UnitPlan> Seat(int first, int count, BuildingId building) =>
        [.. Enumerable.Range(first, count).Select(number => Agencies.Unit(number, building))];

    /// <summary>
    /// Mains and inverter on the first gateway; the units' electricity, circuits and relays on both, each unit's
    /// behind one of them; water and valves on the second, its main meter by pulses.
    /// </summary>
    private static void AddBuilding(
        CampusBuilder campus,
        BuildingId building,
        ImmutableArray<UnitPlan> units,
        int gateway,
        (int Number, int Peak) plant,
        bool hasChiller)
    {
        var electricity = campus.AddPort(gateway, "tcp-1", LineKind.ModbusTcp);
        var plantRoom = campus.AddPort(gateway, "tcp-2", LineKind.ModbusTcp);
        var circuits = campus.AddPort(gateway + 1, "tcp-1", LineKind.ModbusTcp);
        var water = campus.AddPort(gateway + 1, "tcp-2", LineKind.ModbusTcp);
        var pulses = campus.AddPort(gateway + 1, "pulse-1", LineKind.Pulse);
        campus.AddMains(electricity, pulses, building);
        campus.AddPlant(plantRoom, building, plant.Number, plant.Peak);
        foreach (var (index, unit) in units.Index())
        {
            var isNear = index < units.Length / 3;
            campus.AddUnitElectricity(isNear ? electricity : circuits, unit);
            AddCircuits(campus, isNear ? plantRoom : circuits, unit);
            campus.AddUnitWater(water, unit);
            campus.AddValve(water, unit);
        }
        if (hasChiller)
            campus.AddChiller(electricity, units[0]);
    }

    /// <summary>
    /// Gateway-6's second port carries ten meters: all that belongs to units 21 and 22, and the main water meter.
    /// </summary>
    private static void AddNorth(
        CampusBuilder campus, ImmutableArray<UnitPlan> units, bool rtu, bool hasChiller)
    {
        var five = campus.AddPort(5, "tcp-1", LineKind.ModbusTcp);
        var six = campus.AddPort(6, "tcp-1", LineKind.ModbusTcp);
        var line = rtu
            ? campus.AddPort(6, "rs485-1", LineKind.ModbusRtu)
            : campus.AddPort(6, "tcp-2", LineKind.ModbusTcp);
        campus.AddMains(five, line, North.Id);
        campus.AddPlant(six, Eight.Id, 3, 50);
        foreach (var (index, unit) in units.Index())
        {
            campus.AddUnitElectricity(index < 2 ? line : five, unit);
            campus.AddUnitWater(index < 2 ? line : six, unit);
            campus.AddValve(index < 2 ? line : six, unit);
            if (index < 2)
                AddCircuits(campus, line, unit);
        }

        foreach (var unit in units[2..])
            AddCircuits(campus, five, unit);
        if (hasChiller)
            campus.AddChiller(five, units[2]);
    }

    private static void AddCircuits(CampusBuilder campus, PortPlan port, UnitPlan unit)
    {
        for (var circuit = 0; circuit < CircuitsOf(unit); circuit++)
            campus.AddCircuit(port, unit);
        campus.AddRelays(port, unit);
        campus.AddLamps(port, unit);
    }
}

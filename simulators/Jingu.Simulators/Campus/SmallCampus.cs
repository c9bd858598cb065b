using System.Collections.Immutable;
using Jingu.Contracts.Ids;

namespace Jingu.Simulators.Campus;

/// <summary>A campus of a few meters in one building, for tests.</summary>
internal static class SmallCampus
{
    private static readonly BuildingPlan Building = new(new("building-1"), "1号楼", "Building 1");

    public static CampusPlan Plan(
        int units, int gateways, int circuits, bool water, bool mains, bool rtu, bool chillers, bool floor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(units, Agencies.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(gateways, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(circuits, 3);

        var campus = new CampusBuilder();
        var ports = Enumerable.Range(1, gateways)
            .Select(gateway => campus.AddPort(
                gateway, rtu ? "rs485-1" : "tcp-1", rtu ? LineKind.ModbusRtu : LineKind.ModbusTcp))
            .ToImmutableArray();
        ImmutableArray<UnitPlan> seated =
            [.. Enumerable.Range(1, units).Select(number => Agencies.Unit(number, Building.Id))];
        foreach (var (index, unit) in seated.Index())
            AddUnit(campus, ports[index % ports.Length], unit, circuits, water);
        if (mains)
        {
            var (electricity, main) = rtu
                ? (campus.AddPort(1, "dlt645-1", LineKind.Dlt645), campus.AddPort(1, "cjt188-1", LineKind.Cjt188))
                : (ports[0], campus.AddPort(1, "pulse-1", LineKind.Pulse));
            campus.AddMains(electricity, main, Building.Id);
            campus.AddPlant(ports[0], Building.Id, 1, 10 * units);
        }

        if (chillers)
            campus.AddChiller(ports[0], seated[0]);

        if (floor)
            campus.AddFloor(ports[0], seated[0]);

        return new(
            new SiteId("zhoushan"), CampusPlan.ZoneDefault, [Building], seated, campus.Ports, campus.Meters)
        {
            Boards = campus.Boards,
            Floor = campus.Floor,
        };
    }

    private static void AddUnit(CampusBuilder campus, PortPlan port, UnitPlan unit, int circuits, bool water)
    {
        campus.AddUnitElectricity(port, unit);
        if (water)
        {
            campus.AddUnitWater(port, unit);
            campus.AddValve(port, unit);
        }
        for (var circuit = 0; circuit < circuits; circuit++)
            campus.AddCircuit(port, unit);
        if (circuits > 0)
        {
            campus.AddRelays(port, unit);
            campus.AddLamps(port, unit);
        }
    }
}

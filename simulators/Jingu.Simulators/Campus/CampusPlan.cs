using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Simulators.Boards;

namespace Jingu.Simulators.Campus;

/// <summary>A building of the site.</summary>
internal sealed record BuildingPlan(BuildingId Id, string Name, string NameEn);

/// <summary>
/// An agency. Its name is invented and its head-count is declared, synthetic: no recording knows one.
/// </summary>
internal sealed record UnitPlan(UnitId Id, string Name, string NameEn, int Headcount, BuildingId Building);

/// <summary>What lies between a gateway and the meters behind one of its ports.</summary>
internal enum LineKind
{
    ModbusTcp,
    ModbusRtu,

    /// <summary>Digital inputs, each with a meter that gives pulses.</summary>
    Pulse,

    /// <summary>A line of electricity meters by DL/T 645.</summary>
    Dlt645,

    /// <summary>A line of water meters by CJ/T 188.</summary>
    Cjt188,
}

/// <summary>One port of a gateway.</summary>
internal sealed record PortPlan(GatewayId Gateway, string Id, LineKind Kind)
{
    /// <summary>From poll to poll; null: as everywhere in the run.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>As in commissioning files: <c>modbus-tcp</c>, <c>modbus-rtu</c>, <c>pulse-simulated</c> ...</summary>
    public string KindName => Kind switch
    {
        LineKind.ModbusRtu => "modbus-rtu",
        LineKind.Pulse => "pulse-simulated",
        LineKind.Dlt645 => "dlt645",
        LineKind.Cjt188 => "cjt188",
        _ => "modbus-tcp",
    };
}

/// <summary>
/// The campus as facts: who sits where, what is metered by which meter behind which gateway. Immutable.
/// </summary>
internal sealed record CampusPlan(
    SiteId Site,
    string Zone,
    ImmutableArray<BuildingPlan> Buildings,
    ImmutableArray<UnitPlan> Units,
    ImmutableArray<PortPlan> Ports,
    ImmutableArray<MeterPlan> Meters)
{
    /// <summary>The boards that switch its circuits and valves.</summary>
    public ImmutableArray<BoardPlan> Boards { get; init; } = [];

    /// <summary>The lit office floor; null: the run has none.</summary>
    public FloorPlan? Floor { get; init; }

    /// <summary>The zone of the site's clock.</summary>
    public const string ZoneDefault = "Asia/Shanghai";

    /// <summary>All metering points, in the order of their meters.</summary>
    public IEnumerable<PointPlan> Points => Meters.SelectMany(meter => meter.Points);

    /// <summary>All gateways, in the order of their ports.</summary>
    public IEnumerable<GatewayId> Gateways => Ports.Select(port => port.Gateway).Distinct();

    /// <summary>26 units, 121 meters, 124 points, 6 gateways.</summary>
    /// <param name="rtu">Whether gateway-6 reads ten of its meters over a serial line; else all of it is TCP.</param>
    /// <param name="chillers">Whether each building with units has a chiller.</param>
    /// <param name="floor">Whether the first unit has a lit office floor.</param>
    public static CampusPlan Default(bool rtu = false, bool chillers = false, bool floor = false) =>
        WholeCampus.Plan(rtu, chillers, floor);

    /// <summary>
    /// A campus for tests: the first <paramref name="units"/> agencies in building 1, each with an electricity meter,
    /// spread over <paramref name="gateways"/> gateways. Which kinds of meters stand there follows the same pattern as
    /// on the whole campus.
    /// </summary>
    /// <param name="units">How many units, 1 to 26.</param>
    /// <param name="gateways">How many gateways, each with one port.</param>
    /// <param name="circuits">Circuit meters below each unit's meter, 0 to 3.</param>
    /// <param name="water">Whether each unit has a water meter.</param>
    /// <param name="mains">Whether the building has main meters and a PV plant, behind the first gateway.</param>
    /// <param name="chillers">Whether the building has a chiller, behind the first gateway.</param>
    /// <param name="rtu">Whether the ports are serial lines; then the main meters speak DL/T 645 and CJ/T 188.</param>
    /// <param name="floor">Whether the first unit has a lit office floor, behind the first gateway.</param>
    public static CampusPlan Small(
        int units = 1,
        int gateways = 1,
        int circuits = 0,
        bool water = false,
        bool mains = false,
        bool rtu = false,
        bool chillers = false,
        bool floor = false) => SmallCampus.Plan(units, gateways, circuits, water, mains, rtu, chillers, floor);

    public UnitPlan Unit(UnitId id) => Units.First(unit => unit.Id == id);

    /// <summary>All switch points, in the order of their boards.</summary>
    public IEnumerable<OutputPlan> Outputs => Boards.SelectMany(board => board.Outputs);

    public MeterPlan Meter(MeterId id) => Meters.First(meter => meter.Id == id);

    /// <summary>The meters behind one port of a gateway.</summary>
    public IEnumerable<MeterPlan> Behind(PortPlan port) =>
        Meters.Where(meter => meter.Gateway == port.Gateway && meter.Port == port.Id);
}

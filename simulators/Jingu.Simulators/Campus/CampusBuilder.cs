using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Simulators.Boards;

namespace Jingu.Simulators.Campus;

/// <summary>Puts meters behind ports and gives them the next free unit identifier and serial number.</summary>
internal sealed class CampusBuilder
{
    /// <summary>Kinds of the unit meters, in turn: mostly Eastron.</summary>
    private static readonly ImmutableArray<DeviceKind> UnitKinds =
    [
        DeviceKind.EastronSdm630, DeviceKind.EastronSdm630, DeviceKind.ChintDtsu666, DeviceKind.EastronSdm630,
        DeviceKind.AcrelAdw300, DeviceKind.EastronSdm630,
    ];

    private static readonly ImmutableArray<DeviceKind> CircuitKinds =
        [DeviceKind.AcrelAdw300, DeviceKind.ChintDtsu666, DeviceKind.EastronSdm630, DeviceKind.AcrelAdw300];

    /// <summary>Main meters hang on current transformers of 200/5 A.</summary>
    private const int MainMultiplier = 40;

    /// <summary>A bench looks at sensors with the polls: as often as the pure office week does.</summary>
    private static readonly TimeSpan FloorPolledEvery = TimeSpan.FromSeconds(20);

    /// <summary>What is read as a meter is stored and sent with each poll.</summary>
    private static readonly TimeSpan CeilingsPolledEvery = TimeSpan.FromSeconds(60);

    private readonly List<PortPlan> _ports = [];
    private readonly List<MeterPlan> _meters = [];
    private readonly List<BoardPlan> _boards = [];

    /// <summary>Boards have addresses of their own above those of the meters on their port.</summary>
    private const int FirstBoardIdentifier = 101;

    /// <summary>What hangs on the last outputs of every relay board, and must never be cut.</summary>
    private static readonly ImmutableArray<(int Output, Feeds Feeds, string Name)> Protected =
        [(5, Feeds.DataRoom, "data-room"), (6, Feeds.Lift, "lift"), (7, Feeds.FirePump, "fire-pump")];

    public ImmutableArray<PortPlan> Ports => [.. _ports];

    public ImmutableArray<MeterPlan> Meters => [.. _meters];

    public ImmutableArray<BoardPlan> Boards => [.. _boards];

    /// <summary>The lit office floor, once it stands.</summary>
    public FloorPlan? Floor { get; private set; }

    /// <summary>How many circuits stand so far; they are numbered through the whole campus.</summary>
    public int Circuits { get; private set; }

    public PortPlan AddPort(int gateway, string id, LineKind kind)
    {
        var port = new PortPlan(new($"gateway-{gateway}"), id, kind);
        _ports.Add(port);
        return port;
    }

    public void AddUnitElectricity(PortPlan port, UnitPlan unit) =>
        Add(port, $"m-{unit.Id}-electricity", UnitKinds[(NumberOf(unit) - 1) % UnitKinds.Length], unit.Building, 1, 0,
            ($"{unit.Id}-electricity", Resource.Electricity, Direction.Import, Role.Unit, unit.Id));

    public void AddUnitWater(PortPlan port, UnitPlan unit) =>
        Add(port, $"m-{unit.Id}-water", DeviceKind.XintaiWater, unit.Building, 1, 0,
            ($"{unit.Id}-water", Resource.Water, Direction.Import, Role.Unit, unit.Id));

    public void AddCircuit(PortPlan port, UnitPlan unit)
    {
        var kind = CircuitKinds[Circuits % CircuitKinds.Length];
        Circuits++;
        Add(port, $"m-circuit-{Circuits:00}", kind, unit.Building, 1, 0,
            ($"circuit-{Circuits:00}", Resource.Electricity, Direction.Import, Role.Circuit, unit.Id));
    }

    /// <summary>
    /// A relay board for a unit whose circuit meters stand already: they come first, what is protected last.
    /// </summary>
    public void AddRelays(PortPlan port, UnitPlan unit)
    {
        var whole = new MeterId($"m-{unit.Id}-electricity");
        var circuits = _meters.Where(meter => meter.Points[0] is { Role: Role.Circuit } point && point.Unit == unit.Id)
            .Select((meter, output) => new OutputPlan(
                new($"s-{meter.Points[0].Id}"),
                output, unit.Id, Resource.Electricity, Feeds.Ordinary, meter.Id, whole));
        var kept = Protected.Select(output => new OutputPlan(
            new($"s-{unit.Id}-{output.Name}"),
            output.Output, unit.Id, Resource.Electricity, output.Feeds, null, whole));
        AddBoard(port, $"relays-{unit.Id}", BoardKind.WaveshareRelay8, [.. circuits, .. kept]);
    }

    /// <summary>
    /// A gateway of one DALI line, on Modbus TCP only: the unit's lamps as a group for odd units and as one lamp for
    /// even ones, and an emergency luminaire that nobody may ever address.
    /// </summary>
    public void AddLamps(PortPlan port, UnitPlan unit)
    {
        if (port.Kind != LineKind.ModbusTcp)
            return;
        var isGroup = NumberOf(unit) % 2 == 1;
        var lamp = new OutputPlan(
            new($"l-{unit.Id}"), isGroup ? VirtualDali.Addresses : 0, unit.Id, Resource.Electricity, Feeds.Ordinary,
            null, new MeterId($"m-{unit.Id}-electricity"))
        {
            IsLamp = true,
            Members = isGroup ? [0, 1, 2, 3] : [],
        };
        var exit = lamp with
        {
            Point = new($"l-{unit.Id}-exit"),
            Output = VirtualDali.Addresses - 1,
            Feeds = Feeds.EmergencyLight,
            Members = [],
        };
        AddBoard(port, $"dali-{unit.Id}", BoardKind.DaliGateway, [lamp, exit]);
    }

    /// <summary>
    /// A building's chiller with a meter of its own, below no unit's meter; its set points belong to the unit that runs
    /// it.
    /// </summary>
    public void AddChiller(PortPlan port, UnitPlan unit)
    {
        Add(port, $"m-chiller-{unit.Building}", DeviceKind.EastronSdm630, unit.Building, 1, 0,
            ($"chiller-{unit.Building}", Resource.Electricity, Direction.Import, Role.Circuit, null));
        var limit = new OutputPlan(
            new($"chiller-{unit.Building}-limit"), VirtualChiller.LimitRegister, unit.Id, Resource.Electricity,
            Feeds.Ordinary, _meters[^1].Id, null)
        {
            IsSetPoint = true,
        };
        var supply = limit with
        {
            Point = new($"chiller-{unit.Building}-supply"),
            Output = VirtualChiller.SupplyRegister,
        };
        AddBoard(port, $"chiller-{unit.Building}", BoardKind.Chiller, [supply, limit]);
    }

    /// <summary>
    /// The lit office floor of a unit, on ports of its own that are polled often; last, so that nobody else's address
    /// or number depends on it.
    /// </summary>
    /// <param name="port">The lighting meters hang behind it.</param>
    public void AddFloor(PortPlan port, UnitPlan unit)
    {
        var floor = new PortPlan(port.Gateway, "floor-1", LineKind.ModbusTcp) { Period = FloorPolledEvery };
        var ceilings = new PortPlan(port.Gateway, "floor-2", LineKind.ModbusTcp) { Period = CeilingsPolledEvery };
        _ports.AddRange([floor, ceilings]);
        Floor = new(unit.Id, floor, FloorBuilder.Zones(unit));
        foreach (var zone in Floor.Zones)
        {
            Add(port, zone.Light.Value, DeviceKind.EastronSdm630, unit.Building, 1, 0,
                ($"{zone.Room.Id}-light", Resource.Electricity, Direction.Import, Role.Circuit, unit.Id));
            if (zone.Lux is SensorWire.Ceiling ceiling)
                Add(ceilings, ceiling.Meter.Value, DeviceKind.WbMsw, unit.Building, 1, 0);
        }
        AddBoard(floor, FloorPlan.Inputs, BoardKind.WbMwac, []);
        AddBoard(
            floor, "dali-floor", BoardKind.DaliGateway,
            [.. Floor.Zones.Select(zone => zone.Lamps), FloorBuilder.Exit(unit)]);
    }

    /// <summary>
    /// A valve behind a unit's water meter that stands already: by a water room module with an end switch for odd
    /// units, inside the meter itself for even ones.
    /// </summary>
    public void AddValve(PortPlan port, UnitPlan unit)
    {
        var meter = _meters.First(meter => meter.Id.Value == $"m-{unit.Id}-water");
        var valve = new OutputPlan(
            new($"s-{unit.Id}-water"), 0, unit.Id, Resource.Water, Feeds.Ordinary, meter.Id, null);
        if (NumberOf(unit) % 2 == 1)
        {
            AddBoard(port, $"valves-{unit.Id}", BoardKind.WbMwac, [valve with { FeedbackInput = 0 }]);
        }
        else
        {
            _boards.Add(new(
                meter.Id.Value, BoardKind.XintaiValve, port.Gateway, port.Id, meter.UnitIdentifier, [valve]));
        }
    }

    public void AddMains(PortPlan electricity, PortPlan water, BuildingId building)
    {
        var main = electricity.Kind == LineKind.Dlt645 ? DeviceKind.Dlt645ThreePhase : DeviceKind.EastronSdm630;
        Add(electricity, $"m-{building}-electricity", main, building, MainMultiplier, 0,
            ($"{building}-import", Resource.Electricity, Direction.Import, Role.Main, null),
            ($"{building}-export", Resource.Electricity, Direction.Export, Role.Main, null));
        var kind = water.Kind switch
        {
            LineKind.Pulse => DeviceKind.PulseWater,
            LineKind.Cjt188 => DeviceKind.Cjt188Water,
            _ => DeviceKind.XintaiWater,
        };
        Add(water, $"m-{building}-water", kind, building, 1, 0,
            ($"{building}-water", Resource.Water, Direction.Import, Role.Main, null));
    }

    public void AddPlant(PortPlan port, BuildingId building, int number, int peakKilowatts) =>
        Add(port, $"m-pv-{number}", DeviceKind.Sunspec103, building, 1, peakKilowatts,
            ($"pv-{number}-generation", Resource.Electricity, Direction.Generation, Role.Plant, null));

    private void AddBoard(PortPlan port, string id, BoardKind kind, ImmutableArray<OutputPlan> outputs)
    {
        var neighbours = _boards.Count(other =>
            other.Gateway == port.Gateway && other.Port == port.Id && other.Kind != BoardKind.XintaiValve);
        _boards.Add(new(
            id, kind, port.Gateway, port.Id, checked((byte)(FirstBoardIdentifier + neighbours)), outputs));
    }

    private static int NumberOf(UnitPlan unit) => Agencies.NumberOf(unit.Id);

    private void Add(
        PortPlan port,
        string id,
        DeviceKind kind,
        BuildingId building,
        int multiplier,
        int peakKilowatts,
        params ReadOnlySpan<(string Id, Resource Resource, Direction Direction, Role Role, UnitId? Unit)> points)
    {
        var meter = new MeterId(id);
        var plans = ImmutableArray.CreateBuilder<PointPlan>(points.Length);
        foreach (var point in points)
        {
            plans.Add(new(
                new(point.Id), meter, point.Resource, point.Direction, point.Role, point.Unit, building));
        }

        var neighbours = _meters.Count(other => other.Gateway == port.Gateway && other.Port == port.Id);
        var serial = $"{kind.SerialPrefix()}-{_meters.Count(other => other.Kind == kind) + 1:00000}";
        _meters.Add(new(
            meter, kind, serial, port.Gateway, port.Id, checked((byte)(neighbours + 1)), multiplier, building,
            plans.DrainToImmutable(), peakKilowatts));
    }
}

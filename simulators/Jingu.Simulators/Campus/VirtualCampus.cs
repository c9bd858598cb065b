using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Jingu.Contracts.Ids;
using Jingu.Lines.Simulated;
using Jingu.Modbus.Links;
using Jingu.Modbus.Server;
using Jingu.Simulators.Boards;
using Jingu.Simulators.Devices;
using Jingu.Simulators.Frames;
using Jingu.Simulators.Lighting;
using Jingu.Simulators.Loads;
using Jingu.Simulators.Recordings;
using Jingu.Time;
using NodaTime;

namespace Jingu.Simulators.Campus;

/// <summary>
/// All meters and boards of a campus, served on the wire: TCP ports on loopback, serial lines on pseudo-terminals,
/// contacts on simulated lines. Shows the instant it is told and no other; logs what it served and what was switched.
/// Members are safe from any thread.
/// </summary>
internal sealed class VirtualCampus : IAsyncDisposable
{
    /// <summary>What is simulated before the month of the report and after the report's end.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromDays(4);
    private static readonly TimeSpan Tail = TimeSpan.FromDays(14);

    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <summary>The speed of a paced line, and the one that commissioning files should name.</summary>
    public const int LineBaud = 9600;

    private readonly SiteInstant _now;
    private readonly FrozenDictionary<MeterId, VirtualMeter> _meters;
    private readonly FrozenDictionary<MeterId, VirtualPulseMeter> _contacts;
    private readonly FrozenDictionary<MeterId, VirtualFrameMeter> _frameMeters;
    private readonly FrozenDictionary<string, VirtualBoard> _boards;
    private readonly FrozenDictionary<string, VirtualDali> _lamps;
    private readonly FrozenDictionary<string, VirtualChiller> _chillers;
    private readonly FrozenDictionary<SwitchPointId, Supply> _supplies;
    private readonly FrozenDictionary<MeterId, MeterLoad> _loads;
    private readonly Lazy<FrozenDictionary<MeterId, MeterLoad>> _untouched;
    private readonly List<IAsyncDisposable> _servers = [];

    private VirtualCampus(CampusPlan plan, CampusOptions options)
    {
        var zone = DateTimeZoneProviders.Tzdb[plan.Zone];
        var slots = new Slots(LocalMonth.Holding(options.From, zone).From - Lead, options.To + Tail, zone);
        var recorded = options.RecordingsFolder is { } folder
            ? RecordedCampus.Read(plan, options, folder, slots)
            : new(GivenLoads.None, []);
        var loads = CampusLoads.Of(plan, options.Seed, slots, recorded.Loads);

        _loads = loads;
        _untouched = new(() => CampusLoads.Of(plan, options.Seed, slots, recorded.Loads));
        (Plan, Notes, Log) = (plan, recorded.Notes, new RegisterLog(plan));
        (EarliestStart, LatestEnd) = Span(options, loads.Values);
        // A gateway's first interval is not measured whole: the floor's first day begins after it.
        if (plan.Floor is not null && EarliestStart == options.From)
            EarliestStart -= Quarter;
        _now = new SiteInstant(EarliestStart);
        _contacts = plan.Meters.Where(GivesPulses).ToFrozenDictionary(
            meter => meter.Id, meter => new VirtualPulseMeter(meter, loads[meter.Id], _now, Log));
        _supplies = plan.Outputs.ToFrozenDictionary(output => output.Point, output => SupplyOf(output, loads));
        _frameMeters = plan.Meters.Where(meter => VirtualFrameMeter.Is(meter.Kind)).ToFrozenDictionary(
            meter => meter.Id, meter => new VirtualFrameMeter(meter, loads[meter.Id], options.Seed, _now, Log));
        _meters = plan.Meters.Where(SpeaksModbus).ToFrozenDictionary(
            meter => meter.Id,
            meter => new VirtualMeter(
                meter, loads[meter.Id], options.Seed, _now, Log, GapsOf(meter, options), ValveOf(meter)));
        _lamps = plan.Boards.Where(board => board.Kind == BoardKind.DaliGateway).ToFrozenDictionary(
            board => board.Id, board => new VirtualDali(board, output => LightOf(output, loads), _now, Switches));
        _chillers = plan.Boards.Where(board => board.Kind == BoardKind.Chiller).ToFrozenDictionary(
            board => board.Id,
            board => new VirtualChiller(board, loads[board.Outputs[0].Below!.Value].Chiller!, _now, Switches));
        if (plan.Floor is { } floor)
            Floor = new(floor, WorldOf(options), meter => loads[meter].Lighting!, _now, Log);
        _boards = plan.Boards.Where(HasRelays).ToFrozenDictionary(
            board => board.Id,
            board => new VirtualBoard(
                board, output => _supplies![output.Point], _now, Switches,
                board.Id == FloorPlan.Inputs ? Floor!.IsClosed : null));
    }

    public CampusPlan Plan { get; }

    /// <summary>The lit office floor; null: there is none.</summary>
    public VirtualFloor? Floor { get; }

    /// <summary>Where each port of the plan is to be reached.</summary>
    public ImmutableArray<PortEndpoint> Endpoints { get; private set; } = [];

    /// <summary>What was served.</summary>
    public RegisterLog Log { get; }

    /// <summary>What was done to the outputs of all boards.</summary>
    public SwitchLog Switches { get; } = new();

    /// <summary>
    /// Sentences for the report about the recordings: left out, silent, continued. Empty with built-in shapes.
    /// </summary>
    public ImmutableArray<string> Notes { get; }

    /// <summary>
    /// When a run must start so that every meter is heard at or before the report's first instant: on a quarter of an
    /// hour, at most three days before it.
    /// </summary>
    public DateTimeOffset EarliestStart { get; }

    /// <summary>
    /// The first quarter of an hour at or after the report's end by which every meter was heard, at most three days
    /// after it.
    /// </summary>
    public DateTimeOffset LatestEnd { get; }

    /// <summary>
    /// Computes the loads and opens all ports. Recordings that cannot be read throw <see cref="RecordingsException"/>;
    /// a machine without pseudo-terminals throws <see cref="IOException"/>. Shows <see cref="EarliestStart"/> first.
    /// </summary>
    public static VirtualCampus Start(CampusPlan plan, CampusOptions options, MachineTime time)
    {
        var campus = new VirtualCampus(plan, options);
        if (campus.Floor is { } floor)
        {
            campus._servers.Add(floor);
            floor.Start(time);
        }
        campus.Endpoints = [.. plan.Ports.Select(port => campus.Open(port, options, time))];
        return campus;
    }

    /// <summary>From now on all meters show this instant. Costs nothing until somebody reads them.</summary>
    public void ShowInstant(DateTimeOffset site)
    {
        Floor?.PlayUntil(site);
        _now.Milliseconds = site.ToUnixTimeMilliseconds();
        foreach (var board in _boards.Values)
            board.CatchUp();
    }

    /// <summary>Cuts a meter's wire or mends it.</summary>
    public void SetSilent(MeterId meter, bool isSilent)
    {
        if (_contacts.TryGetValue(meter, out var contact))
            contact.Line.IsUnplugged = isSilent;
        else if (Plan.Meter(meter).Kind == DeviceKind.WbMsw)
            Floor!.Ceiling(meter).IsSilent = isSilent;
        else if (_frameMeters.TryGetValue(meter, out var frames))
            frames.IsSilent = isSilent;
        else
            _meters[meter].IsSilent = isSilent;
    }

    /// <summary>An inverter has trouble, or none any more.</summary>
    public void SetTrouble(MeterId inverter, InverterTrouble trouble) => _meters[inverter].SetTrouble(trouble);

    /// <summary>
    /// What flows through a point between two instants, as far as it is known now: whole if nothing is cut. Wh or L.
    /// </summary>
    public long Use(PointPlan point, DateTimeOffset from, DateTimeOffset to)
    {
        var counter = _loads[point.Meter].Forward;
        return counter.At(to.ToUnixTimeMilliseconds()) - counter.At(from.ToUnixTimeMilliseconds());
    }

    /// <summary>The same, had nobody ever cut, dimmed or moved anything: what an event is judged by.</summary>
    public long UntouchedUse(PointPlan point, DateTimeOffset from, DateTimeOffset to)
    {
        var counter = _untouched.Value[point.Meter].Forward;
        return counter.At(to.ToUnixTimeMilliseconds()) - counter.At(from.ToUnixTimeMilliseconds());
    }

    /// <summary>All set points of all chillers stand where they stood at first.</summary>
    public bool ChillersStandNormally => _chillers.Values.All(chiller => chiller.StandsNormally);

    /// <summary>W that the chiller behind a set point takes at most.</summary>
    public long RatedOf(OutputPlan setPoint) => _loads[setPoint.Below!.Value].Chiller!.Rated;

    /// <summary>Whether the circuit behind a switch point had supply at an instant that was shown.</summary>
    public bool WasFed(SwitchPointId point, DateTimeOffset instant) =>
        _supplies[point].IsOn(instant.ToUnixTimeMilliseconds());

    /// <summary>How much light a lamp gives over time, whatever its gateway remembers.</summary>
    public Dimming Lighting(SwitchPointId lamp) =>
        LightOf(Plan.Outputs.First(output => output.Point == lamp), _loads)!;

    /// <summary>A lamp breaks, or is replaced.</summary>
    public void SetFailed(SwitchPointId lamp, bool hasFailed)
    {
        var board = Plan.Boards.First(board => board.Outputs.Any(output => output.Point == lamp));
        _lamps[board.Id].SetFailed(board.Outputs.First(output => output.Point == lamp).Output, hasFailed);
    }

    /// <summary>
    /// Welds the contact of a switch point, sticks its valve, or lets its gateway lie about a lamp; or frees it again.
    /// </summary>
    public void SetStuck(SwitchPointId point, bool isStuck)
    {
        var board = Plan.Boards.First(board => board.Outputs.Any(output => output.Point == point));
        if (board.Kind == BoardKind.XintaiValve)
            _meters[new(board.Id)].SetStuck(isStuck);
        else if (board.Kind == BoardKind.DaliGateway)
            _lamps[board.Id].SetLying(board.Outputs.First(output => output.Point == point).Output, isStuck);
        else
            _boards[board.Id].SetStuck(board.Outputs.First(output => output.Point == point).Output, isStuck);
    }

    /// <summary>Cuts a board's wire or mends it; unplugs the chip of the floor's lines, or plugs it in.</summary>
    public void SetGone(string board, bool isGone)
    {
        if (board == FloorPlan.Lines)
            Floor!.SetUnplugged(isGone);
        else if (_lamps.TryGetValue(board, out var lamps))
            lamps.SetGone(isGone);
        else
            _boards[board].IsGone = isGone;
    }

    /// <summary>A board loses its power and comes back with its unprotected outputs cutting.</summary>
    public void PowerUpOff(string board) => _boards[board].PowerUpOff();

    public PortEndpoint EndpointOf(GatewayId gateway, string port) =>
        Endpoints.First(endpoint => endpoint.Port.Gateway == gateway && endpoint.Port.Id == port);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    private static (DateTimeOffset Start, DateTimeOffset End) Span(CampusOptions options, IEnumerable<MeterLoad> loads)
    {
        var silent = loads.Select(load => load.Silent).Where(silent => silent.Count > 0).ToArray();
        return (
            silent.Select(spans => ServedSpan.Start(spans, options.From) ?? options.From).Append(options.From).Min(),
            silent.Select(spans => ServedSpan.End(spans, options.To) ?? options.To).Append(options.To).Max());
    }

    /// <summary>From the day of the first instant on; a run goes on for at most a day after its last.</summary>
    private OfficeWorld WorldOf(CampusOptions options)
    {
        var first = Instant.FromDateTimeOffset(EarliestStart).InZone(OfficeWorld.Zone).Date;
        return new(options.Seed, first, (int)Math.Ceiling((LatestEnd - EarliestStart + Tail).TotalDays));
    }

    private static bool GivesPulses(MeterPlan meter) => meter.Kind == DeviceKind.PulseWater;

    private static bool HasRelays(BoardPlan board) =>
        board.Kind is not (BoardKind.XintaiValve or BoardKind.DaliGateway or BoardKind.Chiller);

    /// <summary>
    /// A zone's lamps are counted by a meter of their own, a unit's by its meter; an emergency luminaire by none.
    /// </summary>
    private static Dimming? LightOf(OutputPlan output, FrozenDictionary<MeterId, MeterLoad> loads) =>
        !output.IsProtected && (output.Below ?? output.Above) is { } meter ? loads[meter].Lighting : null;

    private static bool SpeaksModbus(MeterPlan meter) =>
        !GivesPulses(meter) && !VirtualFrameMeter.Is(meter.Kind) && meter.Kind != DeviceKind.WbMsw;

    /// <summary>What hangs behind an output; a supply of its own where no meter lies below.</summary>
    private static Supply SupplyOf(OutputPlan output, FrozenDictionary<MeterId, MeterLoad> loads) =>
        output is { IsSetPoint: false, IsLamp: false, Below: { } meter } ? loads[meter].Supply! : new Supply();

    private Actuator? ValveOf(MeterPlan meter) =>
        Plan.Boards.FirstOrDefault(
            board => board.Kind == BoardKind.XintaiValve && board.Id == meter.Id.Value) is { } valve
            ? new(valve, 0, valve.Outputs[0].Point, _supplies[valve.Outputs[0].Point], _now, Switches)
            : null;

    private SilentAnswer GapsOf(MeterPlan meter, CampusOptions options)
    {
        var port = Plan.Ports.First(port => port.Gateway == meter.Gateway && port.Id == meter.Port);
        return port.Kind == LineKind.ModbusRtu ? SilentAnswer.Nothing : options.RecordedGaps;
    }

    private PortEndpoint Open(PortPlan port, CampusOptions options, MachineTime time)
    {
        if (port.Kind == LineKind.Pulse)
            return ServeContacts(port, time);
        if (port.Kind is LineKind.Dlt645 or LineKind.Cjt188)
            return OpenFrameLine(port, time);
        var devices = DevicesOf(port);
        return port.Kind == LineKind.ModbusRtu ? OpenLine(port, devices, options, time) : Listen(port, devices, time);
    }

    private FrozenDictionary<byte, IModbusDevice> DevicesOf(PortPlan port)
    {
        var devices = Plan.Behind(port).ToDictionary(
            meter => meter.UnitIdentifier,
            IModbusDevice (meter) => meter.Kind == DeviceKind.WbMsw ? Floor!.Ceiling(meter.Id) : _meters[meter.Id]);
        foreach (var board in Plan.Boards.Where(board => board.Gateway == port.Gateway && board.Port == port.Id))
        {
            if (_boards.TryGetValue(board.Id, out var relays))
                devices.Add(board.UnitIdentifier, relays);
            if (_lamps.TryGetValue(board.Id, out var lamps))
                devices.Add(board.UnitIdentifier, lamps);
            if (_chillers.TryGetValue(board.Id, out var chiller))
                devices.Add(board.UnitIdentifier, chiller);
        }
        return devices.ToFrozenDictionary();
    }

    private PortEndpoint Listen(PortPlan port, FrozenDictionary<byte, IModbusDevice> devices, MachineTime time)
    {
        var server = ModbusTcpServer.Start(
            new(IPAddress.Loopback, 0), unitIdentifier => devices.GetValueOrDefault(unitIdentifier), time);
        _servers.Add(server);
        return new(port, IPAddress.Loopback.ToString(), server.Port, null);
    }

    private PortEndpoint ServeContacts(PortPlan port, MachineTime time)
    {
        var server = SimulatedLinesServer.Start(time);
        _servers.Add(server);
        foreach (var meter in Plan.Behind(port))
            server.Add(_contacts[meter.Id].Line);
        return new(port, server.EndPoint.Address.ToString(), server.EndPoint.Port, null);
    }

    /// <summary>Never paced: the line's speed is judged on Modbus.</summary>
    private PortEndpoint OpenFrameLine(PortPlan port, MachineTime time)
    {
        var terminal = PseudoTerminal.Open(time);
        var meters = Plan.Behind(port).ToList();
        var map = VirtualFrameMeter.MapOf(meters[0].Kind);
        _servers.Add(FrameLine.Start(terminal.Link, map, [.. meters.Select(meter => _frameMeters[meter.Id])]));
        _servers.Add(terminal.Link);
        return new(port, null, 0, terminal.DevicePath);
    }

    private PortEndpoint OpenLine(
        PortPlan port, FrozenDictionary<byte, IModbusDevice> devices, CampusOptions options, MachineTime time)
    {
        var terminal = PseudoTerminal.Open(time);
        var line = options.LinePacing ? new PacedLink(terminal.Link, LineBaud, time) : terminal.Link;
        _servers.Add(ModbusRtuServer.Start(line, unitIdentifier => devices.GetValueOrDefault(unitIdentifier), time));
        _servers.Add(line);
        return new(port, null, 0, terminal.DevicePath);
    }
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Jingu.Contracts.Ids;
using Jingu.Lines.Simulated;
using Jingu.Modbus.Links;
using Jingu.Modbus.Server;
using Jingu.Simulators.Loads;
using Jingu.Simulators.Recordings;
using Jingu.Time;
using NodaTime;

namespace Jingu.Simulators.Campus;

/// <summary>
/// All meters of a campus, served on the wire: TCP ports on loopback, serial lines on pseudo-terminals, contacts on
/// simulated lines. Shows the instant it is told and no other; logs what it served. Members are safe from any thread.
/// </summary>
internal sealed class VirtualCampus : IAsyncDisposable
{
    /// <summary>What is simulated before the month of the report and after the report's end.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromDays(4);
    private static readonly TimeSpan Tail = TimeSpan.FromDays(14);

    /// <summary>The speed of a paced line, and the one that commissioning files should name.</summary>
    public const int LineBaud = 9600;

    private readonly SiteInstant _now;
    private readonly FrozenDictionary<MeterId, VirtualMeter> _meters;
    private readonly FrozenDictionary<MeterId, VirtualPulseMeter> _contacts;
    private readonly List<IAsyncDisposable> _servers = [];

    private VirtualCampus(CampusPlan plan, CampusOptions options)
    {
        var zone = DateTimeZoneProviders.Tzdb[plan.Zone];
        var slots = new Slots(LocalMonth.Holding(options.From, zone).From - Lead, options.To + Tail, zone);
        var recorded = options.RecordingsFolder is { } folder
            ? RecordedCampus.Read(plan, options, folder, slots)
            : new(GivenLoads.None, []);
        var loads = CampusLoads.Of(plan, options.Seed, slots, recorded.Loads);

        (Plan, Notes, Log) = (plan, recorded.Notes, new RegisterLog(plan));
        (EarliestStart, LatestEnd) = Span(options, loads.Values);
        _now = new SiteInstant(EarliestStart);
        _contacts = plan.Meters.Where(GivesPulses).ToFrozenDictionary(
            meter => meter.Id, meter => new VirtualPulseMeter(meter, loads[meter.Id], _now, Log));
        _meters = plan.Meters.Where(meter => !GivesPulses(meter)).ToFrozenDictionary(
            meter => meter.Id,
            meter => new VirtualMeter(meter, loads[meter.Id], options.Seed, _now, Log, GapsOf(meter, options)));
    }

    public CampusPlan Plan { get; }

    /// <summary>Where each port of the plan is to be reached.</summary>
    public ImmutableArray<PortEndpoint> Endpoints { get; private set; } = [];

    /// <summary>What was served.</summary>
    public RegisterLog Log { get; }

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
        campus.Endpoints = [.. plan.Ports.Select(port => campus.Open(port, options, time))];
        return campus;
    }

    /// <summary>From now on all meters show this instant. Costs nothing until somebody reads them.</summary>
    public void ShowInstant(DateTimeOffset site) => _now.Milliseconds = site.ToUnixTimeMilliseconds();

    /// <summary>Cuts a meter's wire or mends it.</summary>
    public void SetSilent(MeterId meter, bool isSilent)
    {
        if (_contacts.TryGetValue(meter, out var contact))
            contact.Line.IsUnplugged = isSilent;
        else
            _meters[meter].IsSilent = isSilent;
    }

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

    private static bool GivesPulses(MeterPlan meter) => meter.Kind == DeviceKind.PulseWater;

    private SilentAnswer GapsOf(MeterPlan meter, CampusOptions options)
    {
        var port = Plan.Ports.First(port => port.Gateway == meter.Gateway && port.Id == meter.Port);
        return port.Kind == LineKind.ModbusRtu ? SilentAnswer.Nothing : options.RecordedGaps;
    }

    private PortEndpoint Open(PortPlan port, CampusOptions options, MachineTime time)
    {
        if (port.Kind == LineKind.Pulse)
            return ServeContacts(port, time);
        var meters = Plan.Behind(port).ToFrozenDictionary(meter => meter.UnitIdentifier, meter => _meters[meter.Id]);
        return port.Kind == LineKind.ModbusRtu ? OpenLine(port, meters, options, time) : Listen(port, meters, time);
    }

    private PortEndpoint Listen(PortPlan port, FrozenDictionary<byte, VirtualMeter> meters, MachineTime time)
    {
        var server = ModbusTcpServer.Start(
            new(IPAddress.Loopback, 0), unitIdentifier => meters.GetValueOrDefault(unitIdentifier), time);
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

    private PortEndpoint OpenLine(
        PortPlan port, FrozenDictionary<byte, VirtualMeter> meters, CampusOptions options, MachineTime time)
    {
        var terminal = PseudoTerminal.Open(time);
        var line = options.LinePacing ? new PacedLink(terminal.Link, LineBaud, time) : terminal.Link;
        _servers.Add(ModbusRtuServer.Start(line, unitIdentifier => meters.GetValueOrDefault(unitIdentifier), time));
        _servers.Add(line);
        return new(port, null, 0, terminal.DevicePath);
    }
}

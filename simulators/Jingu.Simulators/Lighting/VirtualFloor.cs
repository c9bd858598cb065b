using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Jingu.Contracts.Ids;
using Jingu.Lines;
using Jingu.Lines.Simulated;
using Jingu.Simulators.Boards;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;
using Jingu.Time;

namespace Jingu.Simulators.Lighting;

/// <summary>
/// The lit office floor on the wire: its people, daylight and switches in front of a gateway's inputs, lines and light
/// sensors. One world for all of them, the office week's. Members are safe from any thread.
/// </summary>
internal sealed class VirtualFloor : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly FloorPlan _plan;
    private readonly ImmutableArray<LitRoom> _rooms;
    private readonly bool[] _inputs = new bool[BoardKind.WbMwac.Inputs()];
    private readonly ImmutableArray<SimulatedLine> _lines;
    private readonly FrozenDictionary<int, SimulatedLightSensor> _parts;
    private readonly FrozenDictionary<MeterId, VirtualCeiling> _ceilings;
    private SimulatedLinesServer? _server;

    /// <param name="lampsOf">The light of a zone, by the meter of its lamps.</param>
    public VirtualFloor(
        FloorPlan plan, OfficeWorld world, Func<MeterId, Dimming> lampsOf, SiteInstant now, RegisterLog log)
    {
        _plan = plan;
        _lines = [.. Enumerable.Range(0, plan.LinesUsed).Select(
            offset => new SimulatedLine(new LineAddress(FloorPlan.Lines, offset)))];
        _parts = plan.Zones.Select(zone => zone.Lux).OfType<SensorWire.Part>().ToFrozenDictionary(
            part => part.Address, part => new SimulatedLightSensor(new(FloorPlan.Bus, part.Address)));
        _ceilings = plan.Zones.Select(zone => zone.Lux).OfType<SensorWire.Ceiling>().ToFrozenDictionary(
            ceiling => ceiling.Meter, ceiling => new VirtualCeiling(ceiling.Meter, now, log));
        _rooms = [.. plan.Zones.Select(zone => new LitRoom(
            world.Room(zone.Room), lampsOf(zone.Light), DateTimeOffset.FromUnixTimeMilliseconds(now.Milliseconds),
            (isSeen, at) => Drive(zone.Presence, isSeen, at), at => Press(zone.Wall, at)))];
    }

    public ImmutableArray<LitRoom> Rooms => _rooms;

    /// <summary>Where the gateway's lines and its bus are served.</summary>
    public IPEndPoint Lines => _server!.EndPoint;

    /// <summary>A light sensor that is read as a meter.</summary>
    public VirtualCeiling Ceiling(MeterId meter) => _ceilings[meter];

    /// <summary>How an input of the module stands, from 0.</summary>
    public bool IsClosed(int input)
    {
        lock (_gate)
            return _inputs[input];
    }

    /// <summary>The chip with all lines is unplugged, or plugged in.</summary>
    public void SetUnplugged(bool isUnplugged)
    {
        foreach (var line in _lines)
            line.IsUnplugged = isUnplugged;
    }

    /// <summary>Opens the lines.</summary>
    public void Start(MachineTime time)
    {
        _server = SimulatedLinesServer.Start(time);
        foreach (var line in _lines)
            _server.Add(line);
        foreach (var part in _parts.Values)
            _server.AddSensor(part);
    }

    /// <summary>People live on up to an instant, and sensors show it.</summary>
    public void PlayUntil(DateTimeOffset now)
    {
        lock (_gate)
        {
            foreach (var (room, zone) in _rooms.Zip(_plan.Zones))
            {
                room.PlayUntil(now);
                if (zone.Lux is SensorWire.Part part)
                    _parts[part.Address].Lux = room.Lux;
                else if (zone.Lux is SensorWire.Ceiling ceiling)
                    _ceilings[ceiling.Meter].Lux = room.Lux;
            }
        }
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Drive(SensorWire wire, bool isActive, DateTimeOffset at)
    {
        if (wire is SensorWire.Input input)
            _inputs[input.Number] = isActive;
        else if (wire is SensorWire.Line line)
            _lines[line.Offset].Drive(isActive, Since1970(at));
    }

    private void Press(SensorWire? wire, DateTimeOffset at)
    {
        if (wire is SensorWire.Input input)
        {
            _inputs[input.Number] = !_inputs[input.Number];
        }
        else if (wire is SensorWire.Line line)
        {
            _lines[line.Offset].Drive(isHigh: true, Since1970(at));
            _lines[line.Offset].Drive(isHigh: false, Since1970(at));
        }
    }

    private static TimeSpan Since1970(DateTimeOffset at) => at - DateTimeOffset.UnixEpoch;
}

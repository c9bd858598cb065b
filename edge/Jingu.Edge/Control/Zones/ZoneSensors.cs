using System.Collections.Immutable;
using System.Net;
using Jingu.Edge.Acquisition;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Lines.I2c;
using Jingu.Lines.Simulated;
using Jingu.Modbus;
using Jingu.Time;

namespace Jingu.Edge.Control.Zones;

/// <summary>
/// All sensors and wall switches of a gateway's zones but those that are read as meters, looked at every few seconds.
/// Under a bench they are looked at with the polls, so that they cost the clock nothing.
/// </summary>
internal sealed class ZoneSensors : IAsyncDisposable
{
    /// <summary>So long a person may wait to be seen, and the tick on top.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly ImmutableArray<ISensorLook> _sensors;
    private readonly SensorReadings _readings;
    private readonly SiteTime _site;
    private readonly TimeSpan _period;

    /// <param name="ports">The open ports, by id.</param>
    public ZoneSensors(
        CommissioningPlan plan, IReadOnlyDictionary<string, IMeterPort> ports, SensorReadings readings, SiteTime site,
        MachineTime machine)
    {
        (_readings, _site) = (readings, site);
        _period = site.IsBench && !plan.Ports.IsEmpty ? plan.Ports.Min(port => port.Period) : LookEvery;
        var used = plan.Zones.SelectMany(zone => zone.Presence.Concat(zone.Light).Concat(zone.Switches)).ToHashSet();
        _sensors =
        [
            .. plan.Sensors.Where(sensor => used.Contains(sensor.Id) && sensor is not SensorPlan.LightOfMeter)
                .Select(sensor => LookOf(sensor, plan, ports, machine)),
        ];
    }

    /// <summary>Sets the first look; call before the tick asks for <see cref="SensorReadings.EarliestOpen"/>.</summary>
    public void Begin(DateTimeOffset now)
    {
        if (!_sensors.IsEmpty)
            _readings.EarliestOpen = now;
    }

    /// <summary>Looks until stopped; without sensors it returns nothing to wait for.</summary>
    public ImmutableArray<Task> Run(CancellationToken stop) =>
        _sensors.IsEmpty ? [] : [RunAsync(_site.Join("sensors"), stop)];

    public async ValueTask DisposeAsync()
    {
        foreach (var sensor in _sensors)
            await sensor.DisposeAsync();
    }

    private async Task RunAsync(IParticipant participant, CancellationToken stop)
    {
        using var joined = participant;
        while (true)
        {
            foreach (var sensor in _sensors)
                await sensor.LookAsync(stop);
            var next = Port.AlignUp(_site.GetUtcNow() + TimeSpan.FromTicks(1), _period);
            _readings.EarliestOpen = next;
            await participant.WaitUntilAsync(next, stop);
        }
    }

    private ISensorLook LookOf(
        SensorPlan sensor, CommissioningPlan plan, IReadOnlyDictionary<string, IMeterPort> ports, MachineTime machine)
    {
        if (sensor is SensorPlan.LightPart part)
            return new LightLook(part, PartsOf(part, machine), _readings, _site);
        var input = SensorWiring.InputOf(sensor)!;
        switch (plan.Boards.First(board => board.Id == input.Board))
        {
            case BoardPlan.Gpio gpio:
                return new LineLook(
                    sensor, gpio.InputLines[input.Input - 1], Boards.InputsOf(gpio, _site, machine), _readings, _site);
            case BoardPlan.Modbus modbus:
                var port = plan.Ports.First(port => port.Id == modbus.Port);
                return new BitLook(
                    sensor, input.Input, modbus, ((ModbusMeterPort)ports[modbus.Port]).Client, port.AnswerMax,
                    _readings, _site);
            default:
                throw new InvalidOperationException($"{input.Board} has no inputs");
        }
    }

    private II2cParts PartsOf(SensorPlan.LightPart part, MachineTime machine)
    {
        if (part.Simulator is { } at)
            return new SimulatedLines(new IPEndPoint(IPAddress.Parse(at.Host), at.Port), _site);
        return _site.IsBench
            ? throw new InvalidOperationException($"{part.Part} is real, and a bench's clock reads no real part")
            : I2cLibraries.Parts!(machine);
    }
}

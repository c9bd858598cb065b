using System.Collections.Immutable;
using System.Globalization;
using Jingu.Edge.Control.Zones;
using Jingu.Modbus;
using Jingu.Modbus.Links;
using Jingu.Time;

namespace Jingu.Edge.Commissioning.Zones;

/// <summary>
/// Asks the sensors and wall switches of lighting zones once, as the gateway does, and says what they show. Writes
/// nothing.
/// </summary>
internal sealed class SensorCheck(CommissioningPlan plan)
{
    private const string Part = "sensor";

    /// <summary>What the files say; connects to nothing.</summary>
    public IEnumerable<Finding> Offline()
    {
        var used = plan.Zones.SelectMany(zone => zone.Presence.Concat(zone.Light).Concat(zone.Switches)).ToHashSet();
        return
            from sensor in plan.Sensors
            where !used.Contains(sensor.Id)
            select new Finding(Severity.Warning, Part, sensor.Id,
                "belongs to no zone, so nothing is decided by it: name it in a zone, or take it out.");
    }

    /// <summary>Asks each of them; one read as a meter is asked once more, beside its meter's own check.</summary>
    public async Task<ImmutableArray<Finding>> OnlineAsync(
        bool paceLines, SiteTime site, MachineTime machine, CancellationToken stop)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var group in plan.Sensors.GroupBy(PortOf))
        {
            if (group.Key is not { } port)
            {
                foreach (var sensor in group)
                    findings.Add(await AskAsync(sensor, new Dictionary<string, IMeterPort>(), site, machine, stop));
                continue;
            }
            if (port.Settings is PortSettings.Serial serial && SerialLink.IsInUse(serial.Line.Device))
            {
                findings.AddRange(group.Select(sensor => new Finding(Severity.Good, Part, sensor.Id,
                    $"{port.Id} belongs to a running gateway: jingu-edge status shows how its zones stand.")));
                continue;
            }
            await using var line = MeterPort.Open(
                port.Settings, machine, paceLines, plan.TurnaroundsBehind(port.Id), plan.SettlesBehind(port.Id));
            var ports = new Dictionary<string, IMeterPort> { [port.Id] = line };
            foreach (var sensor in group)
                findings.Add(await AskAsync(sensor, ports, site, machine, stop));
        }
        return findings.ToImmutable();
    }

    private async Task<Finding> AskAsync(
        SensorPlan sensor, Dictionary<string, IMeterPort> ports, SiteTime site, MachineTime machine,
        CancellationToken stop)
    {
        if (sensor is SensorPlan.LightOfMeter metered)
            return await MeasureAsync(metered, ports, stop);
        if (IsSimulated(sensor) && !site.IsBench)
        {
            return new(Severity.Warning, Part, sensor.Id,
                "is simulated: only a gateway on a bench's clock can ask it. On site, declare the real one.");
        }
        var readings = new SensorReadings();
        await using var look = SensorLooks.Of(sensor, plan, ports, readings, site, machine);
        await look.LookAsync(stop);
        var image = readings.Take();
        if (image.Faults.TryGetValue(sensor.Id, out var fault))
            return Silent(sensor, fault);
        return sensor switch
        {
            SensorPlan.LightPart => Light(sensor, image.Lux[sensor.Id].Lux),
            SensorPlan.Presence => new(Severity.Good, Part, sensor.Id,
                image.Presence[sensor.Id].IsOccupied
                    ? "sees somebody. If nobody is there, its contact works the other way round: set active: nobody."
                    : "sees nobody. Walk below it and ask again: it must see you."),
            _ => new(Severity.Good, Part, sensor.Id, "answers. Use it while the gateway runs: its zone follows."),
        };
    }

    private async Task<Finding> MeasureAsync(
        SensorPlan.LightOfMeter sensor, Dictionary<string, IMeterPort> ports, CancellationToken stop)
    {
        var meter = plan.Meters.First(meter => meter.Id == sensor.Meter);
        var port = plan.Ports.First(port => port.Id == meter.Port);
        var reader = ports[port.Id].ReaderOf(meter.Address, meter.Profile, port.AnswerMax);
        return await reader.ReadAsync(new ReadTerms(KeepRegisters: false), stop) switch
        {
            MeterReadResult.Values { Counts: var counts } when counts[sensor.Place] is { } count =>
                Light(sensor, (long)Math.Round(meter.Profile.Layout[sensor.Place].ToDouble(count))),
            MeterReadResult.Values => Silent(sensor, $"{meter.Id} answers, and says that it has no value"),
            MeterReadResult.Failed failed => Silent(sensor, $"{meter.Id}: {failed.Fault}"),
            var other => throw new InvalidOperationException($"a read ended as {other}"),
        };
    }

    /// <summary>Nothing at all is dark night, a cover that was left on, or a dead part.</summary>
    private static Finding Light(SensorPlan sensor, long lux) => lux switch
    {
        0 => new(Severity.Warning, Part, sensor.Id,
            "shows 0 lx: unless it is dark there, take off its cover or replace it."),
        _ => new(Severity.Good, Part, sensor.Id, string.Create(
            CultureInfo.InvariantCulture, $"shows {lux} lx. Shade it with a hand and ask again: it must show less.")),
    };

    private static Finding Silent(SensorPlan sensor, string why) => new(
        Severity.Failed, Part, sensor.Id,
        $"gives nothing ({why.TrimEnd('.')}): check wires, address and supply. Its zone would be lit by its schedule.");

    private bool IsSimulated(SensorPlan sensor) => sensor is SensorPlan.LightPart { Simulator: not null }
        || (SensorWiring.InputOf(sensor) is { } input
            && plan.Boards.First(board => board.Id == input.Board) is BoardPlan.Gpio { Simulator: not null });

    /// <summary>Null: a line or bus of this machine.</summary>
    private PortPlan? PortOf(SensorPlan sensor)
    {
        var name = sensor is SensorPlan.LightOfMeter metered
            ? plan.Meters.First(meter => meter.Id == metered.Meter).Port
            : SensorWiring.InputOf(sensor) is { } input
                && plan.Boards.First(board => board.Id == input.Board) is BoardPlan.Modbus modbus
                ? modbus.Port
                : null;
        return name is null ? null : plan.Ports.First(port => port.Id == name);
    }
}

using System.Net;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Lines.I2c;
using Jingu.Lines.Simulated;
using Jingu.Modbus;
using Jingu.Time;

namespace Jingu.Edge.Control.Zones;

/// <summary>How each sensor and wall switch that is not read as a meter is looked at.</summary>
internal static class SensorLooks
{
    /// <param name="ports">Open ones, by id: at least that of the sensor's device, where it speaks Modbus.</param>
    public static ISensorLook Of(
        SensorPlan sensor, CommissioningPlan plan, IReadOnlyDictionary<string, IMeterPort> ports,
        SensorReadings readings, SiteTime site, MachineTime machine)
    {
        if (sensor is SensorPlan.LightPart part)
            return new LightLook(part, PartsOf(part, site, machine), readings, site);
        var input = SensorWiring.InputOf(sensor)!;
        switch (plan.Boards.First(board => board.Id == input.Board))
        {
            case BoardPlan.Gpio gpio:
                return new LineLook(
                    sensor, gpio.InputLines[input.Input - 1], Boards.InputsOf(gpio, site, machine), readings, site);
            case BoardPlan.Modbus modbus:
                var port = plan.Ports.First(port => port.Id == modbus.Port);
                return new BitLook(
                    sensor, input.Input, modbus, ((ModbusMeterPort)ports[modbus.Port]).Client, port.AnswerMax,
                    readings, site);
            default:
                throw new InvalidOperationException($"{input.Board} has no inputs");
        }
    }

    private static II2cParts PartsOf(SensorPlan.LightPart part, SiteTime site, MachineTime machine)
    {
        if (part.Simulator is { } at)
            return new SimulatedLines(new IPEndPoint(IPAddress.Parse(at.Host), at.Port), site);
        return site.IsBench
            ? throw new InvalidOperationException($"{part.Part} is real, and a bench's clock reads no real part")
            : I2cLibraries.Parts!(machine);
    }
}

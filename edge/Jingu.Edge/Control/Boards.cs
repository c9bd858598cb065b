using System.Net;
using Jingu.Edge.Commissioning;
using Jingu.Lines;
using Jingu.Lines.Simulated;
using Jingu.Modbus;
using Jingu.Time;

namespace Jingu.Edge.Control;

/// <summary>Makes the device of a plan. Nothing is opened before it is asked.</summary>
internal static class Boards
{
    /// <param name="ports">The open ports, by id: a board speaks in turn with the meters of its port.</param>
    public static IBoard Open(
        BoardPlan board, CommissioningPlan plan, IReadOnlyDictionary<string, IMeterPort> ports, SiteTime site,
        MachineTime machine) => board switch
        {
            BoardPlan.Modbus modbus => new ModbusBoard(
                modbus, ((ModbusMeterPort)ports[modbus.Port]).Client,
                plan.Ports.First(port => port.Id == modbus.Port).AnswerMax, plan.SwitchPoints),
            BoardPlan.Gpio { Simulator: { } at } gpio =>
                OfLines(gpio, new SimulatedLines(new IPEndPoint(IPAddress.Parse(at.Host), at.Port), site), plan),
            BoardPlan.Gpio gpio => new GpioBoard(
                gpio, LineLibraries.Outputs(machine), LineLibraries.Inputs(machine), plan.SwitchPoints),
            _ => throw new ArgumentOutOfRangeException(nameof(board)),
        };

    private static GpioBoard OfLines(BoardPlan.Gpio gpio, ILines lines, CommissioningPlan plan) =>
        new(gpio, lines, lines, plan.SwitchPoints);
}

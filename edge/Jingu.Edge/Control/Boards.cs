using System.Net;
using Jingu.Edge.Commissioning;
using Jingu.Lines;
using Jingu.Lines.Simulated;
using Jingu.Modbus;
using Jingu.Modbus.Boards;
using Jingu.Time;

namespace Jingu.Edge.Control;

/// <summary>Makes the device of a plan. Nothing is opened before it is asked.</summary>
internal static class Boards
{
    /// <param name="ports">The open ports, by id: a board speaks in turn with the meters of its port.</param>
    /// <param name="pace">False leaves out the silence that a device wants between requests: for simulations.</param>
    public static IBoard Open(
        BoardPlan board, CommissioningPlan plan, IReadOnlyDictionary<string, IMeterPort> ports, SiteTime site,
        MachineTime machine, bool pace = true) => board switch
        {
            BoardPlan.Modbus { Profile.Outputs: BoardOutputs.Lamps lamps } modbus => new LampBoard(
                modbus, ((ModbusMeterPort)ports[modbus.Port]).Client,
                plan.Ports.First(port => port.Id == modbus.Port).AnswerMax, plan.Lamps,
                pace ? lamps.Guard : TimeSpan.Zero, machine),
            BoardPlan.Modbus { Profile.Outputs: BoardOutputs.SetPoints } modbus => new SetPointBoard(
                modbus, ((ModbusMeterPort)ports[modbus.Port]).Client,
                plan.Ports.First(port => port.Id == modbus.Port).AnswerMax, plan.SetPoints),
            BoardPlan.Modbus modbus => new ModbusBoard(
                modbus, ((ModbusMeterPort)ports[modbus.Port]).Client,
                plan.Ports.First(port => port.Id == modbus.Port), plan.SwitchPoints),
            BoardPlan.Gpio gpio => new GpioBoard(
                gpio, (ILines?)SimulatedOf(gpio, site) ?? LineLibraries.Outputs(machine), InputsOf(gpio, site, machine),
                plan.SwitchPoints),
            _ => throw new ArgumentOutOfRangeException(nameof(board)),
        };

    /// <summary>Where the inputs of a device of lines are.</summary>
    public static ILines InputsOf(BoardPlan.Gpio gpio, SiteTime site, MachineTime machine) =>
        (ILines?)SimulatedOf(gpio, site) ?? LineLibraries.Inputs(machine);

    private static SimulatedLines? SimulatedOf(BoardPlan.Gpio gpio, SiteTime site) => gpio.Simulator is { } at
        ? new SimulatedLines(new IPEndPoint(IPAddress.Parse(at.Host), at.Port), site)
        : null;
}

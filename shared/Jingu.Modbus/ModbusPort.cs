using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;
using Jingu.Time;

namespace Jingu.Modbus;

/// <summary>Makes the client of a port. Nothing is opened before the first request.</summary>
public static class ModbusPort
{
    /// <param name="paceLine">
    /// False leaves out the 3.5 characters of silence before each request on a serial line: for simulations that run
    /// faster than one.
    /// </param>
    public static IModbusClient Open(PortSettings settings, MachineTime time, bool paceLine = true) => settings switch
    {
        PortSettings.Tcp tcp => new ModbusClient(TcpLink.Opener(tcp.Host, tcp.Port, time), TcpFraming(time), null),
        PortSettings.Serial serial => new ModbusClient(
            SerialLink.Opener(serial.Line, time), RtuFraming(time),
            new LineTurns(new LineSpeed(serial.Line.Baud), paceLine, time)),
        PortSettings.RtuOverTcp tcp => new ModbusClient(
            TcpLink.Opener(tcp.Host, tcp.Port, time), RtuFraming(time),
            new LineTurns(new LineSpeed(tcp.Baud), paceLine, time)),
        _ => throw new ArgumentOutOfRangeException(nameof(settings)),
    };

#if DRIVERS_NUGET
    private static NuGet.NModbusExchange TcpFraming(MachineTime time) => NuGet.NModbusExchange.ForTcp(time);

    private static NuGet.NModbusExchange RtuFraming(MachineTime time) => NuGet.NModbusExchange.ForRtu(time);
#else
    private static TcpExchange TcpFraming(MachineTime time) => new(time);

    private static RtuExchange RtuFraming(MachineTime time) => new(time);
#endif
}

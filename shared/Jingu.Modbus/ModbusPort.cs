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
    /// <param name="turnarounds">On a line: how long it stays free after the answer of a unit identifier, where that is
    /// longer than 3.5 characters.</param>
    /// <param name="settles">On a Modbus TCP connection: how long after it opened a unit identifier is first asked.
    /// Left out like the silence by <paramref name="paceLine"/>.</param>
    public static IModbusClient Open(
        PortSettings settings, MachineTime time, bool paceLine = true,
        IReadOnlyDictionary<byte, TimeSpan>? turnarounds = null, IReadOnlyDictionary<byte, TimeSpan>? settles = null)
    {
        var settling = new Settling(time, paceLine && settings is PortSettings.Tcp ? settles : null);
        LineTurns Turns(LineSpeed speed) => new(speed, paceLine, time, turnarounds);
        return settings switch
        {
            PortSettings.Tcp { InFlight: > 1 } tcp =>
                new TcpPipeline(TcpLink.Opener(tcp.Host, tcp.Port, time), tcp.InFlight, settling, time),
            PortSettings.Tcp tcp => new ModbusClient(
                TcpLink.Opener(tcp.Host, tcp.Port, time), TcpFraming(time), null, settling),
            PortSettings.Serial serial => new ModbusClient(
                SerialLink.Opener(serial.Line, time), RtuFraming(time), Turns(LineSpeed.Of(serial.Line)), settling),
            PortSettings.RtuOverTcp tcp => new ModbusClient(
                TcpLink.Opener(tcp.Host, tcp.Port, time), RtuFraming(time), Turns(new LineSpeed(tcp.Baud)), settling),
            _ => throw new ArgumentOutOfRangeException(nameof(settings)),
        };
    }

#if DRIVERS_NUGET
    private static NuGet.NModbusExchange TcpFraming(MachineTime time) => NuGet.NModbusExchange.ForTcp(time);

    private static NuGet.NModbusExchange RtuFraming(MachineTime time) => NuGet.NModbusExchange.ForRtu(time);
#else
    private static TcpExchange TcpFraming(MachineTime time) => new(time);

    private static RtuExchange RtuFraming(MachineTime time) => new(time);
#endif
}

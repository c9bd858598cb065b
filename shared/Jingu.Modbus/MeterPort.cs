using Jingu.Modbus.MeterFrames;
using Jingu.Time;

namespace Jingu.Modbus;

/// <summary>Makes ports of every kind. Nothing is opened before the first reading.</summary>
public static class MeterPort
{
    /// <param name="paceLine">
    /// False leaves out the 3.5 characters of silence before each request on a serial line: for simulations that run
    /// faster than one.
    /// </param>
    /// <param name="turnarounds">By unit identifier; 0 for all meters of a line that have none.</param>
    /// <param name="settles">On a Modbus TCP connection: how long after it opened a unit identifier is first asked.
    /// Left out like the silence by <paramref name="paceLine"/>.</param>
    public static IMeterPort Open(
        PortSettings settings, MachineTime time, bool paceLine = true,
        IReadOnlyDictionary<byte, TimeSpan>? turnarounds = null,
        IReadOnlyDictionary<byte, TimeSpan>? settles = null) => settings switch
        {
            PortSettings.Frames frames => FrameMeterPort.Open(frames, time, paceLine, turnarounds),
            PortSettings.FramesOverTcp frames => FrameMeterPort.Open(frames, time, paceLine, turnarounds),
            _ => new ModbusMeterPort(ModbusPort.Open(settings, time, paceLine, turnarounds, settles)),
        };
}

using Jingu.Modbus.Links;
using Jingu.Modbus.MeterFrames;

namespace Jingu.Modbus;

/// <summary>Where a port leads.</summary>
public abstract record PortSettings
{
    private PortSettings()
    {
    }

    /// <summary>Modbus TCP.</summary>
    /// <param name="InFlight">Requests under way at once on the connection, 1 to 16: as many as what is behind the
    /// address is known to take.</param>
    public sealed record Tcp(string Host, int Port, int InFlight = 1) : PortSettings;

    /// <summary>Modbus RTU on a serial line.</summary>
    public sealed record Serial(SerialSettings Line) : PortSettings;

    /// <summary>Modbus RTU through a device server that passes bytes on. Baud is that of the line behind it.</summary>
    public sealed record RtuOverTcp(string Host, int Port, int Baud) : PortSettings;

    /// <summary>DL/T 645 or CJ/T 188 on a serial line.</summary>
    public sealed record Frames(FrameProtocol Protocol, SerialSettings Line) : PortSettings;

    /// <summary>The same through a device server that passes bytes on. Baud is that of the line behind it.</summary>
    public sealed record FramesOverTcp(FrameProtocol Protocol, string Host, int Port, int Baud) : PortSettings;

    /// <summary>Digital inputs of this machine, each with a meter that gives pulses.</summary>
    public sealed record Pulses : PortSettings;

    /// <summary>Digital inputs that a simulator serves: only under a bench's clock.</summary>
    public sealed record SimulatedPulses(string Host, int Port) : PortSettings;
}

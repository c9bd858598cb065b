using Jingu.Modbus.Links;

namespace Jingu.Modbus;

/// <summary>Where a port leads.</summary>
public abstract record PortSettings
{
    private PortSettings()
    {
    }

    /// <summary>Modbus TCP.</summary>
    public sealed record Tcp(string Host, int Port) : PortSettings;

    /// <summary>Modbus RTU on a serial line.</summary>
    public sealed record Serial(SerialSettings Line) : PortSettings;

    /// <summary>Modbus RTU through a device server that passes bytes on. Baud is that of the line behind it.</summary>
    public sealed record RtuOverTcp(string Host, int Port, int Baud) : PortSettings;
}

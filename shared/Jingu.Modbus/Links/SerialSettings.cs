using System.Collections.Immutable;

namespace Jingu.Modbus.Links;

/// <summary>A serial line. What no line can be set to throws <see cref="ArgumentException"/> on construction.</summary>
public sealed record SerialSettings
{
    /// <summary>Speeds that are accepted, in bits a second: those of Modbus and DL/T 645 devices.</summary>
    public static readonly ImmutableArray<int> Bauds = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200];

    public SerialSettings(string device, int baud, SerialParity parity, int stopBits)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(device);
        if (!Bauds.Contains(baud))
            throw new ArgumentException($"{baud} is no baud rate: use one of {string.Join(", ", Bauds)}", nameof(baud));
        if (!Enum.IsDefined(parity))
            throw new ArgumentException($"{parity} is no parity: use none, even or odd", nameof(parity));
        if (stopBits is not (1 or 2))
            throw new ArgumentException($"{stopBits} stop bits: use 1 or 2", nameof(stopBits));
        (Device, Baud, Parity, StopBits) = (device, baud, parity, stopBits);
    }

    /// <summary>The path, such as <c>/dev/ttyUSB0</c>.</summary>
    public string Device { get; }

    public int Baud { get; }

    public SerialParity Parity { get; }

    public int StopBits { get; }
}

/// <summary>The parity bit. Modbus asks for even; the field has mostly none. A pseudo-terminal has none.</summary>
public enum SerialParity
{
    None = 1,
    Even = 2,
    Odd = 3,
}

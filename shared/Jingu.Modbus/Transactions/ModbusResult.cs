using System.Collections.Immutable;

namespace Jingu.Modbus.Transactions;

/// <summary>What came of a request.</summary>
public abstract record ModbusResult
{
    private ModbusResult()
    {
    }

    /// <summary>Answer to functions 3 and 4.</summary>
    public sealed record Registers(ImmutableArray<ushort> Values) : ModbusResult;

    /// <summary>Answer to functions 1 and 2.</summary>
    public sealed record Bits(ImmutableArray<bool> Values) : ModbusResult;

    /// <summary>The device has written.</summary>
    public sealed record Written : ModbusResult;

    /// <summary>
    /// The device refused (V1.1b3, section 7): 1 illegal function, 2 illegal address, 3 illegal value, 4 device
    /// failure, 6 busy ...
    /// </summary>
    public sealed record Refused(byte ExceptionCode) : ModbusResult;

    /// <summary>No whole answer within the time allowed.</summary>
    public sealed record TimedOut : ModbusResult;

    /// <summary>An answer that is none: wrong check sum, unit identifier, function or length.</summary>
    public sealed record Malformed(string Detail) : ModbusResult;

    /// <summary>The byte link could not be opened, or broke.</summary>
    public sealed record LinkLost(string Detail) : ModbusResult;
}

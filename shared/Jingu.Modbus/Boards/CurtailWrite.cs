using System.Collections.Immutable;
using Jingu.Modbus.Profiles;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Boards;

/// <summary>
/// One inverter that may be limited. It can say three things: this share of rated power, the share holds, and no limit
/// holds. Unit identifier 0, all devices of a line, cannot be said with it: it throws.
/// </summary>
public sealed record CurtailWrite
{
    /// <summary>All of its rated power, in tenths of a percent.</summary>
    public const int TenthsMax = 1000;

    private readonly byte _unitIdentifier;
    private readonly CurtailRegisters _registers;

    /// <param name="unitIdentifier">1 to 247: one inverter.</param>
    public CurtailWrite(byte unitIdentifier, CurtailRegisters registers)
    {
        ArgumentOutOfRangeException.ThrowIfZero(unitIdentifier);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unitIdentifier, (byte)247);
        (_unitIdentifier, _registers) = (unitIdentifier, registers);
    }

    /// <summary>The request that lifts every limit.</summary>
    public ModbusRequest NoLimit => To(_registers.Mode, _registers.Unlimited);

    /// <summary>The request that makes the share hold; before it the share has no effect.</summary>
    public ModbusRequest ShareHolds => To(_registers.Mode, _registers.Percent);

    /// <summary>The request that sets the share, 0 to <see cref="TenthsMax"/> tenths of a percent.</summary>
    public ModbusRequest Share(int tenths)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tenths);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tenths, TenthsMax);
        return To(_registers.Limit, (ushort)tenths);
    }

    private ModbusRequest.WriteRegisters To(ushort register, ushort word) =>
        new(_unitIdentifier, 6, register, ImmutableArray.Create(word));
}

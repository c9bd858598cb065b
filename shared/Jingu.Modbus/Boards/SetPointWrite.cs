using System.Collections.Immutable;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Boards;

/// <summary>
/// One set point of one machine. It can say one thing: this value, within the site's comfort limits. Any other value or
/// register, and unit identifier 0, cannot be said with it: it throws.
/// </summary>
public sealed record SetPointWrite
{
    private readonly byte _unitIdentifier;
    private readonly ushort _register;
    private readonly int _lowest;
    private readonly int _highest;

    /// <param name="unitIdentifier">1 to 247: one device.</param>
    /// <param name="lowest">The lowest value that is ever written, counts of the register.</param>
    /// <param name="highest">The highest.</param>
    public SetPointWrite(byte unitIdentifier, ushort register, int lowest, int highest)
    {
        ArgumentOutOfRangeException.ThrowIfZero(unitIdentifier);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unitIdentifier, (byte)247);
        ArgumentOutOfRangeException.ThrowIfNegative(lowest);
        ArgumentOutOfRangeException.ThrowIfLessThan(highest, lowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(highest, ushort.MaxValue);
        (_unitIdentifier, _register, _lowest, _highest) = (unitIdentifier, register, lowest, highest);
    }

    /// <summary>The request that moves this set point, and nothing else (function 6).</summary>
    public ModbusRequest To(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, _lowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _highest);
        return new ModbusRequest.WriteRegisters(
            _unitIdentifier, 6, _register, ImmutableArray.Create(checked((ushort)value)));
    }
}

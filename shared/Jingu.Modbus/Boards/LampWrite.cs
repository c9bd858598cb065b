using System.Collections.Immutable;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Boards;

/// <summary>
/// One lamp, or one declared group, of one device. It can say one thing: this level, from a lowest one on. Off
/// (level 0), DALI's mask, a broadcast to all lamps and unit identifier 0 cannot be said with it: it throws.
/// </summary>
public sealed record LampWrite
{
    private readonly byte _unitIdentifier;
    private readonly ushort _register;
    private readonly int _minimum;
    private readonly int _full;
    private readonly bool _mayBeOff;

    /// <param name="unitIdentifier">1 to 247: one device.</param>
    /// <param name="minimum">The lowest level that is ever written, 1 or more.</param>
    /// <param name="mayBeOff">The lamp belongs to a zone, whose rules may put it out.</param>
    public LampWrite(
        byte unitIdentifier, BoardOutputs.Lamps lamps, LampAddress address, int minimum, bool mayBeOff = false)
    {
        ArgumentOutOfRangeException.ThrowIfZero(unitIdentifier);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unitIdentifier, (byte)247);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimum, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimum, lamps.Curve.Full);
        (_unitIdentifier, _minimum, _full, _mayBeOff) = (unitIdentifier, minimum, lamps.Curve.Full, mayBeOff);
        _register = lamps.BlockOf(address).WriteOf(address.Number);
    }

    /// <summary>The request that moves this lamp, and no other, to a level that is light.</summary>
    public ModbusRequest To(int level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, _minimum);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, _full);
        return Write(level);
    }

    /// <summary>The request that puts this lamp out; throws where it belongs to no zone.</summary>
    public ModbusRequest Off() => _mayBeOff
        ? Write(0)
        : throw new InvalidOperationException("a lamp that belongs to no zone is never put out");

    private ModbusRequest.WriteRegisters Write(int level) =>
        new(_unitIdentifier, 6, _register, ImmutableArray.Create(checked((ushort)level)));
}

using System.Collections.Immutable;

namespace Jingu.Modbus.Transactions;

/// <summary>
/// One Modbus request (Modbus Application Protocol V1.1b3, section 6). Addresses are those on the wire, from 0.
/// A value that does not fit its function throws on construction.
/// </summary>
public abstract record ModbusRequest
{
    /// <summary>Most registers in one read (6.3, 6.4).</summary>
    public const int RegistersMax = 125;

    /// <summary>Most bits in one read (6.1, 6.2).</summary>
    public const int BitsMax = 2000;

    private ModbusRequest(byte unitIdentifier, byte function, ushort address)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unitIdentifier, (byte)247);
        (UnitIdentifier, Function, Address) = (unitIdentifier, function, address);
    }

    /// <summary>
    /// The device behind the port: 1 to 247; 0 is also used by devices that are alone behind a TCP address.
    /// </summary>
    public byte UnitIdentifier { get; }

    public byte Function { get; }

    public ushort Address { get; }

    /// <summary>True for what changes a device: it goes before all reads that wait for the same port.</summary>
    public bool IsWrite => this is WriteBits or WriteRegisters;

    /// <summary>Functions 1 (coils) and 2 (discrete inputs).</summary>
    public sealed record ReadBits : ModbusRequest
    {
        public ReadBits(byte unitIdentifier, byte function, ushort address, int count)
            : base(unitIdentifier, function, address)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(function is 1 or 2, true, nameof(function));
            Count = Checked(address, count, BitsMax);
        }

        public int Count { get; }
    }

    /// <summary>Functions 3 (holding registers) and 4 (input registers).</summary>
    public sealed record ReadRegisters : ModbusRequest
    {
        public ReadRegisters(byte unitIdentifier, byte function, ushort address, int count)
            : base(unitIdentifier, function, address)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(function is 3 or 4, true, nameof(function));
            Count = Checked(address, count, RegistersMax);
        }

        public int Count { get; }
    }

    /// <summary>Functions 5 (one coil) and 15 (several).</summary>
    public sealed record WriteBits : ModbusRequest
    {
        public WriteBits(byte unitIdentifier, byte function, ushort address, ImmutableArray<bool> values)
            : base(unitIdentifier, function, address)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(function is 5 or 15, true, nameof(function));
            Checked(address, values.Length, function == 5 ? 1 : 1968);
            Values = values;
        }

        public ImmutableArray<bool> Values { get; }
    }

    /// <summary>Functions 6 (one register) and 16 (several).</summary>
    public sealed record WriteRegisters : ModbusRequest
    {
        public WriteRegisters(byte unitIdentifier, byte function, ushort address, ImmutableArray<ushort> values)
            : base(unitIdentifier, function, address)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(function is 6 or 16, true, nameof(function));
            Checked(address, values.Length, function == 6 ? 1 : 123);
            Values = values;
        }

        public ImmutableArray<ushort> Values { get; }
    }

    private static int Checked(ushort address, int count, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, max);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(address + count, 65536);
        return count;
    }
}

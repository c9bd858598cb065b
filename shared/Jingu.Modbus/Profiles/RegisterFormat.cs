using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Jingu.Modbus.Profiles;

/// <summary>What the bits of a register mean.</summary>
public enum RegisterType
{
    U16 = 1,
    S16 = 2,
    U32 = 3,
    S32 = 4,
    U64 = 5,
    S64 = 6,
    F32 = 7,
    F64 = 8,

    /// <summary>A signed integer in two registers, and its fraction as a float in the two behind it.</summary>
    S32F32 = 9,
}

/// <summary>
/// In which order a device sends a value's bytes, named as manuals do for four bytes; A is the most significant.
/// </summary>
public enum WordOrder
{
    /// <summary>Big-endian, as the standard has it.</summary>
    Abcd = 1,

    /// <summary>Low word first.</summary>
    Cdab = 2,

    /// <summary>High word first, bytes swapped in each.</summary>
    Badc = 3,

    /// <summary>All bytes reversed.</summary>
    Dcba = 4,
}

/// <summary>Type and word order of a value over one, two or four registers. Immutable.</summary>
public sealed record RegisterFormat
{
    private static readonly ImmutableArray<string> Types =
        ["u16", "s16", "u32", "s32", "u64", "s64", "f32", "f64", "s32+f32"];

    private static readonly ImmutableArray<ImmutableArray<string>> Orders =
    [
        ["AB", "", "BA", ""],
        ["ABCD", "CDAB", "BADC", "DCBA"],
        ["ABCDEFGH", "GHEFCDAB", "BADCFEHG", "HGFEDCBA"],
    ];

    public RegisterFormat(RegisterType type, WordOrder order)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Enum.IsDefined(type), true, nameof(type));
        ArgumentOutOfRangeException.ThrowIfNotEqual(Enum.IsDefined(order), true, nameof(order));
        (Type, Order, Registers) = (type, order, RegistersOf(type));
        if (OrdersOf(type)[(int)order - 1].Length == 0)
            throw new ArgumentException($"one register has no word order {order}: it is AB or BA", nameof(order));
    }

    public RegisterType Type { get; }

    public WordOrder Order { get; }

    /// <summary>1, 2 or 4.</summary>
    public int Registers { get; }

    /// <summary>True when what is no finite number can stand in the registers.</summary>
    public bool IsFloat => Type is RegisterType.F32 or RegisterType.F64 or RegisterType.S32F32;

    private bool LowWordFirst => Order is WordOrder.Cdab or WordOrder.Dcba;

    private bool BytesSwapped => Order is WordOrder.Badc or WordOrder.Dcba;

    /// <summary>
    /// Reads the names of profiles, such as <c>f32</c> and <c>DCBA</c>; throws <see cref="ArgumentException"/> for
    /// another.
    /// </summary>
    public static RegisterFormat Parse(string type, string order)
    {
        var found = Types.IndexOf(type);
        if (found < 0)
        {
            throw new ArgumentException(
                $"'{type}' is no register type: use one of {string.Join(", ", Types)}", nameof(type));
        }
        var orders = OrdersOf((RegisterType)(found + 1));
        var place = orders.IndexOf(order);
        if (place < 0 || order.Length == 0)
        {
            var known = string.Join(", ", orders.Where(name => name.Length > 0));
            throw new ArgumentException($"'{order}' is no word order of {type}: use one of {known}", nameof(order));
        }
        return new RegisterFormat((RegisterType)(found + 1), (WordOrder)(place + 1));
    }

    /// <summary>
    /// The value's bits with the most significant first, whatever the device sent; of an integer with a fraction the
    /// integer's above the fraction's.
    /// </summary>
    public ulong ToBits(ReadOnlySpan<ushort> registers) => Type == RegisterType.S32F32
        ? (ToBits(registers[..2], LowWordFirst, BytesSwapped) << 32)
            | ToBits(registers[2..4], LowWordFirst, BytesSwapped)
        : ToBits(registers[..Registers], LowWordFirst, BytesSwapped);

    /// <summary>The same with the words taken in the wrong order: only for a planted bug.</summary>
    internal ulong ToBitsSwapped(ReadOnlySpan<ushort> registers) =>
        ToBits(registers[..Registers], !LowWordFirst, BytesSwapped);

    private static ulong ToBits(ReadOnlySpan<ushort> registers, bool lowWordFirst, bool bytesSwapped)
    {
        ulong bits = 0;
        for (var i = 0; i < registers.Length; i++)
        {
            var word = registers[lowWordFirst ? registers.Length - 1 - i : i];
            bits = (bits << 16) | (bytesSwapped ? BinaryPrimitives.ReverseEndianness(word) : word);
        }
        return bits;
    }

    private static int RegistersOf(RegisterType type) => type switch
    {
        RegisterType.U16 or RegisterType.S16 => 1,
        RegisterType.U64 or RegisterType.S64 or RegisterType.F64 or RegisterType.S32F32 => 4,
        _ => 2,
    };

    /// <summary>The two halves of an integer with a fraction have an order each, and it is the same.</summary>
    private static ImmutableArray<string> OrdersOf(RegisterType type) =>
        Orders[type == RegisterType.S32F32 ? 1 : RegistersOf(type) / 2];
}

using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Jingu.Modbus.Transactions;

/// <summary>
/// The protocol data unit, client's side: function code and data, the same on every kind of line (V1.1b3, sections 4
/// and 6). Multi-byte fields are big-endian. Stateless.
/// </summary>
internal static class Pdu
{
    /// <summary>Longest unit: 253 bytes, so that an RTU frame has 256 (V1.1b3, section 4.1).</summary>
    public const int LengthMax = 253;

    /// <summary>An answer whose function code has this bit is an exception with its code in the next byte.</summary>
    public const byte ExceptionFlag = 0x80;

    public static int WriteRequest(ModbusRequest request, Span<byte> pdu)
    {
        pdu[0] = request.Function;
        BinaryPrimitives.WriteUInt16BigEndian(pdu[1..], request.Address);
        switch (request)
        {
            case ModbusRequest.ReadBits read:
                BinaryPrimitives.WriteUInt16BigEndian(pdu[3..], (ushort)read.Count);
                return 5;
            case ModbusRequest.ReadRegisters read:
                BinaryPrimitives.WriteUInt16BigEndian(pdu[3..], (ushort)read.Count);
                return 5;
            case ModbusRequest.WriteBits { Function: 5 } write:
                BinaryPrimitives.WriteUInt16BigEndian(pdu[3..], (ushort)(write.Values[0] ? 0xFF00 : 0));
                return 5;
            case ModbusRequest.WriteRegisters { Function: 6 } write:
                BinaryPrimitives.WriteUInt16BigEndian(pdu[3..], write.Values[0]);
                return 5;
            case ModbusRequest.WriteBits write:
                BinaryPrimitives.WriteUInt16BigEndian(pdu[3..], (ushort)write.Values.Length);
                pdu[5] = (byte)BytesOf(write.Values.Length);
                WriteBits(write.Values, pdu[6..]);
                return 6 + BytesOf(write.Values.Length);
            case ModbusRequest.WriteRegisters write:
                BinaryPrimitives.WriteUInt16BigEndian(pdu[3..], (ushort)write.Values.Length);
                pdu[5] = (byte)(2 * write.Values.Length);
                WriteRegisters(write.Values, pdu[6..]);
                return 6 + (2 * write.Values.Length);
            default:
                throw new ArgumentOutOfRangeException(nameof(request), request, "A request this codec does not know.");
        }
    }

    /// <summary>How long the answer is when it is no exception.</summary>
    public static int AnswerLength(ModbusRequest request) => request switch
    {
        ModbusRequest.ReadBits read => 2 + BytesOf(read.Count),
        ModbusRequest.ReadRegisters read => 2 + (2 * read.Count),
        _ => 5,
    };

    public static ModbusResult ReadAnswer(ModbusRequest request, ReadOnlySpan<byte> pdu)
    {
        if (pdu.Length == 2 && pdu[0] == (request.Function | ExceptionFlag))
            return new ModbusResult.Refused(pdu[1]);
        if (pdu.Length == 0 || pdu[0] != request.Function)
        {
            return new ModbusResult.Malformed(
                $"Answer of function {(pdu.Length == 0 ? 0 : pdu[0])} to a request of {request.Function}.");
        }
        if (pdu.Length != AnswerLength(request))
            return new ModbusResult.Malformed($"Answer of {pdu.Length} bytes where {AnswerLength(request)} belong.");
        return request switch
        {
            ModbusRequest.ReadBits or ModbusRequest.ReadRegisters when pdu[1] != pdu.Length - 2 =>
                new ModbusResult.Malformed($"Answer counts {pdu[1]} bytes and has {pdu.Length - 2}."),
            ModbusRequest.ReadBits read => new ModbusResult.Bits(ReadBits(pdu[2..], read.Count)),
            ModbusRequest.ReadRegisters read => new ModbusResult.Registers(ReadRegisters(pdu[2..], read.Count)),
            _ => ReadEcho(request, pdu),
        };
    }

    public static int BytesOf(int bits) => (bits + 7) / 8;

    public static ImmutableArray<ushort> ReadRegisters(ReadOnlySpan<byte> bytes, int count)
    {
        var values = new ushort[count];
        for (var i = 0; i < count; i++)
            values[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }

    /// <summary>The first bit is the lowest of the first byte (6.1).</summary>
    public static ImmutableArray<bool> ReadBits(ReadOnlySpan<byte> bytes, int count)
    {
        var values = new bool[count];
        for (var i = 0; i < count; i++)
            values[i] = (bytes[i / 8] & (1 << (i % 8))) != 0;
        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }

    public static void WriteRegisters(ImmutableArray<ushort> values, Span<byte> bytes)
    {
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(bytes[(2 * i)..], values[i]);
    }

    public static void WriteBits(ImmutableArray<bool> values, Span<byte> bytes)
    {
        bytes[..BytesOf(values.Length)].Clear();
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i])
                bytes[i / 8] |= (byte)(1 << (i % 8));
        }
    }

    /// <summary>Functions 5, 6, 15 and 16 answer with the first five bytes of the request.</summary>
    private static ModbusResult ReadEcho(ModbusRequest request, ReadOnlySpan<byte> pdu)
    {
        Span<byte> sent = stackalloc byte[LengthMax];
        WriteRequest(request, sent);
        return pdu.SequenceEqual(sent[..5])
            ? new ModbusResult.Written()
            : new ModbusResult.Malformed($"Answer confirms something else than function {request.Function} wrote.");
    }
}

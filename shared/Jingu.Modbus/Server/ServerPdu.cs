using System.Buffers.Binary;
using Jingu.Modbus.Transactions;

namespace Jingu.Modbus.Server;

/// <summary>
/// The protocol data unit, server's side: what a request asks, and the bytes of an answer (V1.1b3, sections 6 and 7).
/// </summary>
internal static class ServerPdu
{
    public const byte IllegalFunction = 1;
    public const byte IllegalAddress = 2;
    public const byte IllegalValue = 3;

    /// <summary>The exception of a gateway whose device does not answer.</summary>
    public const byte TargetSilent = 11;

    /// <summary>The request, or the code of the exception to answer.</summary>
    public static (ModbusRequest? Request, byte Exception) Read(byte unitIdentifier, ReadOnlySpan<byte> pdu)
    {
        if (pdu.Length == 0 || pdu[0] is not ((>= 1 and <= 6) or 15 or 16))
            return (null, IllegalFunction);
        if (pdu.Length < 5)
            return (null, IllegalValue);
        var address = BinaryPrimitives.ReadUInt16BigEndian(pdu[1..]);
        var value = BinaryPrimitives.ReadUInt16BigEndian(pdu[3..]);
        return pdu[0] switch
        {
            1 or 2 => Ranged(pdu.Length == 5, address, value, ModbusRequest.BitsMax) ?? Ok(
                new ModbusRequest.ReadBits(unitIdentifier, pdu[0], address, value)),
            3 or 4 => Ranged(pdu.Length == 5, address, value, ModbusRequest.RegistersMax) ?? Ok(
                new ModbusRequest.ReadRegisters(unitIdentifier, pdu[0], address, value)),
            5 => pdu.Length == 5 && value is 0 or 0xFF00
                ? Ok(new ModbusRequest.WriteBits(unitIdentifier, 5, address, [value != 0]))
                : (null, IllegalValue),
            6 => pdu.Length == 5
                ? Ok(new ModbusRequest.WriteRegisters(unitIdentifier, 6, address, [value]))
                : (null, IllegalValue),
            15 => Ranged(Holds(pdu, Pdu.BytesOf(value)), address, value, 1968) ?? Ok(
                new ModbusRequest.WriteBits(unitIdentifier, 15, address, Pdu.ReadBits(pdu[6..], value))),
            _ => Ranged(Holds(pdu, 2 * value), address, value, 123) ?? Ok(
                new ModbusRequest.WriteRegisters(unitIdentifier, 16, address, Pdu.ReadRegisters(pdu[6..], value))),
        };
    }

    public static int WriteException(byte function, byte code, Span<byte> pdu)
    {
        (pdu[0], pdu[1]) = ((byte)(function | Pdu.ExceptionFlag), code);
        return 2;
    }

    /// <summary>
    /// The answer's bytes. An answer that does not fit its request is a bug of the device and throws.
    /// </summary>
    public static int Write(ModbusRequest request, ModbusResult answer, Span<byte> pdu)
    {
        switch (request, answer)
        {
            case (_, ModbusResult.Refused refused):
                return WriteException(request.Function, refused.ExceptionCode, pdu);
            case (ModbusRequest.ReadRegisters read, ModbusResult.Registers registers)
                when registers.Values.Length == read.Count:
                (pdu[0], pdu[1]) = (request.Function, (byte)(2 * read.Count));
                Pdu.WriteRegisters(registers.Values, pdu[2..]);
                return 2 + (2 * read.Count);
            case (ModbusRequest.ReadBits read, ModbusResult.Bits bits) when bits.Values.Length == read.Count:
                (pdu[0], pdu[1]) = (request.Function, (byte)Pdu.BytesOf(read.Count));
                Pdu.WriteBits(bits.Values, pdu[2..]);
                return 2 + Pdu.BytesOf(read.Count);
            case (ModbusRequest.WriteBits or ModbusRequest.WriteRegisters, ModbusResult.Written):
                Span<byte> echo = stackalloc byte[Pdu.LengthMax];
                Pdu.WriteRequest(request, echo);
                echo[..5].CopyTo(pdu);
                return 5;
            default:
                throw new InvalidOperationException($"A device answered {answer} to {request}.");
        }
    }

    private static (ModbusRequest?, byte) Ok(ModbusRequest request) => (request, 0);

    private static bool Holds(ReadOnlySpan<byte> pdu, int bytes) => pdu.Length == 6 + bytes && pdu[5] == bytes;

    private static (ModbusRequest?, byte)? Ranged(bool lengthFits, int address, int count, int max) =>
        !lengthFits || count < 1 || count > max ? (null, IllegalValue)
        : address + count > 65536 ? (null, IllegalAddress)
        : null;
}

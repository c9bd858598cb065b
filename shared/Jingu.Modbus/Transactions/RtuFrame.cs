using System.Buffers.Binary;

namespace Jingu.Modbus.Transactions;

/// <summary>An RTU frame: unit identifier, protocol data unit, check sum (Serial Line V1.02, 2.5.1).</summary>
internal static class RtuFrame
{
    /// <summary>Longest frame.</summary>
    public const int LengthMax = Pdu.LengthMax + 3;

    /// <summary>Unit identifier, flagged function, exception code, check sum.</summary>
    public const int ExceptionLength = 5;

    public static int AnswerLengthOf(ModbusRequest request) => Pdu.AnswerLength(request) + 3;

    public static int RequestLengthOf(ModbusRequest request) => request switch
    {
        ModbusRequest.WriteBits { Function: 15 } write => 9 + Pdu.BytesOf(write.Values.Length),
        ModbusRequest.WriteRegisters { Function: 16 } write => 9 + (2 * write.Values.Length),
        _ => 8,
    };

    /// <summary>
    /// Puts unit identifier and check sum around a protocol data unit that already stands at offset 1.
    /// </summary>
    public static int Close(Span<byte> frame, byte unitIdentifier, int pduLength)
    {
        frame[0] = unitIdentifier;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[(pduLength + 1)..], Crc16.Of(frame[..(pduLength + 1)]));
        return pduLength + 3;
    }

    public static bool IsWhole(ReadOnlySpan<byte> frame) =>
        frame.Length >= 4 && Crc16.Of(frame[..^2]) == BinaryPrimitives.ReadUInt16LittleEndian(frame[^2..]);

    /// <summary>
    /// How long the request at the start of these bytes is: 0 while that cannot be said, -1 for a function whose length
    /// is not known.
    /// </summary>
    public static int RequestLength(ReadOnlySpan<byte> bytes) => bytes.Length < 2 ? 0 : bytes[1] switch
    {
        >= 1 and <= 6 => 8,
        15 or 16 => bytes.Length < 7 ? 0 : 9 + bytes[6],
        _ => -1,
    };
}

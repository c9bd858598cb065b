using System.Buffers.Binary;

namespace Jingu.Modbus.Transactions;

/// <summary>
/// The header of Modbus TCP: transaction, protocol 0, length of what follows, unit identifier (Messaging on TCP/IP
/// V1.0b, 3.1.3).
/// </summary>
internal static class Mbap
{
    public const int Length = 7;

    /// <summary>Longest frame: header and the longest protocol data unit.</summary>
    public const int FrameMax = Length + Pdu.LengthMax;

    public static void Write(Span<byte> frame, ushort transaction, byte unitIdentifier, int pduLength)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame, transaction);
        BinaryPrimitives.WriteUInt16BigEndian(frame[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(frame[4..], (ushort)(pduLength + 1));
        frame[6] = unitIdentifier;
    }

    public static ushort TransactionOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame);

    /// <summary>
    /// The frame's whole length; 0 while the header is not there; -1 when it is no header of Modbus TCP.
    /// </summary>
    public static int FrameLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length)
            return 0;
        var rest = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        return BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) == 0 && rest is >= 2 and <= Pdu.LengthMax + 1
            ? Length - 1 + rest
            : -1;
    }
}

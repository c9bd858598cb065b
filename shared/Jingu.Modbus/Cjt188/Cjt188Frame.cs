using Jingu.Modbus.MeterFrames;

namespace Jingu.Modbus.Cjt188;

/// <summary>What a meter can be asked (CJ/T 188-2004, control codes). Writing and valves do not exist.</summary>
internal enum Cjt188Function : byte
{
    ReadData = 0x01,
    ReadAddress = 0x03,
}

/// <summary>Frames of CJ/T 188-2004. Their content is identifier, sequence and data.</summary>
internal static class Cjt188Frame
{
    /// <summary>Two bytes of identifier and the sequence.</summary>
    public const int DataAt = 3;

    private const byte FromMeter = 0x80;
    private const byte Abnormal = 0x40;
    private const int ControlAt = 9;

    /// <param name="address">Seven bytes as they go on the wire.</param>
    /// <param name="identifier">Two bytes as they go on the wire.</param>
    public static byte[] Write(
        byte meterType, ReadOnlySpan<byte> address, Cjt188Function function, ReadOnlySpan<byte> identifier,
        byte sequence)
    {
        byte[] head = [FrameFormat.Start, meterType, .. address, (byte)function];
        return FrameFormat.Close(head, [.. identifier, sequence]);
    }

    public static byte TypeOf(ReadOnlySpan<byte> frame) => frame[1];

    public static ReadOnlySpan<byte> AddressOf(ReadOnlySpan<byte> frame) => frame[2..9];

    /// <summary>True for a meter's answer to this function, a refusal included.</summary>
    public static bool Answers(ReadOnlySpan<byte> frame, Cjt188Function function) =>
        (frame[ControlAt] & ~Abnormal) == ((byte)function | FromMeter);

    public static bool IsRefusal(ReadOnlySpan<byte> frame) => (frame[ControlAt] & Abnormal) != 0;

    public static byte[] BytesOf(uint identifier, ByteOrder order) => order == ByteOrder.LowFirst
        ? [(byte)(identifier & 0xFF), (byte)(identifier >> 8)]
        : [(byte)(identifier >> 8), (byte)(identifier & 0xFF)];
}

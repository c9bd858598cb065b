using System.Buffers.Binary;
using System.Collections.Immutable;
using Jingu.Modbus.MeterFrames;

namespace Jingu.Modbus.Dlt645;

/// <summary>
/// What a meter can be asked (DL/T 645-2007, 5.2.3 and 7). Writing, switching and broadcasts do not exist.
/// </summary>
internal enum Dlt645Function : byte
{
    ReadData = 0x11,
    ReadMore = 0x12,
    ReadAddress = 0x13,
}

/// <summary>
/// Frames of DL/T 645-2007: what stands in them, without the 33H that is added to every byte of the content on the wire
/// (5.2.5).
/// </summary>
internal static class Dlt645Frame
{
    public const int IdentifierLength = 4;

    private const byte Offset = 0x33;
    private const byte FromMeter = 0x80;
    private const byte Abnormal = 0x40;
    private const byte MoreFollows = 0x20;
    private const int ControlAt = 8;

    /// <param name="address">Six bytes, low first.</param>
    public static byte[] Write(ReadOnlySpan<byte> address, Dlt645Function function, ReadOnlySpan<byte> content)
    {
        var shifted = content.ToArray();
        foreach (ref var value in shifted.AsSpan())
            value = unchecked((byte)(value + Offset));
        byte[] head = [FrameFormat.Start, .. address, FrameFormat.Start, (byte)function];
        return FrameFormat.Close(head, shifted);
    }

    public static ReadOnlySpan<byte> AddressOf(ReadOnlySpan<byte> frame) => frame[1..7];

    public static byte[] ContentOf(ReadOnlySpan<byte> frame)
    {
        var content = FrameFormat.Dlt645.ContentOf(frame).ToArray();
        foreach (ref var value in content.AsSpan())
            value = unchecked((byte)(value - Offset));
        return content;
    }

    /// <summary>True for a meter's answer to this function, a refusal included.</summary>
    public static bool Answers(ReadOnlySpan<byte> frame, Dlt645Function function) =>
        (frame[ControlAt] & ~(Abnormal | MoreFollows)) == ((byte)function | FromMeter);

    public static bool IsRefusal(ReadOnlySpan<byte> frame) => (frame[ControlAt] & Abnormal) != 0;

    public static bool HasMore(ReadOnlySpan<byte> frame) => (frame[ControlAt] & MoreFollows) != 0;

    /// <summary>DI0 first.</summary>
    public static ImmutableArray<byte> BytesOf(uint identifier)
    {
        var bytes = new byte[IdentifierLength];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, identifier);
        return [.. bytes];
    }
}

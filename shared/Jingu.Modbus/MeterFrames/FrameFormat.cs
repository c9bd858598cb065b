namespace Jingu.Modbus.MeterFrames;

/// <summary>
/// How a frame of a Chinese meter standard stands on the wire: 68H, address, control code, length, content, the sum of
/// all bytes before it modulo 256, 16H.
/// </summary>
/// <param name="HeadLength">Bytes before the content; the last of them is the content's length.</param>
/// <param name="SecondStart">Where 68H stands a second time; null where it does not.</param>
internal sealed record FrameFormat(int HeadLength, int? SecondStart)
{
    /// <summary>68 A0..A5 68 C L (DL/T 645-2007, 5.2).</summary>
    public static readonly FrameFormat Dlt645 = new(10, 7);

    /// <summary>68 T A0..A6 C L (CJ/T 188-2004, frame format).</summary>
    public static readonly FrameFormat Cjt188 = new(11, null);

    public const byte Start = 0x68;

    /// <summary>Longest frame of either: head, 255 bytes of content, sum and end.</summary>
    public const int LengthMax = 11 + 255 + 2;

    private const byte End = 0x16;

    /// <summary>
    /// How long the frame at the start of these bytes is: 0 while that cannot be said, -1 when it is none.
    /// </summary>
    public int LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadLength)
            return 0;
        return bytes[0] == Start && (SecondStart is not { } at || bytes[at] == Start)
            ? HeadLength + bytes[HeadLength - 1] + 2
            : -1;
    }

    /// <summary>True for one whole frame with the right sum and end.</summary>
    public bool IsWhole(ReadOnlySpan<byte> frame) =>
        LengthOf(frame) == frame.Length && frame[^1] == End && frame[^2] == SumOf(frame[..^2]);

    public ReadOnlySpan<byte> ContentOf(ReadOnlySpan<byte> frame) => frame[HeadLength..^2];

    /// <summary>Puts length, sum and end around a head (without length) and a content.</summary>
    public static byte[] Close(ReadOnlySpan<byte> head, ReadOnlySpan<byte> content)
    {
        byte[] frame = [.. head, checked((byte)content.Length), .. content, 0, End];
        frame[^2] = SumOf(frame.AsSpan()[..^2]);
        return frame;
    }

    private static byte SumOf(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var value in bytes)
            sum = (sum + value) & 0xFF;
        return (byte)sum;
    }
}

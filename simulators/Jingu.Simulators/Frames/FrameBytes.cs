namespace Jingu.Simulators.Frames;

/// <summary>Decimal digits two in a byte, the low ones first, and the end of a frame.</summary>
internal static class FrameBytes
{
    public const byte Start = 0x68;
    public const byte End = 0x16;

    private const byte Minus = 0x80;

    /// <summary>A number in so many digits; what does not fit is cut off in front, as a counter rolls over.</summary>
    public static byte[] Digits(long number, int digits)
    {
        var bytes = new byte[digits / 2];
        var rest = Math.Abs(number);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((rest % 10) | ((rest / 10 % 10) << 4));
            rest /= 100;
        }
        if (number < 0)
            bytes[^1] |= Minus;
        return bytes;
    }

    /// <summary>A number without sign.</summary>
    public static long Number(ReadOnlySpan<byte> bytes)
    {
        var number = 0L;
        for (var i = bytes.Length - 1; i >= 0; i--)
            number = (number * 100) + ((bytes[i] >> 4) * 10) + (bytes[i] & 0xF);
        return number;
    }

    /// <summary>An address as it goes over the wire: its last two digits first.</summary>
    public static byte[] Address(string digits) => Digits(
        long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture), digits.Length);

    /// <summary>Sum and end behind a frame's bytes.</summary>
    public static byte[] Close(ReadOnlySpan<byte> body)
    {
        byte sum = 0;
        foreach (var value in body)
            sum = unchecked((byte)(sum + value));
        return [.. body, sum, End];
    }

    public static bool IsWhole(ReadOnlySpan<byte> frame) =>
        frame.Length > 2 && Close(frame[..^2]).AsSpan().SequenceEqual(frame);
}

using System.Globalization;

namespace Jingu.Modbus.MeterFrames;

/// <summary>Binary coded decimals, low byte first, as both standards send numbers and addresses.</summary>
internal static class Bcd
{
    private const byte SignBit = 0x80;

    /// <summary>
    /// The number; null when a half byte is no digit. The top bit of the highest byte is the sign where there is one
    /// (DL/T 645-2007, annex A, table A.3).
    /// </summary>
    public static long? ToNumber(ReadOnlySpan<byte> lowFirst, bool signed)
    {
        var negative = signed && (lowFirst[^1] & SignBit) != 0;
        long number = 0;
        for (var i = lowFirst.Length - 1; i >= 0; i--)
        {
            var value = negative && i == lowFirst.Length - 1 ? lowFirst[i] & ~SignBit : lowFirst[i];
            var (high, low) = (value >> 4, value & 0xF);
            if (high > 9 || low > 9)
                return null;
            number = (number * 100) + (high * 10) + low;
        }
        return negative ? -number : number;
    }

    /// <summary>The bytes of an address that is written with its highest digit first.</summary>
    public static byte[] FromDigits(string digits, ByteOrder order)
    {
        var bytes = Convert.FromHexString(digits);
        if (order == ByteOrder.LowFirst)
            Array.Reverse(bytes);
        return bytes;
    }

    /// <summary>The digits of an address, highest first; null when a half byte is no digit.</summary>
    public static string? ToDigits(ReadOnlySpan<byte> bytes, ByteOrder order)
    {
        var ordered = bytes.ToArray();
        if (order == ByteOrder.LowFirst)
            Array.Reverse(ordered);
        var digits = Convert.ToHexString(ordered);
        return digits.All(char.IsAsciiDigit) ? digits : null;
    }

    /// <summary>An identifier as manuals print it.</summary>
    public static string NameOf(uint identifier, int bytes) =>
        identifier.ToString($"X{2 * bytes}", CultureInfo.InvariantCulture);
}

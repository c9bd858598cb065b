using System.Runtime.CompilerServices;
using Google.Protobuf;
using Jingu.Contracts.Readings;

namespace Jingu.Contracts.Wire;

/// <summary>What all decoders share: whatever is wrong with bytes comes out as <see cref="FormatException"/>.</summary>
internal static class Decoding
{
    public delegate T Decode<out T>(ReadOnlySpan<byte> bytes);

    public static T Of<T>(string what, ReadOnlySpan<byte> bytes, Decode<T> decode)
    {
        try
        {
            return decode(bytes);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or OverflowException or ArgumentException
            or IndexOutOfRangeException)
        {
            throw new FormatException($"the {what} cannot be decoded: {e.Message}", e);
        }
    }

    /// <summary>
    /// A number on the wire as the enumeration it stands for; numbers that mean nothing here are refused.
    /// </summary>
    public static T Known<T>(uint number)
        where T : struct, Enum
    {
        var value = checked((int)number);
        var known = Unsafe.As<int, T>(ref value);
        return Enum.IsDefined(known) ? known : throw new FormatException($"{number} is no {typeof(T).Name} known here");
    }

    /// <summary>
    /// Checks a column that is either as long as the others or, where it says nothing special, empty.
    /// </summary>
    public static void CheckColumn(string name, int length, int expected, bool mayBeEmpty = false)
    {
        if (length != expected && !(mayBeEmpty && length == 0))
            throw new FormatException($"the column '{name}' has {length} places instead of {expected}");
    }

    /// <summary>Checks places that point into a column.</summary>
    public static HashSet<uint> Places(string name, IEnumerable<uint> places, int length)
    {
        var set = places.ToHashSet();
        return set.All(place => place < length)
            ? set
            : throw new FormatException($"'{name}' points past the last place");
    }

    public static Quality QualityAt(IReadOnlyList<uint> column, int index) =>
        column.Count == 0 ? Quality.Measured : Known<Quality>(column[index]);
}

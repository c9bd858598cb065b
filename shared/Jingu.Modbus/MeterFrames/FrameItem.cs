using Jingu.Contracts.Readings;
using Jingu.Modbus.Profiles;

namespace Jingu.Modbus.MeterFrames;

/// <summary>What an item's bytes said: a count, "not available", or something that is no number.</summary>
internal readonly record struct FrameValue(long? Count, string? Wrong)
{
    public static readonly FrameValue NotAvailable;
}

/// <summary>
/// One value of a meter that gives its data by identifier: decimal digits at a place of the identifier's data. What
/// does not fit together throws <see cref="ArgumentException"/> on construction, with a sentence. Immutable.
/// </summary>
public sealed class FrameItem
{
    private const int DigitsMax = 16;

    /// <param name="offset">Where the value begins in the identifier's data, bytes.</param>
    /// <param name="digits">Even, 2 to 16: two stand in a byte.</param>
    /// <param name="decimals">How many of the digits stand behind the point.</param>
    /// <param name="unitCode">The byte that follows the value and names its unit; null where none does.</param>
    /// <param name="rateMax">Of a counter: the most it can count in an hour, units.</param>
    /// <param name="backFlow">Of a counter: by how much it may swing back without a fault, units.</param>
    public FrameItem(
        Quantity quantity, uint identifier, int offset, int digits, int decimals, bool signed, ProfileUnit unit,
        byte? unitCode, long? rateMax, decimal backFlow = 0)
    {
        var name = Quantities.NameOf(quantity);
        Require(unit.Base == Quantities.UnitOf(quantity), $"{name} is not counted in {unit.Name}");
        Require(offset is >= 0 and < 1024, $"offset {offset} is not from 0 to 1023");
        Require(digits is >= 2 and <= DigitsMax && digits % 2 == 0, $"{digits} digits: an even number from 2 to 16");
        Require(decimals >= 0 && decimals <= digits, $"{decimals} decimals of {digits} digits");
        Require(
            rateMax is not null == Quantities.IsCounter(quantity),
            rateMax is null ? $"{name} is a counter and needs rateMax" : $"{name} is no counter and has no rateMax");
        Require(rateMax is null || !signed, $"{name} is a counter and has no sign");
        (Quantity, Identifier, Offset, Digits, Signed, UnitCode) =
            (quantity, identifier, offset, digits, signed, unitCode);
        Require(rateMax is not null || backFlow == 0, $"{name} is no counter and has no backFlow");
        Counter = rateMax is { } rate
            ? new CounterLimits(PowerOfTen(digits), rate * unit.Factor, (long)(backFlow * PowerOfTen(decimals)))
            : null;
        Scaling = ScalingOf(quantity, unit.Factor, PowerOfTen(decimals));
    }

    public Quantity Quantity { get; }

    /// <summary>DI3 to DI0 of DL/T 645, or the two bytes of CJ/T 188, as manuals print them.</summary>
    public uint Identifier { get; }

    public int Offset { get; }

    public int Digits { get; }

    /// <summary>The highest bit is the sign.</summary>
    public bool Signed { get; }

    public byte? UnitCode { get; }

    /// <summary>Of a counter: it rolls over when its digits are used up.</summary>
    public CounterLimits? Counter { get; }

    /// <summary>Base units per count; a count is one of the last digit.</summary>
    public Scaling Scaling { get; }

    /// <summary>
    /// All bytes FFH say "not available"; a half byte that is no digit, or another unit, is no number.
    /// </summary>
    internal FrameValue Decode(ReadOnlySpan<byte> content)
    {
        var name = Quantities.NameOf(Quantity);
        var end = Offset + (Digits / 2);
        if (content.Length < end + (UnitCode is null ? 0 : 1))
            return new(null, $"{content.Length} bytes of data, too few for {name}.");
        var bytes = content[Offset..end];
        if (UnitCode is { } code && content[end] != code)
            return new(null, $"{name} in unit {content[end]:X2}, where the profile has {code:X2}.");
        if (!bytes.ContainsAnyExcept((byte)0xFF))
            return FrameValue.NotAvailable;
        return Bcd.ToNumber(bytes, Signed) is { } count
            ? new(count, null)
            : new(null, $"{name} {Convert.ToHexString(bytes)} is no decimal number.");
    }

    private static Scaling ScalingOf(Quantity quantity, long factor, long denominator)
    {
        while (denominator > 1 && factor % 10 == 0)
            (factor, denominator) = (factor / 10, denominator / 10);
        return new Scaling(quantity, factor, denominator);
    }

    private static long PowerOfTen(int exponent)
    {
        long power = 1;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }

    private static void Require(bool condition, string sentence)
    {
        if (!condition)
            throw new ArgumentException(sentence);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>
/// How a count became a field and becomes a count again. The field <c>scaling</c> lists what a point holds, in order:
/// <c>1:10/1 20:1/10#</c> is quantity 1 at 10/1 and quantity 20 at 1/10, whose raw count lies in a field of its own.
/// </summary>
internal readonly record struct FieldScaling(Scaling Scaling, bool HasCount)
{
    /// <summary>Above it a double no longer holds every whole number.</summary>
    private const double ExactMax = 1L << 53;

    public static FieldScaling Of(StoredValue value) => new(value.Scaling, !CanBeToldFromValue(value));

    public static string ToText(ImmutableArray<StoredValue> values)
    {
        var text = new StringBuilder();
        foreach (var value in values)
        {
            var (quantity, numerator, denominator) = value.Scaling;
            var mark = Of(value).HasCount ? "#" : "";
            text.Append(text.Length == 0 ? "" : " ").Append(
                CultureInfo.InvariantCulture, $"{(int)quantity}:{numerator}/{denominator}{mark}");
        }
        return text.ToString();
    }

    public static ImmutableArray<FieldScaling> Parse(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ParseOne)];

    /// <summary>The count from a counter's value in base units.</summary>
    public long CountOf(long value) => value / Scaling.Numerator;

    /// <summary>The count from an instantaneous value.</summary>
    public long CountOf(double value) => (long)Math.Round(value * Scaling.Denominator / Scaling.Numerator);

    private static bool CanBeToldFromValue(StoredValue value)
    {
        if (Quantities.IsCounter(value.Scaling.Quantity))
            return value.Scaling.Denominator == 1;
        return Math.Abs((double)value.Count) < ExactMax
            && new FieldScaling(value.Scaling, false).CountOf(value.Scaling.ToDouble(value.Count)) == value.Count;
    }

    private static FieldScaling ParseOne(string text)
    {
        var parts = text.TrimEnd('#').Split(':', '/');
        return new(
            new((Quantity)Number(parts[0]), Number(parts[1]), Number(parts[2])), text.EndsWith('#'));
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

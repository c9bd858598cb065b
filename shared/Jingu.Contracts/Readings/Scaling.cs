namespace Jingu.Contracts.Readings;

/// <summary>
/// How one value of a meter is counted: base value = count x <paramref name="Numerator"/> /
/// <paramref name="Denominator"/>. For a register that shows 0.01 kWh behind a 40:1 transformer that is 400/1 Wh per
/// count.
/// </summary>
public readonly record struct Scaling(Quantity Quantity, long Numerator, long Denominator)
{
    /// <summary>
    /// The base value in whole units, rounded down. Taken of a running total and not of differences, so differences of
    /// it add up.
    /// </summary>
    public long Floor(long count)
    {
        var exact = (Int128)count * Numerator;
        var quotient = exact / Denominator;
        return (long)(exact % Denominator < 0 ? quotient - 1 : quotient);
    }

    /// <summary>The base value for a screen or a chart; counters use <see cref="Floor"/>.</summary>
    public double ToDouble(long count) => (double)count * Numerator / Denominator;
}

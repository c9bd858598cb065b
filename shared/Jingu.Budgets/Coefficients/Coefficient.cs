namespace Jingu.Budgets.Coefficients;

/// <summary>What an amount of a resource is converted to. Two coal equivalents are in use and never mixed.</summary>
public enum CoefficientKind
{
    /// <summary>Carbon dioxide.</summary>
    Carbon,
    /// <summary>Standard coal by heat content 当量值, such as 0.1229 kg for a kWh (GB/T 2589-2020).</summary>
    CoalCalorific,
    /// <summary>Standard coal burned to generate 等价值: changes from year to year.</summary>
    CoalEquivalent,
}

/// <summary>One conversion factor, as imported.</summary>
/// <param name="Set">Names the set it belongs to: every result is stamped with it.</param>
/// <param name="Milligrams">mg for a kWh of electricity, or for a m3 of water; 0 to <see cref="Max"/>.</param>
/// <param name="Scope">What the factor covers, such as Zhejiang, average; factors of other scopes differ.</param>
/// <param name="IsConfirmed">False for a figure from memory: shown as unconfirmed, never as law.</param>
/// <param name="Source">The notice it comes from.</param>
public sealed record Coefficient(string Set, long Milligrams, string Scope, bool IsConfirmed, string Source)
{
    /// <summary>The largest factor: 1 t for a kWh or m3.</summary>
    public const long Max = 1_000_000_000;

    /// <summary>mg and Wh to g and kWh: 10^3 each.</summary>
    private const long GramsDivisor = 1_000_000;

    /// <summary>
    /// Grams for so many Wh or L, rounded down. Convert totals, never parts: differences of converted totals add up,
    /// sums of converted parts do not.
    /// </summary>
    public long Grams(long amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        return (long)((Int128)amount * Milligrams / GramsDivisor);
    }
}

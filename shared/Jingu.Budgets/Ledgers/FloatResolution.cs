namespace Jingu.Budgets.Ledgers;

/// <summary>How much a register that is a 32-bit float has lost of its resolution. Numbers are stored.</summary>
public enum ResolutionLoss
{
    None = 0,
    /// <summary>Within a tenth of the magnitude from which on steps are lost.</summary>
    Near = 1,
    /// <summary>The register steps by more than one count.</summary>
    Lost = 2,
}

/// <summary>
/// When a 32-bit float (IEEE 754 binary32, 24 bits of significand) stops showing every count: its steps double at every
/// power of two. Pure.
/// </summary>
public static class FloatResolution
{
    private const int SignificandBits = 24;

    /// <summary>
    /// The highest count up to which neighbouring floats are at most one count apart: 16,384,000 for litres in a
    /// register of m3.
    /// </summary>
    /// <param name="countsPerRaw">Counts per 1.0 in the register; above 0.</param>
    public static long ExactMax(decimal countsPerRaw)
    {
        // Between 2^k and 2^(k+1) floats are 2^(k-23) apart. The highest k for which that is at most one count:
        var (step, top) = (1m / (1 << (SignificandBits - 1)), 2m);
        while (step * 2 * countsPerRaw <= 1)
            (step, top) = (step * 2, top * 2);
        while (step * countsPerRaw > 1)
            (step, top) = (step / 2, top / 2);
        return (long)decimal.Floor(top * countsPerRaw);
    }

    /// <summary>Counts between neighbouring floats where the register shows this count; at least 1.</summary>
    public static long CountsPerStep(long count, long exactMax)
    {
        var (step, top) = (1L, exactMax);
        while (count > top)
            (step, top) = (step * 2, top * 2);
        return step;
    }

    /// <summary>What is to be said at a count.</summary>
    public static ResolutionLoss At(long count, long? exactMax) => exactMax switch
    {
        null => ResolutionLoss.None,
        { } max when count > max => ResolutionLoss.Lost,
        { } max when count >= max - (max / 10) => ResolutionLoss.Near,
        _ => ResolutionLoss.None,
    };
}

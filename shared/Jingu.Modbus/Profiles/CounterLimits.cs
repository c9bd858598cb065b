namespace Jingu.Modbus.Profiles;

/// <summary>What tells a counter's rollover from a fall that nothing explains.</summary>
public sealed record CounterLimits
{
    public CounterLimits(long modulus, long rateMax, long backFlowMax = 0)
    {
        if (modulus < 2)
            throw new ArgumentException("a counter's modulus is at least 2 counts", nameof(modulus));
        if (rateMax < 1)
            throw new ArgumentException("a counter's rateMax is at least 1 base unit per hour", nameof(rateMax));
        if (backFlowMax < 0 || backFlowMax >= modulus)
            throw new ArgumentException("a counter's backFlow is from 0 to below its modulus", nameof(backFlowMax));
        (Modulus, RateMax, BackFlowMax) = (modulus, rateMax, backFlowMax);
    }

    /// <summary>The count, at the profile's resolution, at which the register shows zero again.</summary>
    public long Modulus { get; }

    /// <summary>
    /// The most the register can count in an hour, in base units (Wh, L), before any transformer outside the meter.
    /// </summary>
    public long RateMax { get; }

    /// <summary>
    /// Counts by which the register may swing back without a fault, as water meters without a check valve do; 0: none.
    /// </summary>
    public long BackFlowMax { get; }
}

using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Ledgers;

/// <summary>What is known beforehand of a register, from its profile and the commissioning.</summary>
/// <param name="Scaling">Base units (Wh, L) per count, with the meter's multiplier.</param>
/// <param name="Modulus">The count at which the register shows zero again.</param>
/// <param name="RatePerHourMax">The fastest physically possible rise, base units per hour.</param>
/// <param name="CloseMax">
/// A boundary counts as measured when the readings on either side of it are at most this far apart; farther apart it is
/// estimated.
/// </param>
public sealed record LedgerRules(Scaling Scaling, long Modulus, long RatePerHourMax, TimeSpan CloseMax)
{
    /// <summary>
    /// True when the register can have risen by this many counts in this time. One count and one minute are granted on
    /// top: a register steps in whole counts, and stamps are of the request, not of the meter.
    /// </summary>
    public bool IsPossible(long counts, TimeSpan elapsed)
    {
        var risen = (Int128)(counts - 1) * Scaling.Numerator;
        var possible =
            (Int128)RatePerHourMax * Scaling.Denominator * (elapsed
            + TimeSpan.FromMinutes(1)).Ticks / TimeSpan.TicksPerHour;
        return risen <= possible;
    }
}

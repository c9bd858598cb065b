using System.Collections.Immutable;
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
    /// <summary>The part of <see cref="Scaling"/> that lies outside the meter: CT x VT; 1 or more.</summary>
    public long Multiplier { get; init; } = 1;

    /// <summary>Counts by which the register may swing back without a fault; 0: not at all.</summary>
    public long BackFlowMax { get; init; }

    /// <summary>
    /// The highest count that a 32-bit float still shows to the count; null for registers that lose nothing.
    /// </summary>
    public long? ExactMax { get; init; }

    /// <summary>Scalings that replace <see cref="Scaling"/> from an instant on, in order of time.</summary>
    public ImmutableArray<ScalingChange> Changes { get; init; } = [];

    /// <summary>The rules with the scaling in force at an instant.</summary>
    public LedgerRules In(DateTimeOffset instant)
    {
        var rules = this;
        foreach (var change in Changes)
        {
            if (change.From <= instant)
                rules = rules.After(change);
        }
        return rules;
    }

    /// <summary>The rules with the scaling of a change.</summary>
    public LedgerRules After(ScalingChange change) => this with
    {
        Scaling = change.Scaling,
        Multiplier = change.Multiplier,
        RatePerHourMax = change.RatePerHourMax,
    };

    /// <summary>True when a register can show this count at all.</summary>
    public bool IsRegister(long count) => count >= 0 && count < Modulus;

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

/// <summary>A multiplier or pulse constant that takes effect at an instant.</summary>
/// <param name="From">The first instant it holds for, UTC.</param>
/// <param name="Scaling">Base units per count from then on, multiplier included.</param>
/// <param name="Multiplier">The part of it that lies outside the meter; 1 or more.</param>
/// <param name="RatePerHourMax">The fastest possible rise with it, base units per hour.</param>
public sealed record ScalingChange(DateTimeOffset From, Scaling Scaling, long Multiplier, long RatePerHourMax);

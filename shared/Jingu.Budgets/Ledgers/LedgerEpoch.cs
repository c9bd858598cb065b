using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Ledgers;

/// <summary>
/// A stretch of a ledger with one meter, one multiplier and one base:
/// total = base + floor(carry + (wraps x modulus + count - start) x numerator / denominator). Immutable.
/// </summary>
/// <param name="Number">From 1; one more with each replacement, new multiplier and settled fall.</param>
/// <param name="Meter">The meter that hangs at the point.</param>
/// <param name="Scaling">Base units (Wh, L) per count, multiplier included.</param>
/// <param name="Multiplier">The part of the scaling that lies outside the meter (CT x VT); 1 or more.</param>
/// <param name="Modulus">The count at which the register shows zero again.</param>
/// <param name="Start">The raw register where the epoch begins, counts. 0 in the first epoch, whose total is that of
/// the register itself.</param>
/// <param name="Base">The ledger total there, Wh or L.</param>
/// <param name="Carry">What the total there had rounded away, billionths of a Wh or L: nothing is lost at a
/// change. 0 to 999,999,999.</param>
public sealed record LedgerEpoch(
    int Number, MeterId Meter, Scaling Scaling, long Multiplier, long Modulus, long Start, long Base, long Carry)
{
    private const long Billion = 1_000_000_000;

    /// <summary>The first epoch of a ledger.</summary>
    public static LedgerEpoch First(MeterId meter, LedgerRules rules) =>
        new(1, meter, rules.Scaling, rules.Multiplier, rules.Modulus, 0, 0, 0);

    /// <summary>False for a ledger of schema 1, which did not keep its scaling.</summary>
    public bool IsKnown => Scaling.Denominator > 0;

    /// <summary>The ledger total where the register has shown this count after this many rollovers.</summary>
    public long TotalOf(long wraps, long count) => Base + (long)(Billionths(wraps, count) / Billion);

    /// <summary>The epoch that follows where this one stands at a count.</summary>
    /// <param name="more">Wh or L to add to the total besides, 0 or more.</param>
    public LedgerEpoch Next(long wraps, long count, MeterId meter, LedgerRules rules, long start, long more = 0)
    {
        var exact = Billionths(wraps, count);
        return new(
            Number + 1, meter, rules.Scaling, rules.Multiplier, rules.Modulus, start,
            Base + (long)(exact / Billion) + more, (long)(exact % Billion));
    }

    /// <summary>Counts only rise from <see cref="Start"/>, so this is never below zero.</summary>
    private Int128 Billionths(long wraps, long count) =>
        Carry + ((((Int128)wraps * Modulus) + count - Start) * Scaling.Numerator * Billion / Scaling.Denominator);
}

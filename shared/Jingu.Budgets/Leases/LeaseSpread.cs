using System.Collections.Immutable;
using Jingu.Budgets.Allocation;

namespace Jingu.Budgets.Leases;

/// <summary>How much of a unit's budget each gateway should hold. Integers.</summary>
internal static class LeaseSpread
{
    /// <summary>
    /// What each has used, and its reserve: so many days at its daily use. What is left after that stays with the
    /// aggregator, for a part grows at once and shrinks slowly. Where it does not reach, it is spread by daily use. A
    /// gateway without history counts like the mean of the others; if none has any, all share alike.
    /// </summary>
    public static ImmutableDictionary<string, long> Targets(LeaseBook book, int outageDays)
    {
        var parts = book.Parts.Values.ToImmutableArray();
        if (parts.IsEmpty)
            return ImmutableDictionary<string, long>.Empty;
        var remaining = long.Max(0, book.Pool - parts.Sum(part => part.UsedOfPart));
        var known = parts.Where(part => part.DailyUse > 0).Select(part => part.DailyUse).ToImmutableArray();
        var usual = known.IsEmpty ? 1 : known.Sum() / known.Length;
        var daily = parts.Select(part => part.DailyUse > 0 ? part.DailyUse : usual).ToImmutableArray();
        var reserves = daily.Select(use => LeaseReserve.For(use, outageDays)).ToImmutableArray();
        var shares = known.IsEmpty || reserves.Sum() >= remaining
            ? Spread.Over(remaining, [.. daily.Select(use => (Int128)use)])
            : reserves;
        return parts.Select((part, index) => (part, index)).ToImmutableDictionary(
            pair => pair.part.Gateway.Value, pair => pair.part.UsedOfPart + shares[pair.index]);
    }
}

using System.Collections.Immutable;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Allocation;

/// <summary>
/// Allocates what a shared meter counted above its sub-meters. The balance holds to the unit: main = sum of measured +
/// sum of allocated + unallocated.
/// </summary>
public sealed class SharedMeter
{
    private const long Thousandths = 1000;

    private readonly ImmutableArray<AllocationParty> _parties;

    /// <param name="parties">
    /// Each unit at most once. Fixed shares add up to 1000 at most; the rest goes by area, or by head-count, or to one
    /// remainder, never by two of these.
    /// </param>
    /// <exception cref="ArgumentException">The rules contradict each other; the message says how.</exception>
    public SharedMeter(ImmutableArray<AllocationParty> parties)
    {
        if (Complaint(parties) is { } complaint)
            throw new ArgumentException(complaint, nameof(parties));
        _parties = parties;
    }

    /// <summary>What is wrong with the rules of a shared meter, and what to do; null when they can be used.</summary>
    public static string? Complaint(ImmutableArray<AllocationParty> parties)
    {
        if (parties.GroupBy(party => party.Unit).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return $"{twice.Key} takes part twice: give it one rule.";
        if (parties.FirstOrDefault(party => party.Measured < 0 || party.Key < 0) is { } negative)
            return $"{negative.Unit} has a number below zero: measured use and keys are 0 or more.";
        if (SumOf(parties, AllocationRule.Fixed) > Thousandths)
            return "The fixed shares add up to more than 1000 thousandths: lower them.";
        if (parties.Count(party => party.Rule == AllocationRule.Remainder) > 1)
            return "Two units take the remainder: leave it to one.";
        var others = parties.Select(party => party.Rule).Where(rule => rule != AllocationRule.Fixed).Distinct().Order();
        return others.Count() > 1
            ? $"What the fixed shares leave goes by {string.Join(" and by ", others)}: choose one of them."
            : null;
    }

    /// <param name="main">Wh or L that the shared meter counted; 0 or more.</param>
    public SharedUse Allocate(long main)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(main);
        var shared = main - _parties.Sum(party => party.Measured);
        if (shared <= 0)
            return new(main, [.. _parties.Select(party => new AllocatedUse(party.Unit, party.Measured, 0))], shared);
        var given = new Dictionary<UnitId, long>();
        var left = GiveFixed(shared, given);
        left = GiveRest(left, given);
        return new(
            main,
            [.. _parties.Select(party => new AllocatedUse(
                party.Unit, party.Measured, given.GetValueOrDefault(party.Unit)))],
            left);
    }

    /// <summary>Gives the fixed shares; what they leave is one more share of the same division.</summary>
    private long GiveFixed(long shared, Dictionary<UnitId, long> given)
    {
        var parties = Of(AllocationRule.Fixed);
        var rest = Thousandths - SumOf(parties, AllocationRule.Fixed);
        var shares = Spread.Over(shared, [.. parties.Select(party => (Int128)party.Key), rest]);
        Give(parties, shares, given);
        return shares[^1];
    }

    private long GiveRest(long left, Dictionary<UnitId, long> given)
    {
        if (Of(AllocationRule.Remainder) is [var taker])
        {
            given[taker.Unit] = left;
            return 0;
        }
        ImmutableArray<AllocationParty> parties = [.. Of(AllocationRule.Area), .. Of(AllocationRule.Headcount)];
        if (parties.All(party => party.Key == 0))
            return left;
        Give(parties, Spread.Over(left, [.. parties.Select(party => (Int128)party.Key)]), given);
        return 0;
    }

    private static void Give(
        ImmutableArray<AllocationParty> parties, ImmutableArray<long> shares, Dictionary<UnitId, long> given)
    {
        foreach (var (party, share) in parties.Zip(shares))
            given[party.Unit] = share;
    }

    private static long SumOf(ImmutableArray<AllocationParty> parties, AllocationRule rule) =>
        parties.Where(party => party.Rule == rule).Sum(party => party.Key);

    private ImmutableArray<AllocationParty> Of(AllocationRule rule) =>
        [.. _parties.Where(party => party.Rule == rule)];
}

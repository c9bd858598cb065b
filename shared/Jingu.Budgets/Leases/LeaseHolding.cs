using Jingu.Budgets.Policies;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Leases;

/// <summary>
/// The gateway's side of a lease: what it holds in a period. A value, stored before it is confirmed. Immutable.
/// </summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Holder">This life of its store.</param>
/// <param name="Period">Name of the budget period.</param>
public sealed record LeaseHolding(GatewayId Gateway, JournalId Holder, string Period)
{
    /// <summary>The newest grant taken up; 0 before the first.</summary>
    public long Version { get; init; }

    /// <summary>What may be spent without asking, Wh or L.</summary>
    public long Part { get; init; }

    /// <summary>
    /// What persons granted on site by code, on top, for the whole period. The aggregator learns of it from the
    /// journal; it may then make the part smaller, also below zero.
    /// </summary>
    public long GrantedOnSite { get; init; }

    /// <summary>The unit's budget as last heard of.</summary>
    public long Budget { get; init; }

    /// <summary>What the others had used as last heard of.</summary>
    public long UsedElsewhere { get; init; }

    /// <summary>The unit's whole budget is used, as last heard of.</summary>
    public bool Final { get; init; }

    /// <summary>
    /// Takes up a grant. One that is older, doubled, for another gateway, life or period changes nothing. A shrink
    /// leaves what is already used.
    /// </summary>
    /// <param name="grant">As received.</param>
    /// <param name="used">What was used here so far in the period.</param>
    public LeaseHolding Take(LeaseGrant grant, long used) =>
        grant.Gateway != Gateway || grant.Holder != Holder || grant.Period != Period || grant.Version <= Version
            ? this
            : this with
            {
                Version = grant.Version,
                Part = long.Max(grant.Part, long.Min(used - GrantedOnSite, Part)),
                Budget = grant.Budget,
                UsedElsewhere = grant.UsedElsewhere,
                Final = grant.Final,
            };

    /// <summary>A person on site granted more. It holds without contact, and against an earlier "all used".</summary>
    public LeaseHolding GrantOnSite(long amount) =>
        this with { GrantedOnSite = GrantedOnSite + amount, Budget = Budget + amount };

    /// <summary>What is to be told the aggregator, in answer to a grant and from time to time.</summary>
    public LeaseReport Report(long used, long dailyUse) =>
        new(Gateway, Holder, Period, Version, Part, used, dailyUse, GrantedOnSite);

    /// <summary>What may be spent without asking, all in all.</summary>
    public long Spendable => Part + GrantedOnSite;

    /// <summary>All of it is used.</summary>
    public bool IsUsed(long used) => used >= Spendable;

    /// <summary>
    /// What the ladder looks at. A part that was never granted is not known, and what is not known is never used up.
    /// </summary>
    public LeaseStanding Standing(long used, bool inContact) =>
        new(Version == 0 ? MonthAllowance.BudgetMax : Spendable, used, Final, inContact);

    /// <summary>Ask for more: less than a day's use is left. A tenth of the part counts as a day that is not known.
    /// </summary>
    public bool ShouldAsk(long used, long dailyUse) =>
        !Final && Spendable - used <= (dailyUse > 0 ? dailyUse : Spendable / 10);

    /// <summary>
    /// What was used beyond the part: by protected circuits, which are never cut, or while a cut waited. Booked apart.
    /// </summary>
    public long Overdraft(long used) => long.Max(0, used - Spendable);
}

using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Allocation;

/// <summary>By which rule a unit takes part of what a shared meter counted.</summary>
public enum AllocationRule
{
    /// <summary>A stated number of thousandths of the shared part, taken before all others.</summary>
    Fixed,
    /// <summary>In proportion to floor area, of what the fixed shares leave.</summary>
    Area,
    /// <summary>In proportion to head-count, of what the fixed shares leave.</summary>
    Headcount,
    /// <summary>All that the fixed shares leave.</summary>
    Remainder,
}

/// <summary>One unit behind a shared meter.</summary>
/// <param name="Measured">Wh or L that the unit's own sub-meters counted below the shared meter; not negative.</param>
/// <param name="Key">
/// Fixed: thousandths of the shared part, 0 to 1000. Area: m2 summed over the days of the period. Headcount: heads
/// summed over the days of the period, so that a change in mid-month counts from its day. Remainder: not used, 0.
/// </param>
public sealed record AllocationParty(UnitId Unit, long Measured, AllocationRule Rule, long Key);

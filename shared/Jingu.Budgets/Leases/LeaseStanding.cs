namespace Jingu.Budgets.Leases;

/// <summary>How a gateway's part of a unit's budget stands. Amounts are Wh or L.</summary>
/// <param name="Part">What it may spend without asking, extensions granted on site included.</param>
/// <param name="UsedHere">What measured sub-meters behind this gateway counted in the period.</param>
/// <param name="Final">The aggregator said that the unit's whole budget is used: there is nothing to ask for.</param>
/// <param name="InContact">The aggregator can be asked now.</param>
public sealed record LeaseStanding(long Part, long UsedHere, bool Final, bool InContact);

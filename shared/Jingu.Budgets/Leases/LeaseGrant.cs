using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Leases;

/// <summary>
/// The aggregator's word to one gateway: from now on this is your part. May be lost, doubled, delayed and reordered.
/// </summary>
/// <param name="Gateway">The addressee.</param>
/// <param name="Holder">Which life of the gateway's store it speaks to: its journal's id. A part granted to a lost card
/// is void.</param>
/// <param name="Period">Name of the budget period.</param>
/// <param name="Version">Rises with every grant to this gateway in this period.</param>
/// <param name="Part">Wh or L in the period; below zero where the gateway is to give up some of what it was granted on
/// site.</param>
/// <param name="Budget">The unit's budget.</param>
/// <param name="UsedElsewhere">What the other gateways reported, for stages and forecast.</param>
/// <param name="Final">The unit's whole budget is used: there is nothing to ask for.</param>
public sealed record LeaseGrant(
    GatewayId Gateway, JournalId Holder, string Period, long Version, long Part, long Budget, long UsedElsewhere,
    bool Final)
{
    /// <summary>
    /// The holder of a grant to a gateway that has not yet said who it is: nobody takes it up, and the gateway reports.
    /// </summary>
    public static readonly JournalId Nobody = JournalId.FromBytes(new byte[16]);
}

/// <summary>
/// The gateway's answer, and its report at any other time: this I hold. May be lost, doubled, delayed and reordered.
/// </summary>
/// <param name="Gateway">Who answers.</param>
/// <param name="Holder">Which life of its store.</param>
/// <param name="Period">Name of the budget period.</param>
/// <param name="Version">The newest grant it took up; 0 before the first. Older ones it never takes up again.</param>
/// <param name="Part">What it holds: at a shrink, never less than it had already used.</param>
/// <param name="Used">What it used so far, protected circuits included.</param>
/// <param name="DailyUse">90th percentile of its daily use (<see cref="LeaseReserve.NinetiethPercentile"/>).</param>
/// <param name="GrantedOnSite">What codes gave it in the period, beside the part.</param>
public sealed record LeaseReport(
    GatewayId Gateway, JournalId Holder, string Period, long Version, long Part, long Used, long DailyUse,
    long GrantedOnSite);

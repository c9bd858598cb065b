using Jingu.Budgets.Leases;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Budgets.Ladders;

namespace Jingu.Edge.Budgets.Leases;

/// <summary>A lease is of one unit, one resource and one local month such as <c>2026-03</c>.</summary>
internal readonly record struct LeaseKey(UnitId Unit, Resource Resource, string Month)
{
    public override string ToString() => $"{new LadderKey(Unit, Resource)}, {Month}";
}

/// <summary>What this gateway holds of a budget that several share, and what it told of it. Immutable.</summary>
/// <param name="Told">The last report; null before the first.</param>
internal sealed record HeldLease(LeaseHolding Holding, ToldLease? Told);

/// <summary>What decides whether there is something new to report.</summary>
/// <param name="Day">The local day it was told on.</param>
internal sealed record ToldLease(
    DateTimeOffset At, string Day, long Version, long GrantedOnSite, long Used, long DailyUse);

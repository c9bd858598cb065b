using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Planning.Leases;

/// <summary>A lease is of one unit, one resource and one local month such as <c>2026-03</c>.</summary>
internal readonly record struct BookKey(UnitId Unit, Resource Resource, string Month);

/// <summary>A budget that several gateways share, as plan and site say now.</summary>
/// <param name="Gateways">Behind which the unit's own meters sit; two or more.</param>
/// <param name="Wanted">Wh or L, with all adjustments; 0 where it lies below.</param>
/// <param name="GrantedOnSite">What of it codes gave: gateways hold that beside their parts.</param>
/// <param name="Alone">What each gateway may still hold by a policy that gave it the unit to itself; those that are not
/// named hold nothing.</param>
internal sealed record SharedBudget(
    BookKey Key, ImmutableArray<GatewayId> Gateways, long Wanted, long GrantedOnSite,
    ImmutableDictionary<GatewayId, long> Alone);

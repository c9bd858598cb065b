using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Budgets.Adjustments;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Planning.Leases;

/// <summary>Finds the budgets that several gateways share, in plan and site: arithmetic only.</summary>
internal static class Sharing
{
    /// <summary>
    /// Months in which budgets are shared, from the current one on: a gateway without contact goes on when the month
    /// turns.
    /// </summary>
    public const int Months = 2;

    /// <param name="today">Local day of the site.</param>
    /// <param name="before">The newest policy of each gateway: it may give one of them a unit to itself.</param>
    public static ImmutableArray<SharedBudget> Of(
        Site site, Plan plan, LocalDate today, IReadOnlyCollection<DesiredState> before) =>
    [
        .. from unit in site.Units
           from resource in Enum.GetValues<Resource>()
           let gateways = DesiredMaking.GatewaysOf(site, unit.Id, resource)
           where gateways.Length > 1
           from ahead in Enumerable.Range(0, Months)
           let month = today.ToYearMonth().PlusMonths(ahead)
           let allowance = DesiredMaking.Allowance(plan, unit.Id, resource, month, isShared: true)
           where allowance is not null
           select new SharedBudget(
               new(unit.Id, resource, allowance.Month), gateways, long.Max(0, allowance.Budget),
               CodesOf(site, plan, unit.Id, resource, month),
               before.Where(state => gateways.Contains(state.Gateway)).Select(
                   state => (state.Gateway, Held: AloneBy(state, unit.Id, resource, allowance.Month)))
                   .Where(alone => alone.Held > 0)
                   .ToImmutableDictionary(alone => alone.Gateway, alone => alone.Held)),
    ];

    private static long CodesOf(Site site, Plan plan, UnitId unit, Resource resource, YearMonth month)
    {
        var gateways = site.Meters.Select(meter => meter.Gateway).Distinct().ToImmutableArray();
        return plan.Adjustments.Of(unit, resource, month)
            .Where(entry => entry.Adjustment.Order.Kind == AdjustmentKind.Extension
                && gateways.Any(gateway => MonthAllowance.IsOfGrant(entry.Adjustment.Order.Id.Value, gateway)))
            .Sum(entry => entry.Leg.Amount);
    }

    private static long AloneBy(DesiredState state, UnitId unit, Resource resource, string month) =>
        state.Units.FirstOrDefault(policy => policy.Unit == unit && policy.Resource == resource)
            is { Lease: null } alone && alone.Of(month) is { } allowance
            ? long.Max(0, allowance.Budget)
            : 0;
}

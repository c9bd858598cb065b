using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting;
using Jingu.Budgets.Adjustments;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Planning.Policies;

/// <summary>Makes the desired state of a gateway from plan and site: arithmetic only.</summary>
internal static class DesiredMaking
{
    /// <summary>
    /// The content, as version 1. A unit that sits behind several gateways is left out: without leases none of them
    /// may spend its budget, so it is held and never cut. A month without a budget is left out likewise.
    /// </summary>
    /// <param name="numbers">The unit's number in grant codes; a unit without one is left out.</param>
    /// <param name="now">Site time.</param>
    public static DesiredState Make(
        Site site, Plan plan, GatewayId gateway, IReadOnlyDictionary<UnitId, int> numbers, DateTimeOffset now)
    {
        var today = Instant.FromDateTimeOffset(now).InZone(site.Zone).Date;
        var months = Enumerable.Range(0, UnitPolicy.MonthsMax)
            .Select(ahead => today.ToYearMonth().OnDayOfMonth(1).PlusMonths(ahead).ToYearMonth()).ToList();
        var end = MonthPeriod.Of(months[^1], site.Zone).To;
        return new(
            DesiredState.SchemaNow, site.Id, gateway, 1, now,
            end < now + DesiredState.ValidMax ? end : now + DesiredState.ValidMax,
            [
                .. from unit in site.Units
                   from resource in Enum.GetValues<Resource>()
                   where numbers.ContainsKey(unit.Id) && GatewaysOf(site, unit.Id, resource) is [var only]
                       && only == gateway
                   select new UnitPolicy(
                       unit.Id, resource, numbers[unit.Id], plan.Ladder(unit.Id, resource),
                       [.. months.Select(month => Allowance(plan, unit.Id, resource, month)).OfType<MonthAllowance>()],
                       [.. PointsOf(site, unit.Id, resource).Select(point => point.Id)],
                       plan.Circuits(gateway, unit.Id, resource), null),
            ],
            plan.Calendar(today));
    }

    /// <summary>The gateways that a unit's own meters of a resource sit behind.</summary>
    public static ImmutableArray<GatewayId> GatewaysOf(Site site, UnitId unit, Resource resource) =>
        [.. PointsOf(site, unit, resource).Select(point => site.Meters.First(meter => meter.Id == point.Meter).Gateway)
            .Distinct()];

    private static IEnumerable<Point> PointsOf(Site site, UnitId unit, Resource resource) => site.Points.Where(
        point => point.Unit == unit && point.Resource == resource && point.Role == PointRole.Unit
            && point.Direction == FlowDirection.Import);

    /// <summary>
    /// What a person may select on the ladder is offered beside the budget; what was booked as an adjustment is in it.
    /// </summary>
    private static MonthAllowance? Allowance(Plan plan, UnitId unit, Resource resource, YearMonth month)
    {
        if (plan.Budget(unit, resource, month) is not BudgetOutcome.Computed computed)
            return null;
        var entries = plan.Adjustments.Of(unit, resource, month).ToList();
        return new(
            MonthReport.Text(month),
            computed.Budget.Amount + entries.Sum(entry => entry.Leg.Amount),
            plan.Emergency(unit, resource),
            plan.Number,
            [
                .. entries.Where(entry => entry.Adjustment.Order.Kind == AdjustmentKind.Extension)
                    .Select(entry => entry.Adjustment.Order.Id.Value).Order(StringComparer.Ordinal),
            ]);
    }
}

using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Planning.DemandResponse;
using Jingu.Aggregator.Planning.Leases;
using Jingu.Aggregator.Reporting;
using Jingu.Budgets.Adjustments;
using Jingu.Budgets.DemandResponse;
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
    /// The content, as version 1. A unit that sits behind several gateways comes with the part that its book of leases
    /// grants this one, and without a book not at all. A month without a budget is left out likewise.
    /// </summary>
    /// <param name="numbers">The unit's number in grant codes; a unit without one is left out.</param>
    /// <param name="leases">As stored.</param>
    /// <param name="now">Site time.</param>
    public static DesiredState Make(
        Site site, Plan plan, GatewayId gateway, IReadOnlyDictionary<UnitId, int> numbers, LeaseBooks leases,
        DateTimeOffset now)
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
                   let gateways = GatewaysOf(site, unit.Id, resource)
                   where numbers.ContainsKey(unit.Id) && gateways.Contains(gateway)
                   let parts = months.Take(Sharing.Months).Select(
                       month => leases.Of(unit.Id, resource, MonthReport.Text(month))?.GrantTo(gateway)).ToList()
                   where gateways.Length == 1 || parts[0] is not null
                   select new UnitPolicy(
                       unit.Id, resource, numbers[unit.Id], plan.Ladder(unit.Id, resource),
                       [
                           .. months.Select(month => Allowance(
                               plan, unit.Id, resource, month, isShared: gateways.Length > 1))
                               .OfType<MonthAllowance>(),
                       ],
                       [
                           .. PointsOf(site, unit.Id, resource).Where(point => site.Measures(gateway, point.Id))
                               .Select(point => point.Id),
                       ],
                       plan.Circuits(gateway, unit.Id, resource), gateways.Length == 1 ? null : parts[0])
                   {
                       NextLease = gateways.Length == 1 ? null : parts[1],
                   },
            ],
            plan.Calendar(today));
    }

    /// <summary>
    /// The events that a gateway is to carry out, by their beginning: those that are not over and not called off. Null:
    /// none.
    /// </summary>
    public static DemandEvents? Events(
        DesiredState state, ImmutableArray<StoredDemand> ordered, DateTimeOffset now)
    {
        var units = state.Units.Where(unit => unit.Resource == Resource.Electricity).Select(unit => unit.Unit)
            .ToImmutableHashSet();
        ImmutableArray<DemandEvent> events =
        [
            .. ordered.Where(stored => stored.CalledOff is null && stored.Record.Over() > now)
                .OrderBy(stored => stored.Record.From).Take(DemandEvent.EventsMax)
                .Select(stored => stored.Record.Of(state.Gateway, units)).OfType<DemandEvent>(),
        ];
        return events.IsEmpty ? null : new(events);
    }

    /// <summary>The gateways that a unit's own meters of a resource sit behind.</summary>
    public static ImmutableArray<GatewayId> GatewaysOf(Site site, UnitId unit, Resource resource) =>
        [.. PointsOf(site, unit, resource).Select(point => site.Meters.First(meter => meter.Id == point.Meter).Gateway)
            .Distinct()];

    private static IEnumerable<Point> PointsOf(Site site, UnitId unit, Resource resource) => site.Points.Where(
        point => point.Unit == unit && point.Resource == resource && point.Role == PointRole.Unit
            && point.Direction == FlowDirection.Import);

    /// <summary>
    /// What a unit may use in a month; null where planning has no budget. What a person may select on the ladder is
    /// offered beside it, of a budget that several gateways share nothing: each would select it for itself. What was
    /// booked as an adjustment is in it.
    /// </summary>
    public static MonthAllowance? Allowance(
        Plan plan, UnitId unit, Resource resource, YearMonth month, bool isShared)
    {
        if (plan.Budget(unit, resource, month) is not BudgetOutcome.Computed computed)
            return null;
        var entries = plan.Adjustments.Of(unit, resource, month).ToList();
        return new(
            MonthReport.Text(month),
            computed.Budget.Amount + entries.Sum(entry => entry.Leg.Amount),
            isShared ? 0 : plan.Emergency(unit, resource),
            plan.Number,
            [
                .. entries.Where(entry => entry.Adjustment.Order.Kind == AdjustmentKind.Extension)
                    .Select(entry => entry.Adjustment.Order.Id.Value).Order(StringComparer.Ordinal),
            ]);
    }
}

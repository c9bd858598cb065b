using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Budgets.DemandResponse;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Planning.DemandResponse;

/// <summary>What an event was to bring and what it brought.</summary>
/// <param name="Whole">All buildings together.</param>
/// <param name="Steps">What gateways did about each load, in order of time.</param>
internal sealed record DemandReport(
    DemandRecord Plan, DateTimeOffset? CalledOff, PartReport Whole, ImmutableArray<PartReport> Buildings,
    ImmutableArray<ShedStep> Steps);

/// <summary>A load that may be shed, in words of the API.</summary>
/// <param name="Kind">circuit, lamp or set-point.</param>
/// <param name="Place">In which order it goes, from 1.</param>
/// <param name="Drill">Its unit is in a drill: nothing of it is shed.</param>
internal sealed record SheddableLoad(
    string SwitchPoint, string Gateway, string Unit, string Kind, long Place, long ExpectedWatts, bool Drill);

/// <param name="Building">Its id; null: all of them.</param>
/// <param name="ExpectedWh">What its loads were declared to bring during the event; beside <c>ReducedWh</c>.</param>
/// <param name="Thousandths">Reduced, of the baseline of the quarter hours that are known; null: none is.</param>
/// <param name="NotMeasured">Quarter hours of the event of which baseline or measurement is not known.</param>
internal sealed record PartReport(
    string? Building, long ExpectedWh, long BaselineWh, long MeasuredWh, long ReducedWh, long? Thousandths,
    ImmutableArray<DateTimeOffset> NotMeasured, ImmutableArray<QuarterReduction> Quarters)
{
    /// <param name="expectedWatts">Of the loads that lie in it.</param>
    public static PartReport Of(string? building, long expectedWatts, DemandRecord record, Reduction reduction) => new(
        building, (long)(expectedWatts * (record.To - record.From).TotalHours), reduction.BaselineWh,
        reduction.MeasuredWh, reduction.ReducedWh, reduction.Thousandths, reduction.Unknown, reduction.Quarters);
}

/// <summary>Derives reports of events from what is stored, again with every question. Safe from any thread.</summary>
internal sealed class DemandReporting(CurrentSite site, PlanStore plans, DemandStore store, DemandUse use)
{
    public Task<ImmutableArray<StoredDemand>> AllAsync(CancellationToken stop) => store.AllAsync(stop);

    /// <summary>Every load that may be shed, in the order in which loads go.</summary>
    public async Task<ImmutableArray<SheddableLoad>> SheddableAsync(CancellationToken stop)
    {
        var plan = new Plan(await plans.LoadAsync(null, stop));
        return
        [
            .. plan.Sheddable().OrderBy(load => load.Place).ThenBy(load => load.Point.Value, StringComparer.Ordinal)
                .Select(load => new SheddableLoad(
                    load.Point.Value, load.Gateway.Value, load.Unit.Value, PlanWords.Of(load.Kind), load.Place,
                    load.ExpectedWatts, plan.Ladder(load.Unit, Resource.Electricity).Drill)),
        ];
    }

    /// <summary>Null: there is no such event.</summary>
    public async Task<DemandReport?> OfAsync(string id, CancellationToken stop)
    {
        if ((await store.AllAsync(stop)).FirstOrDefault(one => one.Record.Id == id) is not { } stored)
            return null;
        var current = site.Site;
        var reductions = await use.ReductionsAsync(
            current, new(await plans.LoadAsync(null, stop)), stored.Record, stop);
        return new(
            stored.Record, stored.CalledOff,
            PartReport.Of(null, stored.Record.ExpectedWatts, stored.Record, Reduction.Sum(reductions)),
            [
                .. DemandUse.Buildings(current).Zip(reductions).Select(pair => PartReport.Of(
                    pair.First.Building.Id.Value,
                    stored.Record.Loads.Where(load => BuildingOf(current, load) == pair.First.Building.Id)
                        .Sum(load => load.ExpectedWatts),
                    stored.Record, pair.Second)),
            ],
            await store.StepsAsync(id, current.Zone, stop));
    }

    /// <summary>Where its gateway measures its unit's electricity; null: in several buildings.</summary>
    private static BuildingId? BuildingOf(Site site, DemandLoad load)
    {
        var buildings = (
            from point in site.Points
            where point.Resource == Resource.Electricity && point.Unit?.Value == load.Unit
                && site.Meters.Any(meter => meter.Id == point.Meter && meter.Gateway.Value == load.Gateway)
            select point.Building).Distinct().ToList();
        return buildings is [var only] ? only : null;
    }
}

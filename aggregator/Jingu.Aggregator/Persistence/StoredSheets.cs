using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Forecasts;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.Leases;
using Jingu.Aggregator.Planning.Statements;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Flow;
using Jingu.Aggregator.Reporting.Forecasting;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Reporting.Sheets;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Persistence;

/// <summary>Fetches the sheets that people sign. Safe from any thread; throws what the stores throw.</summary>
internal sealed class StoredSheets(
    StoredRollups rollups, RollupStore store, IReadingStore readings, RelationalStore relational, PlanStore plans,
    StoredForecasts forecasts, CurrentSite site, SiteTime time)
{
    /// <summary>The month in which the site is now.</summary>
    public YearMonth CurrentMonth => rollups.CurrentMonth;

    /// <summary>A unit's month; null where the site has no such unit.</summary>
    public async Task<MonthSheet?> MonthAsync(string id, YearMonth month, CancellationToken stop)
    {
        var current = site.Site;
        if (current.Units.FirstOrDefault(unit => unit.Id.Value == id) is not { } unit)
            return null;
        var (period, now) = (MonthPeriod.Of(month, current.Zone), time.GetUtcNow());
        var pending = await store.PendingAsync(stop);
        var plan = new Plan(await plans.LoadAsync(null, stop));
        var enforced = await relational.EnforcementAsync(period, current.Zone, stop);
        var meters = ImmutableArray.CreateBuilder<SheetMeter>();
        foreach (var point in current.Points.Where(
            point => point is { Role: PointRole.Unit or PointRole.Circuit } && point.Unit == unit.Id))
        {
            meters.Add(await MeterAsync(point, month, period, stop));
        }
        return new(
            1, current.Id.Value, current.Zone.Id, MonthPeriod.ZoneVersion, MonthReport.Text(month), now >= period.To,
            now, pending, plan.Number, unit.Id.Value, unit.Name, unit.NameEn,
            await ResourcesAsync(
                unit, month, plan, enforced, await ForecastsAsync(unit.Id, month, stop),
                await rollups.PvAsync([unit.Id], month, stop), stop),
            meters.ToImmutable(),
            [.. enforced.Decisions.Where(each => IsOf(each.Subject, unit.Id))],
            [.. enforced.Actions.Where(each => each.Unit == unit.Id.Value)]);
    }

    /// <summary>The month of all units and buildings.</summary>
    public async Task<CampusSheet> CampusAsync(YearMonth month, CancellationToken stop)
    {
        var current = site.Site;
        var (period, now) = (MonthPeriod.Of(month, current.Zone), time.GetUtcNow());
        var pending = await store.PendingAsync(stop);
        var plan = new Plan(await plans.LoadAsync(null, stop));
        var enforced = await relational.EnforcementAsync(period, current.Zone, stop);
        var forecast = month == CurrentMonth ? await forecasts.AllAsync(stop) : [];
        var pv = await rollups.PvAsync(current.Units.Select(unit => unit.Id), month, stop);
        var units = ImmutableArray.CreateBuilder<CampusUnit>();
        foreach (var unit in current.Units)
        {
            units.Add(new(
                unit.Id.Value, unit.Name, unit.NameEn,
                await ResourcesAsync(unit, month, plan, enforced, forecast, pv, stop)));
        }
        var buildings = ImmutableArray.CreateBuilder<CampusBuilding>();
        foreach (var building in current.Buildings)
        {
            foreach (var resource in Enum.GetValues<Resource>())
            {
                if (RollupGroups.OfBuilding(current, building.Id, resource).IsEmpty)
                    continue;
                buildings.Add(new(
                    building.Id.Value, building.Name, building.NameEn, Words.Of(resource),
                    await RowAsync(new(RollupOf.Building, building.Id.Value), resource, month, stop),
                    await rollups.SharesAsync(building.Id, resource, month, plan, stop)));
            }
        }
        return new(
            1, current.Id.Value, current.Zone.Id, MonthPeriod.ZoneVersion, MonthReport.Text(month), now >= period.To,
            now, pending, plan.Number, units.ToImmutable(), buildings.ToImmutable());
    }

    /// <summary>Each unit's months, from one to another, both included.</summary>
    public async Task<ImmutableArray<StatisticsRow>> StatisticsAsync(
        YearMonth first, YearMonth last, CancellationToken stop)
    {
        var plan = new Plan(await plans.LoadAsync(null, stop));
        var rows = ImmutableArray.CreateBuilder<StatisticsRow>();
        foreach (var unit in site.Site.Units)
        {
            var subject = new RollupSubject(RollupOf.Unit, unit.Id.Value);
            var electricity = await rollups.MonthsAsync(subject, Resource.Electricity, first, last, stop);
            var water = await rollups.MonthsAsync(subject, Resource.Water, first, last, stop);
            foreach (var (wattHours, litres) in electricity.Zip(water))
            {
                var month = MonthReport.Parse(wattHours.Period)!.Value;
                var end = month.OnDayOfMonth(1).PlusMonths(1).PlusDays(-1);
                rows.Add(new(
                    wattHours.Period, unit.Id.Value, unit.Name, unit.NameEn, plan.SquareMetres(unit.Id, end),
                    plan.Users(unit.Id, end), wattHours.Whole(), litres.Whole(), plan.InstitutionOf(unit.Id, end),
                    plan.CostOf(unit.Id, Resource.Electricity, month),
                    plan.CostOf(unit.Id, Resource.Water, month)));
            }
        }
        return rows.ToImmutable();
    }

    /// <summary>What gateways decided and switched in a month.</summary>
    public Task<EnforcementReport> CutOffsAsync(YearMonth month, CancellationToken stop) =>
        relational.EnforcementAsync(MonthPeriod.Of(month, site.Site.Zone), site.Site.Zone, stop);

    /// <summary>What happened to meters in a month.</summary>
    public Task<ImmutableArray<MeterChange>> MetersAsync(YearMonth month, CancellationToken stop) =>
        relational.MeterChangesAsync(MonthPeriod.Of(month, site.Site.Zone), site.Site.Zone, stop);

    private async Task<ImmutableArray<SheetResource>> ResourcesAsync(
        Unit unit, YearMonth month, Plan plan, EnforcementReport enforced, ImmutableArray<ForecastReport> forecasted,
        ImmutableDictionary<UnitId, PvPart> pv, CancellationToken stop)
    {
        var statements = StatementMaking.All(site.Site, plan, LeaseBooks.None, month, unit.Id);
        var resources = ImmutableArray.CreateBuilder<SheetResource>();
        foreach (var resource in Enum.GetValues<Resource>())
        {
            var word = Words.Of(resource);
            var statement = statements.Single(each => each.Resource == word);
            var row = await RowAsync(new(RollupOf.Unit, unit.Id.Value), resource, month, stop);
            var forecast = forecasted.FirstOrDefault(each => each.Unit == unit.Id.Value && each.Resource == word);
            long? budget = statement.Available is { } available ? Math.Max(0, available) : null;
            resources.Add(new(
                word, statement.BaseUnit, statement.Computed, statement.Why,
                [
                    .. statement.Adjustments.Select(each => new SheetAdjustment(
                        each.Id, each.Kind, each.Amount, each.Actor, each.Reason, each.At)),
                ],
                budget, row.Used, row.Allocated, budget - row.Used, row.Quality, row.Quality.Shares,
                enforced.Standings.FirstOrDefault(
                    each => each.Unit == unit.Id.Value && each.Resource == word)?.Stage,
                enforced.Cuts.Where(each => each.Unit == unit.Id.Value && each.Resource == word)
                    .Sum(each => each.Count))
            {
                Pv = resource == Resource.Electricity ? pv.GetValueOrDefault(unit.Id) : null,
                WhySentence = statement.WhySentence,
                AtEnd = forecast?.AtEnd,
                RunOut = forecast?.RunOut,
            });
        }
        return resources.ToImmutable();
    }

    /// <summary>None of another month than the running one.</summary>
    private async Task<ImmutableArray<ForecastReport>> ForecastsAsync(
        UnitId unit, YearMonth month, CancellationToken stop) => month == CurrentMonth
        ?
        [
            await forecasts.OfAsync(unit, Resource.Electricity, stop),
            await forecasts.OfAsync(unit, Resource.Water, stop),
        ]
        : [];

    private async Task<SheetMeter> MeterAsync(
        Point point, YearMonth month, MonthPeriod period, CancellationToken stop)
    {
        var used = (await RowAsync(new(RollupOf.Point, point.Id.Value), point.Resource, month, stop)).Used;
        var before = await readings.LastIntervalAsync(point.Id, period.From, stop);
        var last = await readings.LastIntervalAsync(point.Id, period.To, stop);
        var within = before?.Interval.End == period.From || last is null
            ? []
            : await readings.IntervalsAsync(point.Id, period.From, period.To, stop);
        var opening = within is [{ Interval: var begun }, ..]
            // The ledger began within the month, or nothing is known right before it.
            ? new SheetReading(begun.Meter.Value, begun.Start, begun.Register - begun.Amount, begun.Epoch)
            : before is null ? null : ReadingOf(before);
        return SheetMeter.Of(
            point.Id.Value, Words.Of(point.Resource), opening,
            last is null || last.Interval.Start < period.From ? null : ReadingOf(last), used);
    }

    private static SheetReading ReadingOf(StoredInterval stored) => new(
        stored.Interval.Meter.Value, stored.Interval.End, stored.Interval.Register, stored.Interval.Epoch);

    /// <summary>Gateways write the unit, a space and the resource.</summary>
    private static bool IsOf(string subject, UnitId unit) =>
        subject.StartsWith($"{unit} ", StringComparison.Ordinal);

    private async Task<RollupRow> RowAsync(
        RollupSubject subject, Resource resource, YearMonth month, CancellationToken stop) =>
        (await rollups.MonthsAsync(subject, resource, month, month, stop))[0];
}

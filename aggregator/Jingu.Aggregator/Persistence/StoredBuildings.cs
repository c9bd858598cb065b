using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Flow;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// Fetches what pages and API tell of buildings, from the stored sums. Safe from any thread; throws what the stores
/// throw.
/// </summary>
internal sealed class StoredBuildings(
    StoredRollups rollups, RollupStore store, CurrentPlan plan, CurrentSite site, SiteTime time)
{
    /// <summary>The month in which the site is now.</summary>
    public YearMonth CurrentMonth => rollups.CurrentMonth;

    /// <summary>The day on which the site is now.</summary>
    public LocalDate Today => rollups.Today;

    /// <summary>Every building of the site, in its order.</summary>
    public async Task<BuildingList> AllAsync(YearMonth month, CancellationToken stop)
    {
        var (current, running) = (site.Site, month == CurrentMonth);
        var buildings = ImmutableArray.CreateBuilder<BuildingStand>();
        foreach (var building in current.Buildings)
        {
            buildings.Add(new(
                building.Id.Value, building.Name, building.NameEn,
                await UseAsync(current, building.Id, Resource.Electricity, month, running, stop),
                await UseAsync(current, building.Id, Resource.Water, month, running, stop)));
        }
        return new(
            1, current.Id.Value, current.Zone.Id, MonthReport.Text(month),
            running ? RollupPeriods.Of(Today) : null, buildings.ToImmutable());
    }

    /// <summary>A building's month; null where the site has no such building.</summary>
    /// <param name="day">Of which quarter hours are told, too.</param>
    public async Task<BuildingMonth?> MonthAsync(
        string id, Resource resource, YearMonth month, LocalDate? day, CancellationToken stop)
    {
        var current = site.Site;
        if (current.Buildings.FirstOrDefault(each => each.Id.Value == id) is not { } building)
            return null;
        var (subject, name) = (new RollupSubject(RollupOf.Building, id), MonthReport.Text(month));
        var whole = (await rollups.MonthsAsync(subject, resource, month, month, stop))[0];
        var days = await rollups.DaysAsync(subject, resource, LocalDays.Of(month), stop);
        var flow = await rollups.FlowAsync(building.Id, resource, month, stop);
        var doubt = BuildingFlow.DoubtOf(current, building.Id, resource, flow);
        return new(
            1, current.Id.Value, current.Zone.Id, MonthPeriod.ZoneVersion, name, id, building.Name, building.NameEn,
            Words.Of(resource), resource == Resource.Electricity ? "Wh" : "L", whole, flow,
            doubt is { } why ? Balance.WhyOf(why) : null, days,
            resource == Resource.Electricity
                ? (await SubItemsAsync(current, building.Id, name, name, [whole], stop)).FirstOrDefault()?.Items ?? []
                : [],
            resource == Resource.Electricity
                ? await SubItemsAsync(current, building.Id, days[0].Period, days[^1].Period, days, stop)
                : [],
            await rollups.SharesAsync(building.Id, resource, month, await plan.GetAsync(stop), stop))
        {
            Doubt = doubt,
            Day = day is { } on ? RollupPeriods.Of(on) : null,
            Quarters = day is { } of ? await QuartersAsync(building.Id, resource, of, stop) : [],
        };
    }

    /// <summary>Null where the building has no meter of it.</summary>
    private async Task<BuildingUse?> UseAsync(
        Site current, BuildingId building, Resource resource, YearMonth month, bool isRunning, CancellationToken stop)
    {
        if (RollupGroups.OfBuilding(current, building, resource).IsEmpty)
            return null;
        var subject = new RollupSubject(RollupOf.Building, building.Value);
        var period = MonthReport.Text(month);
        var sums = (await store.SeriesAsync(subject, resource, period, period, stop))[period];
        return new(
            isRunning ? (await rollups.DaysAsync(subject, resource, new(Today, Today.PlusDays(1)), stop))[0] : null,
            (await rollups.MonthsAsync(subject, resource, month, month, stop))[0],
            sums.Where(each => each.Item == RollupItem.Pv).Select(each => (long?)each.Sum.Amount).FirstOrDefault());
    }

    private async Task<ImmutableArray<GapQuarter>> QuartersAsync(
        BuildingId building, Resource resource, LocalDate day, CancellationToken stop)
    {
        var days = new LocalDays(day, day.PlusDays(1));
        return RollupGroups.OfBalance(site.Site, building, resource).IsEmpty
            ? []
            : GapQuarter.All(
                MonthPeriod.OfDays(days.First, days.End, site.Site.Zone).Until(time.GetUtcNow()),
                await rollups.QuartersAsync(building, resource, days, stop));
    }

    /// <summary>Sub-items of each period; empty where no point of the building names one.</summary>
    private async Task<ImmutableArray<SubItemDay>> SubItemsAsync(
        Site current, BuildingId building, string first, string last, ImmutableArray<RollupRow> periods,
        CancellationToken stop)
    {
        var named = SubItemUses.Named(current, building);
        if (named.IsEmpty)
            return [];
        var uses = await store.UsesAsync([.. named.Select(point => point.Id.Value)], first, last, stop);
        return
        [
            .. periods.Select(row => new SubItemDay(row.Period, SubItemUses.Of(
                current, building, row.Used,
                uses[row.Period].ToDictionary(each => each.Point, each => each.Amount)))),
        ];
    }
}

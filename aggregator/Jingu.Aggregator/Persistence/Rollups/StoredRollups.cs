using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Flow;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Reporting.Sharing;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;
using NodaTime;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Persistence.Rollups;

/// <summary>
/// Fetches days, months, curves and balances. Sums may lag behind what was delivered by seconds; curves and quarter
/// hours do not. Safe from any thread; throws what the stores throw.
/// </summary>
internal sealed class StoredRollups(
    RollupStore store, IReadingStore readings, PlanStore plans, CurrentSite site, SiteTime time)
{
    /// <summary>The month in which the site is now.</summary>
    public YearMonth CurrentMonth => Today.ToYearMonth();

    /// <summary>The day on which the site is now.</summary>
    public LocalDate Today => Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(site.Site.Zone).Date;

    /// <summary>True where site.yaml knows such a thing.</summary>
    public bool Knows(RollupSubject subject) => subject.Of switch
    {
        RollupOf.Point => site.Site.Points.Any(point => point.Id.Value == subject.Id),
        _ => RollupGroups.All(site.Site).Contains(subject),
    };

    /// <summary>One row for each day, also where nothing is known.</summary>
    public async Task<ImmutableArray<RollupRow>> DaysAsync(
        RollupSubject subject, Resource resource, LocalDays days, CancellationToken stop)
    {
        var sums = await store.SeriesAsync(
            subject, resource, RollupPeriods.Of(days.First), RollupPeriods.Of(days.End.PlusDays(-1)), stop);
        return
        [
            .. days.All.Select(day => Row(
                subject, resource, RollupPeriods.Of(day), MonthPeriod.OfDays(day, day.PlusDays(1), site.Site.Zone),
                sums)),
        ];
    }

    /// <summary>One row for each month from one to another, both included.</summary>
    public async Task<ImmutableArray<RollupRow>> MonthsAsync(
        RollupSubject subject, Resource resource, YearMonth first, YearMonth last, CancellationToken stop)
    {
        var sums = await store.SeriesAsync(
            subject, resource, RollupPeriods.Of(first), RollupPeriods.Of(last), stop);
        var rows = ImmutableArray.CreateBuilder<RollupRow>();
        for (var month = first; month <= last; month = month.PlusMonths(1))
        {
            rows.Add(Row(
                subject, resource, RollupPeriods.Of(month), MonthPeriod.Of(month, site.Site.Zone), sums));
        }
        return rows.ToImmutable();
    }

    /// <summary>Every quarter hour of a local day that is over.</summary>
    public Task<ImmutableArray<CurveQuarter>> CurveAsync(
        RollupSubject subject, Resource resource, LocalDate day, CancellationToken stop) =>
        CurveAsync(subject, resource, new LocalDays(day, day.PlusDays(1)), stop);

    /// <summary>Every quarter hour of local days that is over.</summary>
    public async Task<ImmutableArray<CurveQuarter>> CurveAsync(
        RollupSubject subject, Resource resource, LocalDays days, CancellationToken stop)
    {
        var period = MonthPeriod.OfDays(days.First, days.End, site.Site.Zone).Until(time.GetUtcNow());
        var members = MembersOf(site.Site, subject, resource);
        return CurveQuarter.All(period, members, await IntervalsAsync(members, period, stop));
    }

    /// <summary>The known quarter hours of a building's balance.</summary>
    public async Task<ImmutableArray<BalanceQuarter>> QuartersAsync(
        BuildingId building, Resource resource, LocalDays days, CancellationToken stop)
    {
        var current = site.Site;
        var period = MonthPeriod.OfDays(days.First, days.End, current.Zone).Until(time.GetUtcNow());
        var members = RollupGroups.OfBalance(current, building, resource);
        return members.IsEmpty
            ? []
            : new Balancing(current, await IntervalsAsync(members, period, stop), resource).Quarters(period);
    }

    /// <summary>What came into a building in a month and who used it; null where nothing is balanced.</summary>
    public Task<BuildingFlow?> FlowAsync(
        BuildingId building, Resource resource, YearMonth month, CancellationToken stop) =>
        FlowAsync(building, resource, RollupPeriods.Of(month), MonthPeriod.Of(month, site.Site.Zone), stop);

    /// <summary>The same of each day; those of which nothing is balanced are absent.</summary>
    public async Task<ImmutableArray<BuildingFlow>> FlowDaysAsync(
        BuildingId building, Resource resource, LocalDays days, CancellationToken stop)
    {
        var flows = ImmutableArray.CreateBuilder<BuildingFlow>();
        foreach (var day in days.All)
        {
            var period = MonthPeriod.OfDays(day, day.PlusDays(1), site.Site.Zone);
            if (await FlowAsync(building, resource, RollupPeriods.Of(day), period, stop) is { } flow)
                flows.Add(flow);
        }
        return flows.ToImmutable();
    }

    /// <summary>The same of every quarter hour, from its intervals.</summary>
    public async Task<ImmutableArray<BuildingFlow>> FlowsAsync(
        BuildingId building, Resource resource, LocalDays days, CancellationToken stop)
    {
        var current = site.Site;
        var period = MonthPeriod.OfDays(days.First, days.End, current.Zone).Until(time.GetUtcNow());
        var read = await IntervalsAsync(RollupGroups.OfBalance(current, building, resource), period, stop);
        return
        [
            .. new PvAllocation(current, resource, read)
                .Of(building, new Balancing(current, read, resource).Quarters(period))
                .Select(quarter => BuildingFlow.Of(current, quarter)),
        ];
    }

    /// <summary>
    /// What roof plants supplied of a month of units; a unit on whose buildings none stands is absent.
    /// </summary>
    public async Task<ImmutableDictionary<UnitId, PvPart>> PvAsync(
        IEnumerable<UnitId> units, YearMonth month, CancellationToken stop)
    {
        var (current, supplied) = (site.Site, units.Where(unit => PvAllocation.Concerns(site.Site, unit)).ToList());
        if (supplied.Count == 0)
            return ImmutableDictionary<UnitId, PvPart>.Empty;
        var sums = await store.OfPeriodAsync(RollupPeriods.Of(month), stop);
        var due = MonthPeriod.Of(month, current.Zone).Until(time.GetUtcNow()).Intervals;
        return supplied.ToImmutableDictionary(unit => unit, unit => UnitPv.Of(current, unit, sums, due));
    }

    /// <summary>Who used what a building used in a month; null where that is not known.</summary>
    public async Task<BuildingShares?> SharesAsync(
        BuildingId building, Resource resource, YearMonth month, CancellationToken stop) =>
        await SharesAsync(building, resource, month, new Plan(await plans.LoadAsync(null, stop)), stop);

    /// <summary>The same by a plan that is at hand.</summary>
    public async Task<BuildingShares?> SharesAsync(
        BuildingId building, Resource resource, YearMonth month, Plan plan, CancellationToken stop)
    {
        var known = (await store.OfPeriodAsync(RollupPeriods.Of(month), stop))
            .Where(each => each.Key is { Of: RollupOf.Point, Item: RollupItem.Used })
            .ToDictionary(each => new PointId(each.Key.Id), each => each.Value.Amount);
        var rules = plan.Sharing(month);
        return BuildingShares.Of(
            site.Site, building, resource, known,
            new SharedMeters(
                site.Site, rules, known.ToDictionary(each => each.Key, each => (long?)each.Value)).All());
    }

    private async Task<BuildingFlow?> FlowAsync(
        BuildingId building, Resource resource, string name, MonthPeriod period, CancellationToken stop) =>
        BuildingFlow.Of(
            site.Site, building, resource, name, await store.OfPeriodAsync(name, stop),
            period.Until(time.GetUtcNow()).Intervals);

    private static ImmutableArray<Point> MembersOf(Site current, RollupSubject subject, Resource resource) =>
        subject.Of switch
        {
            RollupOf.Unit => RollupGroups.OfUnit(current, new(subject.Id), resource),
            RollupOf.Building => RollupGroups.OfBuilding(current, new(subject.Id), resource),
            _ => [.. current.Points.Where(point => point.Id.Value == subject.Id && point.Resource == resource)],
        };

    private RollupRow Row(
        RollupSubject subject, Resource resource, string name, MonthPeriod period,
        ILookup<string, (RollupItem Item, RollupSum Sum)> sums) => RollupRow.Of(
        name, sums[name].ToDictionary(each => each.Item, each => each.Sum),
        period.Until(time.GetUtcNow()).Intervals, MembersOf(site.Site, subject, resource).Length);

    private async Task<Dictionary<PointId, IReadOnlyDictionary<DateTimeOffset, Interval>>> IntervalsAsync(
        ImmutableArray<Point> members, MonthPeriod period, CancellationToken stop)
    {
        var read = new Dictionary<PointId, IReadOnlyDictionary<DateTimeOffset, Interval>>();
        foreach (var point in members)
        {
            read[point.Id] = (await readings.IntervalsAsync(point.Id, period.From, period.To, stop))
                .ToDictionary(each => each.Interval.Start, each => each.Interval);
        }
        return read;
    }
}

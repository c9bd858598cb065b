using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Delivering;
using Jingu.Aggregator.Persistence.Notices;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Aggregator.Reporting.Notices;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;
using NodaTime;
using NodaTime.Text;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// Fetches what the campus at this moment is told from; every part is kept for seconds and shared by all who ask. Safe
/// from any thread; throws <see cref="ReadingStoreException"/>.
/// </summary>
internal sealed class StoredCampus : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CurvesAge = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AlarmsAge = TimeSpan.FromMinutes(1);

    private readonly IReadingStore _readings;
    private readonly RelationalStore _relational;
    private readonly StoredGateways _gateways;
    private readonly CurrentPlants _plants;
    private readonly CurrentPlan _plan;
    private readonly CurrentSite _site;
    private readonly DaySums _days;
    private readonly StoredNotices _notices;
    private readonly StoredDeliveries _deliveries;
    private readonly SiteTime _time;
    private readonly Kept<CampusReport> _campus;
    private readonly Kept<Dictionary<Resource, ImmutableArray<QuarterUse>>> _quarters;
    private readonly Kept<List<(string Plant, PlantAlarm Alarm)>> _plantAlarms;
    private readonly Kept<List<StandingReport>> _standings;

    public StoredCampus(
        IReadingStore readings, RelationalStore relational, StoredGateways gateways, CurrentPlants plants,
        StoredNotices notices, StoredDeliveries deliveries, CurrentPlan plan, CurrentSite site, DaySums days,
        SiteTime time, MachineTime machine)
    {
        (_readings, _relational, _gateways, _plants, _plan) = (readings, relational, gateways, plants, plan);
        (_site, _days, _time, _notices, _deliveries) = (site, days, time, notices, deliveries);
        _campus = new(MakeAsync, Age, machine);
        _quarters = new(QuartersAsync, CurvesAge, machine);
        _plantAlarms = new(PlantAlarmsAsync, AlarmsAge, machine);
        _standings = new(async stop => [.. await relational.StandingsAsync(stop)], Age, machine);
    }

    /// <summary>The campus as it was a few seconds ago at most.</summary>
    public Task<CampusReport> GetAsync(CancellationToken stop) => _campus.GetAsync(stop);

    /// <summary>Where every ladder stands.</summary>
    public async Task<IReadOnlyList<StandingReport>> StandingsAsync(CancellationToken stop) =>
        await _standings.GetAsync(stop);

    /// <summary>Something has changed: whoever asks next sees it.</summary>
    public void Forget()
    {
        _standings.Forget();
        _campus.Forget();
    }

    public void Dispose()
    {
        _campus.Dispose();
        _quarters.Dispose();
        _plantAlarms.Dispose();
        _standings.Dispose();
    }

    private async Task<CampusReport> MakeAsync(CancellationToken stop)
    {
        var (site, now) = (_site.Site, _time.GetUtcNow());
        var today = Instant.FromDateTimeOffset(now).InZone(site.Zone).Date;
        var month = today.ToYearMonth();
        var first = month.OnDayOfMonth(1);
        var days = await _days.OfAsync(first, first.PlusMonths(1).PlusDays(-1), today, site.Zone, stop);
        var plan = await _plan.GetAsync(stop);
        var standings = await _standings.GetAsync(stop);
        var gateways = await _gateways.AllAsync(stop);
        var quarters = await _quarters.GetAsync(stop);
        var making = new CampusMaking(
            site, now, days, await _plan.BudgetsAsync(month, stop), [.. standings],
            await CountedToAsync(site, now, stop));
        var powers = (await _plants.NowAsync(stop)).Plants.ToDictionary(plant => plant.Id, plant => plant.PowerW);
        return new(
            1, site.Id.Value, site.Zone.Id, now, MonthReport.Text(month), LocalDatePattern.Iso.Format(today),
            plan.Number,
            making.All(Resource.Electricity, quarters[Resource.Electricity]),
            making.All(Resource.Water, quarters[Resource.Water]),
            making.Units(),
            [
                .. site.Plants.Select(plant => new CampusPlant(
                    plant.Id.Value, plant.Name, plant.NameEn, plant.Building.Value, plant.CapacityW,
                    powers.GetValueOrDefault(plant.Id.Value),
                    days.FirstOrDefault(day => day.Day == today)?.Of(plant.Points),
                    CampusMaking.Sum(days, plant.Points))),
            ],
            await AlarmsAsync(site, gateways, standings, now, stop),
            [.. gateways.Select(gateway => gateway.Brief())]);
    }

    /// <summary>What stands open, with whose it is and the notice that was issued from it.</summary>
    private async Task<ImmutableArray<OpenAlarm>> AlarmsAsync(
        Site site, ImmutableArray<GatewayReport> gateways, List<StandingReport> standings, DateTimeOffset now,
        CancellationToken stop)
    {
        var notices = await _notices.OpenByAlarmAsync(stop);
        var alarms = OpenAlarms.Of(
            gateways, standings,
            await _relational.LastOfSubjectsAsync(OpenAlarms.Kinds, now - OpenAlarms.LookBack, stop),
            await _plantAlarms.GetAsync(stop), await _deliveries.OpenAsync(stop), now, site.Zone);
        return
        [
            .. alarms.Select(alarm => alarm with
            {
                Unit = alarm.Unit ?? site.Points.FirstOrDefault(
                    point => point.Id.Value == alarm.Subject || point.Meter.Value == alarm.Subject)?.Unit?.Value,
                Notice = notices.GetValueOrDefault(NoticeAlarm.KeyOf(alarm.Kind, alarm.Subject, alarm.Gateway)),
            }),
        ];
    }

    /// <summary>The end of the last interval of every unit's point that has one.</summary>
    private async Task<Dictionary<PointId, DateTimeOffset>> CountedToAsync(
        Site site, DateTimeOffset now, CancellationToken stop)
    {
        var ends = new Dictionary<PointId, DateTimeOffset>();
        foreach (var point in site.Points.Where(point => point.Role == PointRole.Unit))
        {
            if (await _readings.LastIntervalAsync(point.Id, now, stop) is { } last)
                ends[point.Id] = last.Interval.Start + Interval.Length;
        }
        return ends;
    }

    private async Task<Dictionary<Resource, ImmutableArray<QuarterUse>>> QuartersAsync(CancellationToken stop)
    {
        var (site, now) = (_site.Site, _time.GetUtcNow());
        var today = Instant.FromDateTimeOffset(now).InZone(site.Zone).Date;
        var day = MonthPeriod.OfDays(today, today.PlusDays(1), site.Zone);
        var quarters = new Dictionary<Resource, ImmutableArray<QuarterUse>>();
        foreach (var resource in Enum.GetValues<Resource>())
        {
            var sums = new Dictionary<DateTimeOffset, (long Used, int Points)>();
            foreach (var point in CampusMaking.PointsOf(site, resource))
            {
                foreach (var stored in await _readings.IntervalsAsync(point, day.From, day.To, stop))
                {
                    var (used, points) = sums.GetValueOrDefault(stored.Interval.Start);
                    sums[stored.Interval.Start] = (used + stored.Interval.Amount, points + 1);
                }
            }
            quarters[resource] =
            [
                .. day.Starts().Select(start => sums.TryGetValue(start, out var sum)
                    ? new QuarterUse(start, sum.Used, sum.Points)
                    : new(start, null, 0)),
            ];
        }
        return quarters;
    }

    private async Task<List<(string Plant, PlantAlarm Alarm)>> PlantAlarmsAsync(CancellationToken stop)
    {
        var site = _site.Site;
        if (site.Plants.IsEmpty)
            return [];
        var today = Instant.FromDateTimeOffset(_time.GetUtcNow()).InZone(site.Zone).Date;
        var report = await _plants.ReportAsync(MonthPeriod.OfDays(today, today.PlusDays(1), site.Zone), stop);
        return [.. report.Plants.SelectMany(plant => plant.Alarms.Select(alarm => (plant.Id, alarm)))];
    }
}

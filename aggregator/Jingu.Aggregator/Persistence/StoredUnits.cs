using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Forecasts;
using Jingu.Aggregator.Persistence.Notices;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Aggregator.Planning.Policies.Proposals;
using Jingu.Aggregator.Planning.Statements;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Reporting.Units;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;
using NodaTime;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// Fetches what a unit at this moment is told from, kept for seconds and shared by all who ask. Safe from any thread;
/// throws <see cref="ReadingStoreException"/>.
/// </summary>
internal sealed class StoredUnits(
    StoredCampus campus, StoredForecasts forecasts, IReadingStore readings, RelationalStore relational,
    CurrentPlan current, PolicyStore policies, ProposalStore proposals, LeaseStore leases, DaySums sums,
    StoredRollups rollups, StoredNotices notices, CurrentSite site, SiteTime time, MachineTime machine)
{
    /// <summary>Older commands are told by the decisions that came of them.</summary>
    private static readonly TimeSpan OrdersFor = TimeSpan.FromDays(7);

    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);
    private const int OrdersMax = 500;

    private readonly ConcurrentDictionary<UnitId, Kept<UnitSheet>> _sheets = [];

    /// <summary>The unit as it was a few seconds ago at most; null where site.yaml knows none of that id.</summary>
    public async Task<UnitSheet?> GetAsync(string id, CancellationToken stop) =>
        site.Site.Units.FirstOrDefault(unit => unit.Id.Value == id) is { } known
            ? await _sheets.GetOrAdd(known.Id, unit => new(token => MakeAsync(unit, token), Age, machine))
                .GetAsync(stop)
            : null;

    /// <summary>Something was ordered for a unit: whoever asks next sees it.</summary>
    public void Forget(UnitId unit)
    {
        if (_sheets.TryGetValue(unit, out var kept))
            kept.Forget();
    }

    private async Task<UnitSheet> MakeAsync(UnitId id, CancellationToken stop)
    {
        var (known, now) = (site.Site, time.GetUtcNow());
        var unit = known.Units.First(each => each.Id == id);
        var today = Instant.FromDateTimeOffset(now).InZone(known.Zone).Date;
        var month = today.ToYearMonth();
        var period = MonthPeriod.Of(month, known.Zone);
        var plan = await current.GetAsync(stop);
        var budgets = await current.BudgetsAsync(month, stop);
        var days = await sums.OfAsync(
            month.OnDayOfMonth(1), month.OnDayOfMonth(1).PlusMonths(1).PlusDays(-1), today, known.Zone, stop);
        var whole = await campus.GetAsync(stop);
        var stands = whole.Units.First(each => each.Id == id.Value);
        var statements = StatementMaking.All(known, plan, await leases.ReadAsync(stop), month, id);
        async Task<UnitResource> OfAsync(Resource resource, UnitStand stand)
        {
            var forecast = await forecasts.OfAsync(id, resource, stop);
            var points = known.Points
                .Where(point => point.Role == PointRole.Unit && point.Unit == id && point.Resource == resource)
                .Select(point => point.Id).ToList();
            var burn = new UnitMonth(
                budgets.GetValueOrDefault((id, resource)), days, points, forecast, today, known.Zone);
            return new(
                stand, burn.Days(), forecast, burn.Steps(plan.Ladder(id, resource), stand.Standing, stand.Used),
                statements.First(statement => statement.Resource == Words.Of(resource)),
                plan.Emergency(id, resource))
            {
                Pv = resource == Resource.Electricity
                    ? (await rollups.PvAsync([id], month, stop)).GetValueOrDefault(id)
                    : null,
            };
        }
        var decisions = UnitDecision.All(
            await relational.DecidedAsync([$"{id} electricity", $"{id} water"], period, stop), id, known.Zone);
        var span = statements.SelectMany(statement => statement.Spans).FirstOrDefault(span =>
            string.CompareOrdinal(span.From, Text(today)) <= 0 && string.CompareOrdinal(Text(today), span.To) <= 0);
        return new(
            1, id.Value, unit.Name, unit.NameEn, now, MonthReport.Text(month), span?.Established, span?.Users,
            [
                .. Enum.GetValues<Resource>().SelectMany(resource => DesiredMaking.GatewaysOf(known, id, resource))
                    .Select(gateway => gateway.Value).Distinct(),
            ],
            await OfAsync(Resource.Electricity, stands.Electricity),
            await OfAsync(Resource.Water, stands.Water),
            await MetersAsync(known, id, period, days, now, stop),
            decisions,
            [
                .. (await policies.RecentCommandsAsync(now - OrdersFor, OrdersMax, stop))
                    .Select(stored => UnitOrders.Of(stored, id, now, decisions)).OfType<UnitOrder>(),
            ])
        {
            Proposals =
            [
                .. from proposal in await proposals.NewestAsync(OrdersMax, stop)
                   where proposal.Unit == id && proposal.StateAt(now) == ProposalState.Open
                   select new UnitProposal(
                       proposal.Id, proposal.ActionWord, Words.Of(proposal.Resource!.Value), proposal.By.Name,
                       proposal.Reason, proposal.Until),
            ],
            Alarms = [.. whole.Alarms.Where(alarm => alarm.Unit == id.Value)],
            Notices =
            [
                .. (await notices.AllAsync(stop)).Where(notice => notice.IsOpen && notice.To.Unit == id.Value),
            ],
        };
    }

    private async Task<ImmutableArray<UnitMeter>> MetersAsync(
        Site known, UnitId unit, MonthPeriod period, ImmutableArray<DaySum> days, DateTimeOffset now,
        CancellationToken stop)
    {
        var boundaries = await relational.BoundariesAsync(period.From, period.To, stop);
        var uses = PointReport.All(known, period, DaySum.Uses(days), now, boundaries).ToDictionary(use => use.Id);
        var meters = ImmutableArray.CreateBuilder<UnitMeter>();
        foreach (var point in known.Points.Where(
            point => point.Unit == unit && point.Role is PointRole.Unit or PointRole.Circuit).OrderBy(
            point => point.Role))
        {
            var last = (await readings.LastIntervalAsync(point.Id, now, stop))?.Interval;
            meters.Add(new(
                point.Id.Value, point.Meter.Value, Words.Of(point.Resource), Words.Of(point.Role),
                uses[point.Id.Value], last?.Register, last?.Start + Interval.Length));
        }
        return meters.ToImmutable();
    }

    private static string Text(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);
}

using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Reporting;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// Fetches what reports are computed from. Safe from any thread; throws <see cref="ReadingStoreException"/>.
/// </summary>
internal sealed class StoredReports(
    IReadingStore readings, RelationalStore relational, PlanStore plans, CurrentSite site, SiteTime time)
{
    /// <summary>The current month on the site's calendar.</summary>
    public YearMonth CurrentMonth => MonthPeriod.Containing(time.GetUtcNow(), site.Site.Zone);

    public async Task<MonthReport> MonthAsync(YearMonth month, CancellationToken stop)
    {
        var current = site.Site;
        var period = MonthPeriod.Of(month, current.Zone);
        var uses = await UsesAsync(period, stop);
        var boundaries = await relational.BoundariesAsync(period.From, period.To, stop);
        var plan = new Plan(await plans.LoadAsync(null, stop));
        var budgets = Budgets(current, plan, month);
        return MonthReport.Make(
            current, month, uses, budgets, time.GetUtcNow(), readings.Description, boundaries,
            plan.Sharing(month)) with
        {
            Plan = plan.Number,
        };
    }

    /// <summary>Adjustments included; a budget that was overdrawn by them is 0.</summary>
    private static Dictionary<(UnitId, Resource), long> Budgets(Site site, Plan plan, YearMonth month)
    {
        var budgets = new Dictionary<(UnitId, Resource), long>();
        foreach (var unit in site.Units)
        {
            foreach (var resource in Enum.GetValues<Resource>())
            {
                if (plan.Available(unit.Id, resource, month) is { } available)
                    budgets[(unit.Id, resource)] = Math.Max(0, available);
            }
        }
        return budgets;
    }

    /// <summary>With the registers at months that begin or end with the period.</summary>
    public async Task<ImmutableArray<PointReport>> PointsAsync(MonthPeriod period, CancellationToken stop) =>
        PointReport.All(
            site.Site, period, await UsesAsync(period, stop), time.GetUtcNow(),
            await relational.BoundariesAsync(period.From, period.To, stop));

    private async Task<ImmutableArray<PointUse>> UsesAsync(MonthPeriod period, CancellationToken stop) =>
        [.. (await readings.SumAsync(period.From, period.To, stop)).Select(
            sum => new PointUse(sum.Point, sum.Amount, sum.Intervals))];
}

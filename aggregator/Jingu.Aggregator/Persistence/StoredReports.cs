using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// Fetches what reports are computed from. Safe from any thread; throws <see cref="ReadingStoreException"/>.
/// </summary>
internal sealed class StoredReports(
    IReadingStore readings, RelationalStore relational, CurrentSite site, SiteTime time)
{
    /// <summary>The current month on the site's calendar.</summary>
    public YearMonth CurrentMonth => MonthPeriod.Containing(time.GetUtcNow(), site.Site.Zone);

    public async Task<MonthReport> MonthAsync(YearMonth month, CancellationToken stop)
    {
        var current = site.Site;
        var period = MonthPeriod.Of(month, current.Zone);
        var uses = await UsesAsync(period, stop);
        var boundaries = await relational.BoundariesAsync(period.From, period.To, stop);
        return MonthReport.Make(current, month, uses, time.GetUtcNow(), readings.Description, boundaries);
    }

    public async Task<ImmutableArray<PointReport>> PointsAsync(MonthPeriod period, CancellationToken stop) =>
        PointReport.All(site.Site, period, await UsesAsync(period, stop), time.GetUtcNow());

    private async Task<ImmutableArray<PointUse>> UsesAsync(MonthPeriod period, CancellationToken stop) =>
        [.. (await readings.SumAsync(period.From, period.To, stop)).Select(
            sum => new PointUse(sum.Point, sum.Amount, sum.Intervals))];
}

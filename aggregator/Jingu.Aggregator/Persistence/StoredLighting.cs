using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Lighting;
using Jingu.Contracts.Ids;
using Jingu.Lighting.Timetables;
using Jingu.Time;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// Fetches what reports of lighting zones are computed from. Safe from any thread; throws
/// <see cref="ReadingStoreException"/>.
/// </summary>
internal sealed class StoredLighting(IReadingStore readings, PlanStore plans, CurrentSite site, SiteTime time)
{
    /// <summary>The month in which the site is now.</summary>
    public YearMonth CurrentMonth => MonthPeriod.Containing(time.GetUtcNow(), site.Site.Zone);

    /// <param name="asked">At most <see cref="LocalDays.Max"/>; only those that are over are counted.</param>
    public async Task<LightingReport> MakeAsync(LocalDays asked, CancellationToken stop)
    {
        var current = site.Site;
        var today = Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(current.Zone).Date;
        var days = asked.Before(today);
        var plan = new Plan(await plans.LoadAsync(null, stop));
        var lighting = new LightingSite(current.Zone, plan.WorkingDays, current.Place);
        var zones = ImmutableArray.CreateBuilder<ZoneReport>();
        var years = days.All.Select(day => day.Year).ToHashSet();
        foreach (var zone in current.Zones)
        {
            var reference = zone.Baseline is ZoneBaseline.Measured measured
                ? new LocalDays(measured.From, measured.To.PlusDays(1)).Before(today)
                : days with { End = days.First };
            years.UnionWith(reference.All.Select(day => day.Year));
            zones.Add(ZoneSavings.Of(
                zone, lighting, days, await DaysAsync(zone.Point, days, current.Zone, stop),
                await DaysAsync(zone.Point, reference, current.Zone, stop)));
        }
        return new(
            1, current.Id.Value, current.Zone.Id, MonthPeriod.ZoneVersion, readings.Description, plan.Number,
            LocalDatePattern.Iso.Format(asked.First), LocalDatePattern.Iso.Format(asked.End),
            LocalDatePattern.Iso.Format(days.End), days.Count,
            [.. years.Where(year => !plan.WorkingDays.HasYear(year)).Order()], zones.ToImmutable());
    }

    private async Task<ImmutableArray<ZoneDay>> DaysAsync(
        PointId point, LocalDays days, DateTimeZone zone, CancellationToken stop)
    {
        if (days.Count == 0)
            return [];
        var period = MonthPeriod.OfDays(days.First, days.End, zone);
        var intervals = await readings.IntervalsAsync(point, period.From, period.To, stop);
        return ZoneDay.All(days, intervals.Select(each => each.Interval), zone);
    }
}

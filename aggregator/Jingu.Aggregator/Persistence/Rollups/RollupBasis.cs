using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Rollups;
using NodaTime;
using NodaTime.Text;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Persistence.Rollups;

/// <summary>
/// Compares the site with the one that sums were computed with, and marks what differs: points of which nothing was
/// computed yet, units and buildings that are made of something else, everything where the zone is another one.
/// </summary>
internal sealed class RollupBasis(IReadingStore readings, RollupStore store)
{
    private const string Zone = "zone";

    /// <summary>Which figures are summed: a store that was kept with fewer is computed again.</summary>
    private const string Figures = "figures";
    private const string FiguresNow = "2";

    /// <summary>Nothing that a gateway delivers is older or newer: see Ingest.</summary>
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Marks stand and the new basis holds when it returns; the same site again changes nothing.</summary>
    public async Task TakeAsync(Site site, DateTimeOffset now, CancellationToken stop)
    {
        var before = await store.BasisAsync(stop);
        var zone = $"{site.Zone.Id} {MonthPeriod.ZoneVersion}";
        var isOtherZone = before.TryGetValue(Zone, out var known) && known != zone;
        var fresh = RollupGroups.Definitions(site).ToDictionary(each => NameOf(each.Key), each => each.Value);
        var points = site.Points.ToDictionary(
            point => NameOf(new(RollupOf.Point, point.Id.Value)), point => RollupWords.Of(point.Resource));
        var basis = fresh.Concat(points).Append(new(Zone, zone)).Append(new(Figures, FiguresNow))
            .Where(each => before.GetValueOrDefault(each.Key) != each.Value)
            .ToDictionary(each => each.Key, each => (string?)each.Value);
        foreach (var gone in before.Keys.Where(name => SubjectOf(name) is { Of: not RollupOf.Point })
            .Where(name => !fresh.ContainsKey(name)))
        {
            basis[gone] = null;
        }
        if (basis.Count == 0)
            return;
        var marks = new List<RollupMark>();
        var hasMore = before.Count > 0 && basis.ContainsKey(Figures);
        foreach (var name in basis.Keys.Union(hasMore ? fresh.Keys : [])
            .Where(name => SubjectOf(name) is { Of: not RollupOf.Point }))
        {
            var old = before.GetValueOrDefault(name);
            var members = RollupGroups.PointsOf(old ?? "")
                .Union(RollupGroups.PointsOf(fresh.GetValueOrDefault(name, ""))).ToList();
            var cause = old is null || old == fresh.GetValueOrDefault(name)
                ? RollupCause.FirstComputed
                : RollupCause.SiteChanged;
            foreach (var day in await store.DaysOfAsync(SubjectOf(name)!.Value, members, stop))
                marks.Add(MarkOf(SubjectOf(name)!.Value, day, site, new(cause, name, now)));
        }
        var changed = site.Points.Select(point => point.Id.Value)
            .Where(id => isOtherZone || basis.ContainsKey(NameOf(new(RollupOf.Point, id)))).ToHashSet();
        var first = new RollupChange(isOtherZone ? RollupCause.SiteChanged : RollupCause.FirstComputed, Zone, now);
        if (changed.Count > 0)
            marks.AddRange(await StoredAsync(site, changed, now, first, stop));
        await store.MarkAsync(marks, basis, stop);
    }

    /// <summary>Every day of every month of which the reading store has anything of these points.</summary>
    private async Task<List<RollupMark>> StoredAsync(
        Site site, HashSet<string> points, DateTimeOffset now, RollupChange change, CancellationToken stop)
    {
        var marks = new List<RollupMark>();
        var all = (await readings.SumAsync(Earliest, Latest, stop)).ToDictionary(sum => sum.Point, CountOf);
        var left = all.Where(each => points.Contains(each.Key.Value)).Sum(each => each.Value);
        var months = Months(MonthPeriod.Containing(now, site.Zone), site.Zone).GetEnumerator();
        while (left > 0 && months.MoveNext())
        {
            var period = MonthPeriod.Of(months.Current, site.Zone);
            foreach (var sum in await readings.SumAsync(period.From, period.To, stop))
            {
                if (!points.Contains(sum.Point.Value))
                    continue;
                left -= CountOf(sum);
                marks.AddRange(LocalDays.Of(months.Current).All.Select(day => MarkOf(
                    new(RollupOf.Point, sum.Point.Value), RollupPeriods.Of(day), site, change)));
            }
        }
        return marks;
    }

    /// <summary>Backwards from now, where most lies; then what clocks gone wrong may have put after it.</summary>
    private static IEnumerable<YearMonth> Months(YearMonth current, DateTimeZone zone)
    {
        for (var month = current; month >= MonthPeriod.Containing(Earliest, zone); month = month.PlusMonths(-1))
            yield return month;
        var last = MonthPeriod.Containing(Latest, zone);
        for (var month = current.PlusMonths(1); month <= last; month = month.PlusMonths(1))
            yield return month;
    }

    private static long CountOf(PointSum sum) => sum.Intervals.Values.Sum();

    private static RollupMark MarkOf(RollupSubject subject, string day, Site site, RollupChange change)
    {
        var on = LocalDatePattern.Iso.Parse(day).Value;
        var period = MonthPeriod.OfDays(on, on.PlusDays(1), site.Zone);
        return new(subject, period.From, period.To - Interval.Length, change);
    }

    private static string NameOf(RollupSubject subject) => $"{RollupWords.Of(subject.Of)}/{subject.Id}";

    private static RollupSubject? SubjectOf(string name) =>
        name.Split('/') is [var of, var id] ? new(RollupWords.Parse<RollupOf>(of), id) : null;
}

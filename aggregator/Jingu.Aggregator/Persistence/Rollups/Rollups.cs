using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Flow;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;
using NodaTime;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Persistence.Rollups;

/// <summary>
/// Computes marked days again from the reading store, months from days, units and buildings from points. What a round
/// stores and the marks it takes up are one transaction, so it may be killed anywhere and begin again. For one caller
/// at a time; throws what the stores throw.
/// </summary>
internal sealed class Rollups(
    CurrentSite site, IReadingStore readings, RollupStore store, PlanStore plans, SiteTime time)
{
    /// <summary>Marks taken up in one round.</summary>
    public const int MarksMax = 2_000;

    private const string PlanName = "plan";

    private readonly RollupBasis _basis = new(readings, store);
    private Site? _taken;
    private Plan? _plan;

    /// <summary>One round; false when nothing was marked.</summary>
    public async Task<bool> RoundAsync(CancellationToken stop)
    {
        var current = site.Site;
        if (!ReferenceEquals(_taken, current))
        {
            await _basis.TakeAsync(current, time.GetUtcNow(), stop);
            _taken = current;
        }
        var plan = await PlanAsync(current, stop);
        var marks = await store.MarksAsync(MarksMax, stop);
        if (marks.IsEmpty)
            return false;
        // What was never computed is no restatement: it keeps to itself.
        bool IsFirst(RollupMark mark) => mark.Change.Cause == RollupCause.FirstComputed;
        marks = [.. marks.Where(mark => IsFirst(mark) == IsFirst(marks[0]))];
        var days = await DaysAsync(current, marks, stop);
        await store.SaveAsync(
            new(
                marks,
                days.Select(day => day.Day).ToImmutableArray(),
                [
                    .. days.Select(day => day.On.ToYearMonth()).Distinct()
                        .Select(month => new RollupMonth(current, month, plan.Sharing(month))),
                ],
                RollupRound.ChangesOf(current, marks),
                marks.MaxBy(mark => mark.Change.At)!.Change,
                ImmutableDictionary<string, string?>.Empty, time.GetUtcNow()),
            stop);
        return true;
    }

    /// <summary>The newest plan; what it allocates otherwise than the one before is computed again, at once.</summary>
    private async Task<Plan> PlanAsync(Site current, CancellationToken stop)
    {
        var number = await plans.LastAsync(stop);
        if (_plan is { } known && known.Number == number)
            return known;
        var plan = new Plan(await plans.LoadAsync(number, stop));
        var name = plan.Number.ToString(CultureInfo.InvariantCulture);
        var before = (await store.BasisAsync(stop)).GetValueOrDefault(PlanName);
        if (before != name)
        {
            var now = time.GetUtcNow();
            await store.SaveAsync(
                new(
                    [], [],
                    [
                        .. from text in await store.MonthsAsync(stop)
                           let month = MonthReport.Parse(text)!.Value
                           select new RollupMonth(current, month, plan.Sharing(month)),
                    ],
                    ImmutableDictionary<RollupSubject, RollupChange>.Empty,
                    new(before is null ? RollupCause.FirstComputed : RollupCause.PlanningImported, name, now),
                    ImmutableDictionary<string, string?>.Empty.Add(PlanName, name), now),
                stop);
        }
        return _plan = plan;
    }

    private async Task<List<(LocalDate On, RollupDay Day)>> DaysAsync(
        Site current, ImmutableArray<RollupMark> marks, CancellationToken stop)
    {
        var days = new List<(LocalDate, RollupDay)>();
        var byDay = marks
            .SelectMany(mark => RollupPeriods.Days(mark.First, mark.Last, current.Zone)
                .Select(day => (Day: day, mark.Subject)))
            .ToLookup(each => each.Day, each => each.Subject);
        foreach (var day in byDay)
            days.Add((day.Key, await DayAsync(current, day.Key, [.. day], stop)));
        return days;
    }

    private async Task<RollupDay> DayAsync(
        Site current, LocalDate day, ImmutableHashSet<RollupSubject> marked, CancellationToken stop)
    {
        var period = MonthPeriod.OfDays(day, day.PlusDays(1), current.Zone);
        var groups = RollupGroups.All(current)
            .Where(group => RollupGroups.Members(current, group)
                .Any(point => marked.Contains(new(RollupOf.Point, point.Id.Value))))
            .Concat(marked.Where(subject => subject.Of != RollupOf.Point)).ToImmutableHashSet();
        var balances = groups.Where(group => group.Of == RollupOf.Building)
            .SelectMany(group => Enum.GetValues<Resource>().Select(resource => (
                Building: new BuildingId(group.Id), resource,
                Points: RollupGroups.OfBalance(current, new(group.Id), resource))))
            .Where(each => !each.Points.IsEmpty).ToList();
        var read = new Dictionary<PointId, IReadOnlyDictionary<DateTimeOffset, Interval>>();
        foreach (var point in current.Points.Select(point => point.Id)
            .Where(id => marked.Contains(new(RollupOf.Point, id.Value)))
            .Union(balances.SelectMany(each => each.Points).Select(point => point.Id)))
        {
            read[point] = (await readings.IntervalsAsync(point, period.From, period.To, stop))
                .ToDictionary(each => each.Interval.Start, each => each.Interval);
        }
        var quarters = balances.Select(each => each.resource).Distinct().ToDictionary(
            resource => resource, resource => new Balancing(current, read, resource).Quarters(period));
        return new(
            current, day,
            read.Where(each => marked.Contains(new(RollupOf.Point, each.Key.Value))).ToDictionary(
                each => each.Key,
                each => RollupSum.Of([.. each.Value.Values.Select(one => (one.Amount, one.Quality))])),
            groups, quarters,
            [
                .. balances.SelectMany(each => FlowSums.Of(
                    current, each.Building, each.resource,
                    new PvAllocation(current, each.resource, read).Of(each.Building, quarters[each.resource]))),
            ]);
    }
}

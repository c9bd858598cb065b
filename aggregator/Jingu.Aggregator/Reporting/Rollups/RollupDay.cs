using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Rollups;

/// <summary>What is computed again of one local day. Immutable, pure.</summary>
/// <param name="points">What these points' intervals of the day add up to; null where there is none.</param>
/// <param name="groups">Units and buildings to be computed again.</param>
/// <param name="quarters">The day's known quarter hours of those buildings, by resource.</param>
/// <param name="flows">What those quarter hours add up to when they are spread over who used them.</param>
internal sealed class RollupDay(
    Site site, LocalDate day, IReadOnlyDictionary<PointId, RollupSum?> points, ImmutableHashSet<RollupSubject> groups,
    IReadOnlyDictionary<Resource, ImmutableArray<BalanceQuarter>> quarters,
    ImmutableArray<(RollupKey Key, RollupSum? Sum)> flows)
{
    public string Name { get; } = RollupPeriods.Of(day);

    public MonthPeriod Period { get; } = MonthPeriod.OfDays(day, day.PlusDays(1), site.Zone);

    /// <summary>What the sums computed again are now; null where nothing is known.</summary>
    /// <param name="before">All sums of the day as they are stored.</param>
    public IReadOnlyDictionary<RollupKey, RollupSum?> After(IReadOnlyDictionary<RollupKey, RollupSum> before)
    {
        var after = new Dictionary<RollupKey, RollupSum?>();
        var known = new Dictionary<PointId, RollupSum>();
        foreach (var point in site.Points)
        {
            var key = new RollupKey(RollupOf.Point, point.Id.Value, point.Resource, RollupItem.Used);
            if (points.TryGetValue(point.Id, out var fresh))
                after[key] = fresh;
            if ((after.ContainsKey(key) ? fresh : before.GetValueOrDefault(key)) is { } sum)
                known[point.Id] = sum;
        }
        var sums = new GroupSums(site, known);
        foreach (var (key, sum) in groups.SelectMany(group => sums.Of(group, quarters)))
            after[key] = sum;
        foreach (var (key, sum) in flows)
            after[key] = sum;
        return after;
    }
}

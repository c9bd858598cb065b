using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Sharing;
using Jingu.Contracts.Ids;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Rollups;

/// <summary>A month, from its days. Immutable, pure.</summary>
/// <param name="rules">By which shared meters are allocated in it.</param>
internal sealed class RollupMonth(Site site, YearMonth month, ImmutableArray<SharingRule> rules)
{
    public string Name { get; } = RollupPeriods.Of(month);

    public MonthPeriod Period { get; } = MonthPeriod.Of(month, site.Zone);

    /// <summary>Every sum of the month; null where nothing is known any more.</summary>
    /// <param name="before">As they are stored.</param>
    /// <param name="days">What the month's days add up to.</param>
    public IReadOnlyDictionary<RollupKey, RollupSum?> After(
        IReadOnlyDictionary<RollupKey, RollupSum> before, IReadOnlyDictionary<RollupKey, RollupSum> days)
    {
        var after = before.Keys.Concat(days.Keys).Distinct()
            .ToDictionary(key => key, key => days.GetValueOrDefault(key));
        foreach (var (key, amount) in Allocated(days))
            after[key] = new(amount, QualityCounts.None, 0);
        return after;
    }

    private IEnumerable<(RollupKey Key, long Amount)> Allocated(IReadOnlyDictionary<RollupKey, RollupSum> days)
    {
        if (rules.IsEmpty)
            return [];
        var reported = days.Where(each => each.Key is { Of: RollupOf.Point, Item: RollupItem.Used })
            .ToDictionary(each => new PointId(each.Key.Id), each => (long?)each.Value.Amount);
        return
            from meter in new SharedMeters(site, rules, reported).All()
            from use in meter.Units
            where use.Rule is not null
            group use.Allocated by new RollupKey(
                RollupOf.Unit, use.Unit, Words.Resources[meter.Resource], RollupItem.Allocated) into parts
            select (parts.Key, parts.Sum());
    }
}

using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using NodaTime;

namespace Jingu.Aggregator.Reporting;

/// <summary>What points counted on one local day; a point of which nothing is stored is absent.</summary>
internal sealed record DaySum(LocalDate Day, ImmutableDictionary<PointId, PointUse> Points)
{
    public static DaySum Empty(LocalDate day) => new(day, ImmutableDictionary<PointId, PointUse>.Empty);

    /// <summary>What every point counted on several days together.</summary>
    public static ImmutableArray<PointUse> Uses(ImmutableArray<DaySum> days) =>
    [
        .. days.SelectMany(day => day.Points.Values).GroupBy(use => use.Point).Select(uses => new PointUse(
            uses.Key, uses.Sum(use => use.Amount),
            uses.SelectMany(use => use.Intervals).GroupBy(count => count.Key)
                .ToImmutableSortedDictionary(counts => counts.Key, counts => counts.Sum(count => count.Value)))),
    ];

    /// <summary>Wh or L of several points; null where nothing is stored of any.</summary>
    public long? Of(IEnumerable<PointId> points)
    {
        long? sum = null;
        foreach (var point in points)
        {
            if (Points.TryGetValue(point, out var use) && !use.Intervals.IsEmpty)
                sum = (sum ?? 0) + use.Amount;
        }
        return sum;
    }
}

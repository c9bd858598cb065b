using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting;

/// <summary>One metering point over a period.</summary>
/// <param name="Reported">Wh or L: what its intervals add up to.</param>
/// <param name="Intervals">How many are stored.</param>
/// <param name="ExpectedIntervals">How many the whole period has.</param>
internal sealed record PointReport(
    string Id,
    string Resource,
    string Direction,
    long Reported,
    int Intervals,
    int ExpectedIntervals,
    QualityCounts Quality)
{
    /// <summary>All points of the site, also those without intervals, in the site's order.</summary>
    public static ImmutableArray<PointReport> All(
        Site site, MonthPeriod period, IReadOnlyCollection<PointUse> uses, DateTimeOffset now)
    {
        var byPoint = uses.ToDictionary(use => use.Point);
        var due = period.Until(now).Intervals;
        return [.. site.Points.Select(point =>
        {
            var use = byPoint.GetValueOrDefault(point.Id) ?? new(
                point.Id, 0, ImmutableSortedDictionary<Quality, int>.Empty);
            return new PointReport(
                point.Id.Value,
                Words.Of(point.Resource),
                Words.Of(point.Direction),
                use.Amount,
                use.Intervals.Values.Sum(),
                period.Intervals,
                QualityCounts.Of(use.Intervals, due));
        })];
    }
}

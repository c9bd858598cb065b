using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting;

/// <summary>One metering point over a period.</summary>
/// <param name="Reported">Wh or L: what its intervals add up to; null where there is none, for that is not 0.</param>
/// <param name="Intervals">How many are stored.</param>
/// <param name="ExpectedIntervals">How many the whole period has.</param>
internal sealed record PointReport(
    string Id,
    string Resource,
    string Direction,
    long? Reported,
    int Intervals,
    int ExpectedIntervals,
    QualityCounts Quality)
{
    /// <summary>The register where the month begins; absent where the gateway recorded none.</summary>
    public MonthBoundary? Begin { get; init; }

    /// <summary>The register where the month ends.</summary>
    public MonthBoundary? End { get; init; }

    /// <summary>All points of the site, also those without intervals, in the site's order.</summary>
    /// <param name="boundaries">Of the months that begin in or at the end of the period.</param>
    public static ImmutableArray<PointReport> All(
        Site site, MonthPeriod period, IReadOnlyCollection<PointUse> uses, DateTimeOffset now,
        IReadOnlyCollection<PointBoundary>? boundaries = null)
    {
        var byPlace = (boundaries ?? []).ToLookup(
            one => (one.Point, one.Boundary.At.ToUniversalTime()), one => one.Boundary);
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
                use.Intervals.Count == 0 ? null : use.Amount,
                use.Intervals.Values.Sum(),
                period.Intervals,
                QualityCounts.Of(use.Intervals, due))
            {
                // A gateway that replayed a day after a replaced card says the same again, later.
                Begin = byPlace[(point.Id, period.From.ToUniversalTime())].LastOrDefault(),
                End = byPlace[(point.Id, period.To.ToUniversalTime())].LastOrDefault(),
            };
        })];
    }
}

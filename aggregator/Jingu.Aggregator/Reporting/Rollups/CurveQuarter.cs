using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Rollups;

/// <summary>One quarter hour of a unit or building.</summary>
/// <param name="Start">UTC.</param>
/// <param name="Used">Wh or L; null where one of its points is not known.</param>
/// <param name="Quality">The worst of its points'; missing where one is not known.</param>
internal sealed record CurveQuarter(DateTimeOffset Start, long? Used, Quality Quality)
{
    /// <summary>Every quarter hour that starts in a period; empty where there is no point.</summary>
    /// <param name="intervals">Of each member, by their begin.</param>
    public static ImmutableArray<CurveQuarter> All(
        MonthPeriod period, ImmutableArray<Point> members,
        IReadOnlyDictionary<PointId, IReadOnlyDictionary<DateTimeOffset, Interval>> intervals) => members.IsEmpty
        ? []
        : [.. period.Starts().Select(start => At(start, members, intervals))];

    private static CurveQuarter At(
        DateTimeOffset start, ImmutableArray<Point> members,
        IReadOnlyDictionary<PointId, IReadOnlyDictionary<DateTimeOffset, Interval>> intervals)
    {
        var (sum, worst) = (0L, Quality.Measured);
        foreach (var point in members)
        {
            if (intervals[point.Id].GetValueOrDefault(start) is not { Quality: not Quality.Missing } interval)
                return new(start, null, Quality.Missing);
            sum += point.Direction == FlowDirection.Export ? -interval.Amount : interval.Amount;
            worst = interval.Quality > worst ? interval.Quality : worst;
        }
        return new(start, sum, worst);
    }
}

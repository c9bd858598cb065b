using System.Collections.Immutable;
using Jingu.Contracts.Readings;
using NodaTime;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Reporting.Lighting;

/// <summary>What a zone's point counted on a local day that is over.</summary>
/// <param name="WattHours">Of the intervals that are there, Wh.</param>
/// <param name="Intervals">By quality; what is not there is missing.</param>
internal sealed record ZoneDay(LocalDate Day, long WattHours, QualityCounts Intervals)
{
    /// <summary>Every interval of it is there and measured: only then the sum is what was used on that day.</summary>
    public bool IsMeasured => Intervals with { Measured = 0 } == QualityCounts.None;

    /// <param name="intervals">Of one point; those of other days are left out.</param>
    public static ImmutableArray<ZoneDay> All(LocalDays days, IEnumerable<Interval> intervals, DateTimeZone zone)
    {
        var byDay = intervals.ToLookup(each => Instant.FromDateTimeOffset(each.Start).InZone(zone).Date);
        return
        [
            .. days.All.Select(day => new ZoneDay(
                day,
                byDay[day].Sum(each => each.Amount),
                QualityCounts.Of(
                    byDay[day].GroupBy(QualityOf).ToImmutableSortedDictionary(
                        group => group.Key, group => group.Count()),
                    MonthPeriod.OfDays(day, day.PlusDays(1), zone).Intervals))),
        ];
    }

    /// <summary>What came before the first interval of a new ledger is not in it: nobody measured all of it.</summary>
    private static Quality QualityOf(Interval interval) =>
        interval.Opening && interval.Quality == Quality.Measured ? Quality.Suspect : interval.Quality;
}

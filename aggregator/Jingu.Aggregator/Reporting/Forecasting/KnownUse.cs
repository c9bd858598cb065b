using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Rollups;
using NodaTime;
using NodaTime.Text;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Reporting.Forecasting;

/// <summary>
/// What is known of a unit's use, in the shape that forecasts are made from. A forecast begins where knowledge ends,
/// not at the present: while a gateway is away nothing is taken for used.
/// </summary>
/// <param name="Days">Days that are known whole.</param>
/// <param name="Until">Site's local time up to which use is known without a gap since the last whole day.</param>
/// <param name="Begun">Wh or L used on the day of <paramref name="Until"/> before it.</param>
internal sealed record KnownUse(ImmutableArray<UsedDay> Days, LocalDateTime Until, long Begun)
{
    /// <summary>Null where no day is known whole.</summary>
    /// <param name="days">In order, the last one excluded that is not over.</param>
    /// <param name="quarters">Of the latest days and of the one that is not over, in order.</param>
    public static KnownUse? Of(
        IReadOnlyCollection<RollupRow> days, IReadOnlyCollection<CurveQuarter> quarters, DateTimeZone zone)
    {
        var byDay = quarters.ToLookup(quarter => Local(quarter.Start, zone).Date);
        var known = days.Where(day => day is { Used: not null, Quality.Missing: 0 })
            .Select(day => (Date: LocalDatePattern.Iso.Parse(day.Period).Value, Used: day.Used!.Value))
            .Select(day => new UsedDay(day.Date, day.Used, HoursOf([.. byDay[day.Date]], zone)))
            .ToImmutableArray();
        if (known.IsEmpty)
            return null;
        var next = known[^1].Date.PlusDays(1);
        var begun = byDay[next].TakeWhile(quarter => quarter.Used is not null).ToList();
        return new(
            known, begun.Count == 0 ? next.AtMidnight() : Local(begun[^1].Start + Interval.Length, zone),
            begun.Sum(quarter => quarter.Used!.Value));
    }

    /// <summary>Empty where one of the quarter hours is not known.</summary>
    private static ImmutableArray<long> HoursOf(ImmutableArray<CurveQuarter> quarters, DateTimeZone zone)
    {
        if (quarters.IsEmpty || quarters.Any(quarter => quarter.Used is null))
            return [];
        var hours = new long[HourShares.Hours];
        foreach (var quarter in quarters)
            hours[Local(quarter.Start, zone).Hour] += quarter.Used!.Value;
        return [.. hours];
    }

    private static LocalDateTime Local(DateTimeOffset instant, DateTimeZone zone) =>
        Instant.FromDateTimeOffset(instant).InZone(zone).LocalDateTime;
}

using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using NodaTime;

namespace Jingu.Budgets.Use;

/// <summary>What a unit used of a resource: its metering points behind one gateway taken together. Pure.</summary>
/// <param name="Points">A point without a ledger yet is left out by the caller: it has counted nothing.</param>
public sealed record UnitUse(ImmutableArray<(PointUse Use, Ledger Ledger)> Points)
{
    /// <summary>Days that the forecast looks at.</summary>
    public const int MeanDays = 7;

    /// <summary>Beyond so many days back no day is looked for.</summary>
    private const int DaysBackMax = 40;

    /// <summary>From one instant to another, as far as the ledgers have come.</summary>
    public Used In(DateTimeOffset start, DateTimeOffset end) =>
        Points.Aggregate(new Used(0, 0), (sum, point) => sum + point.Use.In(start, end, point.Ledger));

    /// <summary>
    /// Up to when all of it was read: the earliest of the last believed readings; null without points.
    /// </summary>
    public DateTimeOffset? MeasuredUntil => Points.IsEmpty ? null : Points.Min(point => point.Ledger.At);

    /// <summary>
    /// Use of the last whole days before a day, the newest first, of those that are known for all points; at most
    /// <paramref name="most"/>.
    /// </summary>
    public ImmutableArray<long> DaysBefore(LocalDate day, DateTimeZone zone, int most)
    {
        var days = ImmutableArray.CreateBuilder<long>();
        if (Points.IsEmpty)
            return [];
        var end = LocalDay.StartOf(day, zone);
        for (var back = 1; back <= DaysBackMax && days.Count < most; back++)
        {
            var start = LocalDay.StartOf(day.PlusDays(-back), zone);
            if (Between(start, end) is { } used)
                days.Add(used);
            end = start;
        }
        return days.ToImmutable();
    }

    /// <summary>Mean of the last <see cref="MeanDays"/> whole days, or of as many as there are; null without any.
    /// </summary>
    public long? DailyMean(LocalDate today, DateTimeZone zone)
    {
        var days = DaysBefore(today, zone, MeanDays);
        return days.IsEmpty ? null : days.Sum() / days.Length;
    }

    /// <summary>Of all points; null where one of them is not known.</summary>
    private long? Between(DateTimeOffset start, DateTimeOffset end)
    {
        var sum = 0L;
        foreach (var (use, _) in Points)
        {
            if (use.Between(start, end) is not { } used)
                return null;
            sum += used;
        }
        return sum;
    }
}

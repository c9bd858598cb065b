using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Reporting;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// What points counted on local days. Days that are over are read again once a minute, for what arrives late; the
/// running one every few seconds. Safe from any thread; throws <see cref="ReadingStoreException"/>.
/// </summary>
internal sealed class DaySums(IReadingStore readings, MachineTime machine)
{
    private static readonly TimeSpan RunningFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OverFor = TimeSpan.FromMinutes(1);

    /// <summary>As many days are kept; a page shows a month, and the one before it.</summary>
    private const int DaysMax = 2 * 31;

    private readonly ConcurrentDictionary<(LocalDate Day, DateTimeZone Zone, bool IsOver), Kept<DaySum>> _days = [];

    /// <summary>From a day up to and including another one; what is still to come is empty.</summary>
    public async Task<ImmutableArray<DaySum>> OfAsync(
        LocalDate first, LocalDate last, LocalDate today, DateTimeZone zone, CancellationToken stop)
    {
        if (_days.Count > DaysMax)
            _days.Clear();
        var days = ImmutableArray.CreateBuilder<DaySum>();
        for (var day = first; day <= last; day = day.PlusDays(1))
        {
            days.Add(day > today
                ? DaySum.Empty(day)
                : await _days.GetOrAdd((day, zone, day < today), key => new(
                    token => ReadAsync(key.Day, key.Zone, token), key.IsOver ? OverFor : RunningFor, machine))
                    .GetAsync(stop));
        }
        return days.ToImmutable();
    }

    private async Task<DaySum> ReadAsync(LocalDate day, DateTimeZone zone, CancellationToken stop)
    {
        var period = MonthPeriod.OfDays(day, day.PlusDays(1), zone);
        var sums = await readings.SumAsync(period.From, period.To, stop);
        return new(day, sums.ToImmutableDictionary(
            sum => sum.Point, sum => new PointUse(sum.Point, sum.Amount, sum.Intervals)));
    }
}

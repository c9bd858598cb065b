using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting;
using Jingu.Time;
using NodaTime;

namespace Jingu.Aggregator.Sending;

/// <summary>What a month's figures lack.</summary>
/// <param name="Pending">Days that wait to be summed.</param>
/// <param name="Missing">Metering points without an interval up to the month's end, by name; empty: none.</param>
internal sealed record Lack(long Pending, string Missing)
{
    public bool IsNothing => Pending == 0 && Missing.Length == 0;
}

/// <summary>
/// Tells whether everything of a month has arrived and was summed. Safe from any thread; throws what the stores throw.
/// </summary>
internal sealed class Completeness(IReadingStore readings, RollupStore rollups, CurrentSite site, SiteTime time)
{
    /// <summary>More points are counted and not named.</summary>
    private const int NamesMax = 8;

    /// <summary>
    /// Intervals of a point arrive in their order, so one at the month's end, or behind it, says that all have arrived.
    /// </summary>
    public async Task<Lack> OfAsync(YearMonth month, CancellationToken stop)
    {
        var (current, now) = (site.Site, time.GetUtcNow());
        var end = MonthPeriod.Of(month, current.Zone).To;
        var missing = new List<string>();
        foreach (var point in current.Points)
        {
            var last = await readings.LastIntervalAsync(point.Id, now, stop);
            if (last is null || last.Interval.End < end)
                missing.Add(point.Id.Value);
        }
        var more = missing.Count > NamesMax ? $" +{missing.Count - NamesMax}" : "";
        return new(await rollups.PendingAsync(stop), string.Join(", ", missing.Take(NamesMax)) + more);
    }

    /// <summary>True while no day waits to be summed.</summary>
    public async Task<bool> IsSummedAsync(CancellationToken stop) => await rollups.PendingAsync(stop) == 0;
}

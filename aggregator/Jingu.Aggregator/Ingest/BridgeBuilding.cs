using Jingu.Aggregator.Persistence.Readings;
using Jingu.Time;

namespace Jingu.Aggregator.Ingest;

/// <summary>
/// Finds the opening intervals of a drain and bridges what lies before them (<see cref="Bridging"/>).
/// </summary>
internal sealed class BridgeBuilding(IReadingStore readings, SiteTime time)
{
    public async Task<Drain> BridgeAsync(Drain drain, CancellationToken stop)
    {
        var intervals = drain.Intervals.ToBuilder();
        var events = drain.Events.ToBuilder();
        var bridged = 0;
        for (var i = 0; i < drain.Intervals.Length; i++)
        {
            var opening = drain.Intervals[i];
            if (!opening.Interval.Opening)
                continue;
            var (gateway, point) = (opening.Origin.Gateway, opening.Interval.Point);
            switch (Bridging.Between(await LastAsync(drain, opening, stop), opening))
            {
                case Bridge.Made made:
                    intervals[i] = made.Opening;
                    intervals.AddRange(made.Between);
                    bridged += made.Between.Length;
                    events.Add(AggregatorEvents.Make(
                        time, gateway, AggregatorEvents.JournalBridged, point.Value,
                        $"A new journal began at {opening.Interval.Start:O}: {made.Between.Length} intervals before it "
                        + "are estimated from the registers."));
                    break;
                case Bridge.Impossible impossible:
                    events.Add(AggregatorEvents.Make(
                        time, gateway, AggregatorEvents.JournalNotBridged, point.Value,
                        $"A new journal began at {opening.Interval.Start:O} and cannot be bridged: {impossible.Why}. "
                        + "Read the meter and settle it."));
                    break;
            }
        }
        return drain with
        {
            Intervals = intervals.ToImmutable(),
            Events = events.ToImmutable(),
            Bridged = bridged,
        };
    }

    private async Task<StoredInterval?> LastAsync(Drain drain, StoredInterval opening, CancellationToken stop)
    {
        var before = opening.Interval.Start;
        var here = drain.Intervals
            .Where(other => other.Interval.Point == opening.Interval.Point && other.Interval.Start < before)
            .MaxBy(other => other.Interval.Start);
        var there = await readings.LastIntervalAsync(opening.Interval.Point, before, stop);
        return here is null || there?.Interval.Start > here.Interval.Start ? there : here;
    }
}

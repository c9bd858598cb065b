using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>
/// InfluxDB lets the last write win, so what must not overwrite is left out before: what the aggregator estimated gives
/// way to a gateway's word, and a new ledger's first interval to what the old ledger said. Only such intervals are
/// looked up; they are rare.
/// </summary>
internal sealed class IntervalRanks(InfluxQuery query)
{
    /// <summary>The intervals to write, one per point and start.</summary>
    public async Task<IEnumerable<StoredInterval>> WinnersAsync(
        IEnumerable<StoredInterval> intervals, CancellationToken stop)
    {
        var winners = new Dictionary<(PointId, DateTimeOffset), StoredInterval>();
        foreach (var stored in intervals)
        {
            var place = (stored.Interval.Point, stored.Interval.Start);
            if (!winners.TryGetValue(place, out var first) || (IsAggregators(first) && !IsAggregators(stored)))
                winners[place] = stored;
        }
        var doubtful = winners.Values.Where(stored => IsAggregators(stored) || stored.Interval.Opening);
        foreach (var point in doubtful.GroupBy(stored => stored.Interval.Point).ToList())
        {
            var origins = await OriginsAsync(
                point.Key,
                point.Min(stored => stored.Interval.Start),
                point.Max(stored => stored.Interval.Start),
                stop);
            foreach (var stored in point)
            {
                if (origins.TryGetValue(stored.Interval.Start, out var there) && StandsAgainst(there, stored))
                    winners.Remove((point.Key, stored.Interval.Start));
            }
        }
        return winners.Values;
    }

    private static bool StandsAgainst(OriginText there, StoredInterval stored) =>
        !there.IsAggregators && (there.Gateway, there.Journal) != (stored.Origin.Gateway, stored.Origin.Journal);

    private static bool IsAggregators(StoredInterval stored) => stored.Origin.Journal == default;

    private async Task<Dictionary<DateTimeOffset, OriginText>> OriginsAsync(
        PointId point, DateTimeOffset first, DateTimeOffset last, CancellationToken stop)
    {
        var origins = new Dictionary<DateTimeOffset, OriginText>();
        await foreach (var series in query.AskAsync(
            $"SELECT \"origin\" FROM \"interval\" WHERE \"point\" = '{point}' "
            + $"AND time >= {first.ToUnixTimeMilliseconds()}ms AND time <= {last.ToUnixTimeMilliseconds()}ms",
            stop))
        {
            foreach (var row in series.Rows)
                origins[row.Time] = OriginText.Parse(row.Text(SeriesLayout.Origin));
        }
        return origins;
    }
}

using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>
/// Counts entries and items from the series themselves. InfluxQL groups by tags alone, so the origins are asked for
/// series by series and counted here; memory holds one number per entry and one series' keys.
/// </summary>
internal sealed class InfluxCounts(InfluxQuery query)
{
    private readonly Dictionary<EntryKey, Tally> _streams = [];
    private readonly HashSet<(string Origin, long Sequence)> _seen = [];
    private long _duplicates;

    public async Task<StoreCounts> CountAsync(CancellationToken stop)
    {
        await CountSamplesAsync(stop);
        await CountIntervalsAsync(stop);
        return new(
            [
                .. _streams.OrderBy(stream => stream.Key.ToString(), StringComparer.Ordinal)
                    .Select(stream => stream.Value.Count(stream.Key)),
            ],
            _duplicates);
    }

    /// <summary>A meter's series holds one entry's sample once; under a second instant it is a duplicate.</summary>
    private async Task CountSamplesAsync(CancellationToken stop)
    {
        var meter = "";
        await foreach (var series in query.AskAsync(
            "SELECT \"origin\", \"sequence\", \"quality\" FROM \"reading\" GROUP BY \"meter\"", stop))
        {
            if (series.Tag(SeriesLayout.Meter) != meter)
                _seen.Clear();
            meter = series.Tag(SeriesLayout.Meter);
            foreach (var row in series.Rows)
            {
                var (origin, sequence) = (row.Text(SeriesLayout.Origin), row.Whole(SeriesLayout.Sequence));
                if (!_seen.Add((origin, sequence)))
                    _duplicates++;
                Of(origin, JournalStream.Samples).Add(
                    sequence, row.Whole(SeriesLayout.Quality) == (long)Quality.Missing);
            }
        }
        _seen.Clear();
    }

    /// <summary>Point and start are what a series is made of: an interval cannot lie there twice.</summary>
    private async Task CountIntervalsAsync(CancellationToken stop)
    {
        await foreach (var series in query.AskAsync(
            "SELECT \"origin\", \"sequence\" FROM \"interval\" GROUP BY \"point\"", stop))
        {
            foreach (var row in series.Rows)
            {
                Of(row.Text(SeriesLayout.Origin), JournalStream.Intervals).Add(
                    row.Whole(SeriesLayout.Sequence), isMissing: false);
            }
        }
    }

    private Tally Of(string text, JournalStream stream)
    {
        var origin = OriginText.Parse(text).Key(stream, 0);
        if (!_streams.TryGetValue(origin, out var tally))
            _streams[origin] = tally = new();
        return tally;
    }

    private sealed class Tally
    {
        private readonly HashSet<long> _sequences = [];
        private long _items;
        private long _missing;

        public void Add(long sequence, bool isMissing)
        {
            _sequences.Add(sequence);
            _missing += isMissing ? 1 : 0;
            _items += isMissing ? 0 : 1;
        }

        public StreamCount Count(EntryKey origin) => new(origin, _sequences.Count, _items, _missing);
    }
}

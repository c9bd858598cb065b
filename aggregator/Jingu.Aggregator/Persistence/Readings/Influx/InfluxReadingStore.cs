using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;

namespace Jingu.Aggregator.Persistence.Readings.Influx;

/// <summary>
/// InfluxDB 1.x, 2.x or 3.x: writes line protocol, reads InfluxQL over HTTP. A write has been synchronised to the disk
/// when it returns, unless the server's wal-fsync-delay was raised.
/// </summary>
internal sealed class InfluxReadingStore : IReadingStore
{
    private readonly InfluxAddress _address;
    private readonly MachineTime _time;
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly InfluxQuery _query;
    private ILineWriter? _writer;
    private TimeSpan? _retention;

    /// <summary>Connects to nothing yet. Time-outs run in machine time.</summary>
    public InfluxReadingStore(InfluxAddress address, MachineTime time)
    {
        (_address, _time) = (address, time);
        _http.DefaultRequestHeaders.Authorization = address.Authorization;
        _query = new(address, _http, time);
        Description = $"{address} (not reached yet)";
    }

    public string Description { get; private set; }

    public async Task OpenAsync(CancellationToken stop)
    {
        var version = await _query.VersionAsync(stop);
        await InfluxDatabase.EnsureAsync(_query, _address, stop);
        _retention = await InfluxDatabase.RetentionAsync(_query, _address, stop);
        _writer?.Dispose();
        _writer = LineWriters.For(_address, version, _http);
        Description = LineWriters.Describe(_writer, version);
    }

    public DateTimeOffset? KeepsFrom(DateTimeOffset now) => _retention is { } retention ? now - retention : null;

    public async Task<ImmutableArray<EntryKey>> WriteAsync(
        IReadOnlyCollection<StoredSample> samples,
        IReadOnlyCollection<StoredInterval> intervals,
        CancellationToken stop)
    {
        var writer = _writer ?? throw new ReadingStoreException($"{_address} was not opened: open the store first.");
        var offenders = EntryChecks.Offenders(samples, intervals);
        var winners = await new IntervalRanks(_query).WinnersAsync(
            intervals.Where(interval => !offenders.Contains(interval.Origin)), stop);
        var batch = new LineBatch();
        foreach (var sample in samples.DistinctBy(sample => (sample.Meter, sample.Instant.ToUnixTimeMilliseconds())))
        {
            if (!offenders.Contains(sample.Origin))
                batch.Add(sample);
        }
        foreach (var interval in winners)
            batch.Add(interval);
        offenders.UnionWith(await new LineDelivery(_address, writer, _time).DeliverAsync(batch, stop));
        return [.. offenders];
    }

    public async Task<IReadOnlyList<StoredInterval>> IntervalsAsync(
        PointId point, DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var intervals = new List<StoredInterval>();
        await foreach (var series in _query.AskAsync(
            $"SELECT {InfluxRows.IntervalFields} FROM \"interval\" WHERE \"point\" = '{point}' AND {Range(from, to)}",
            stop))
        {
            intervals.AddRange(series.Rows.Select(row => InfluxRows.ToInterval(point, row)));
        }
        return intervals;
    }

    public async Task<StoredInterval?> LastIntervalAsync(PointId point, DateTimeOffset before, CancellationToken stop)
    {
        StoredInterval? last = null;
        await foreach (var series in _query.AskAsync(
            $"SELECT {InfluxRows.IntervalFields} FROM \"interval\" WHERE \"point\" = '{point}' "
            + $"AND {Range(EntryChecks.InstantMin, before)} ORDER BY time DESC LIMIT 1",
            stop))
        {
            last = series.Rows.Select(row => InfluxRows.ToInterval(point, row)).FirstOrDefault();
        }
        return last;
    }

    public Task<IReadOnlyList<PointSum>> SumAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken stop) =>
        new InfluxSums(_query).SumAsync(Range(from, to), stop);

    public async Task<IReadOnlyList<StoredSample>> SamplesAsync(
        MeterId meter, DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        var samples = new List<StoredSample>();
        await foreach (var series in _query.AskAsync(
            $"SELECT * FROM \"reading\" WHERE \"meter\" = '{meter}' AND {Range(from, to)}", stop))
        {
            samples.AddRange(series.Rows.Select(row => InfluxRows.ToSample(meter, row)));
        }
        return samples;
    }

    public async Task<IReadOnlyDictionary<MeterId, DateTimeOffset>> LastAnswersAsync(CancellationToken stop)
    {
        var answers = new Dictionary<MeterId, DateTimeOffset>();
        await foreach (var series in _query.AskAsync(
            $"SELECT last(\"sequence\") FROM \"reading\" "
            + $"WHERE \"quality\" <> {(int)Quality.Missing} GROUP BY \"meter\"",
            stop))
        {
            foreach (var row in series.Rows)
                answers[new(series.Tag(SeriesLayout.Meter))] = row.Time;
        }
        return answers;
    }

    public Task<StoreCounts> CountAsync(CancellationToken stop) => new InfluxCounts(_query).CountAsync(stop);

    public ValueTask DisposeAsync()
    {
        _writer?.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Half open, within what the server can express.</summary>
    private static string Range(DateTimeOffset from, DateTimeOffset to) =>
        $"time >= {Bounded(from).ToUnixTimeMilliseconds()}ms AND time < {Bounded(to).ToUnixTimeMilliseconds()}ms";

    private static DateTimeOffset Bounded(DateTimeOffset instant) =>
        instant < EntryChecks.InstantMin ? EntryChecks.InstantMin
        : instant > EntryChecks.InstantMax ? EntryChecks.InstantMax
        : instant;
}

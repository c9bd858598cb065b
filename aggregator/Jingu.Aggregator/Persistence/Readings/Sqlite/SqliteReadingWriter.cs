using Jingu.Contracts.Readings;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Readings.Sqlite;

/// <summary>
/// The one connection that writes. After an exception it is thrown away, and the open transaction with it.
/// </summary>
internal sealed class SqliteReadingWriter(SqliteConnection connection) : IDisposable
{
    private readonly InternedNames _names = new(connection);
    private readonly Dictionary<long, long> _lastAnswers = [];
    private readonly SqliteCommand _begin = connection.Reusable("BEGIN IMMEDIATE");
    private readonly SqliteCommand _commit = connection.Reusable("COMMIT");

    private readonly SqliteCommand _sample = connection.Reusable(
        """
        INSERT INTO sample (slot, meter, offset, quality, origin, sequence, occurrence, layout, counts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
        """, 9);

    private readonly SqliteCommand _interval = connection.Reusable(
        """
        INSERT INTO interval (slot, point, amount, quality, total, register, meter, opening, origin, sequence,
            epoch)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT DO UPDATE SET amount = excluded.amount, quality = excluded.quality, total = excluded.total,
            register = excluded.register, meter = excluded.meter, opening = excluded.opening,
            origin = excluded.origin, sequence = excluded.sequence, epoch = excluded.epoch
        WHERE interval.origin < 0 AND excluded.origin >= 0
        """, 11);

    private readonly SqliteCommand _lastAnswer = connection.Reusable(
        "UPDATE meter SET last_answer = $2 WHERE id = $1 AND coalesce(last_answer, -1) < $2", 2);

    /// <summary>Writes all in one transaction; has committed when it returns.</summary>
    public void Write(IEnumerable<StoredSample> samples, IEnumerable<StoredInterval> intervals, CancellationToken stop)
    {
        _begin.ExecuteNonQuery();
        foreach (var sample in samples)
        {
            stop.ThrowIfCancellationRequested();
            Write(sample);
        }
        foreach (var interval in intervals)
        {
            stop.ThrowIfCancellationRequested();
            Write(interval);
        }
        foreach (var (meter, instant) in _lastAnswers)
            _lastAnswer.With(meter, instant).ExecuteNonQuery();
        _lastAnswers.Clear();
        _commit.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _names.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _sample.Dispose();
        _interval.Dispose();
        _lastAnswer.Dispose();
        connection.Dispose();
    }

    private void Write(StoredSample sample)
    {
        var (slot, offset) = Slots.Of(sample.Instant);
        var meter = _names.Meter(sample.Meter);
        _sample.With(
            slot,
            meter,
            offset,
            (long)sample.Quality,
            _names.Origin(sample.Origin),
            sample.Origin.Sequence,
            (long)sample.Occurrence,
            _names.Layout(sample),
            CountBlob.OfCounts(sample.Values)).ExecuteNonQuery();
        var instant = sample.Instant.ToUnixTimeMilliseconds();
        if (sample.Quality != Quality.Missing && _lastAnswers.GetValueOrDefault(meter, -1) < instant)
            _lastAnswers[meter] = instant;
    }

    private void Write(StoredInterval stored)
    {
        var interval = stored.Interval;
        var (slot, _) = Slots.Of(interval.Start);
        _interval.With(
            slot,
            _names.Point(interval.Point, slot),
            interval.Amount,
            (long)interval.Quality,
            interval.Total,
            interval.Register,
            _names.Meter(interval.Meter),
            interval.Opening ? 1L : 0L,
            _names.Origin(stored.Origin),
            stored.Origin.Sequence,
            (long)interval.Epoch).ExecuteNonQuery();
    }
}

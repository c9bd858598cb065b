using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Readings.Sqlite;

/// <summary>The questions, each on a connection of the caller's own.</summary>
internal static class SqliteReadingQueries
{
    private const string IntervalColumns =
        """
        interval.slot, interval.amount, interval.quality, interval.total, interval.register, meter.name,
            interval.opening, origin.gateway, origin.journal, interval.sequence, interval.epoch
        """;

    private const string IntervalNames =
        "JOIN meter ON meter.id = interval.meter JOIN origin ON origin.id = interval.origin";

    public static List<StoredInterval> Intervals(
        SqliteConnection connection, PointId point, DateTimeOffset from, DateTimeOffset to)
    {
        using var command = connection.Reusable(
            $"""
            WITH RECURSIVE
            bounds (first, last) AS MATERIALIZED (
                SELECT max($2, (SELECT min(slot) FROM interval)), min($3, (SELECT max(slot) FROM interval))),
            slots (slot) AS (
                SELECT first FROM bounds WHERE first <= last
                UNION ALL SELECT slot + 1 FROM slots, bounds WHERE slot < last)
            SELECT {IntervalColumns}
            FROM slots CROSS JOIN interval ON interval.slot = slots.slot
                AND interval.point = (SELECT id FROM point WHERE name = $1)
            {IntervalNames}
            """, 3).With(point.Value, Slots.Ceiling(from), Slots.Ceiling(to) - 1);
        var intervals = new List<StoredInterval>();
        using var row = command.ExecuteReader();
        while (row.Read())
            intervals.Add(ToInterval(point, row));
        return intervals;
    }

    public static StoredInterval? LastInterval(SqliteConnection connection, PointId point, DateTimeOffset before)
    {
        using var command = connection.Reusable(
            $"""
            SELECT {IntervalColumns} FROM interval {IntervalNames}
            WHERE interval.point = (SELECT id FROM point WHERE name = $1)
                AND interval.slot >= (SELECT first_slot FROM point WHERE name = $1) AND interval.slot < $2
            ORDER BY interval.slot DESC LIMIT 1
            """, 2).With(point.Value, Slots.Ceiling(before));
        using var row = command.ExecuteReader();
        return row.Read() ? ToInterval(point, row) : null;
    }

    public static List<PointSum> Sum(SqliteConnection connection, DateTimeOffset from, DateTimeOffset to)
    {
        using var command = connection.Reusable(
            """
            SELECT point.name, sums.quality, sums.amount, sums.intervals
            FROM (SELECT point, quality, sum(amount) AS amount, count(*) AS intervals
                FROM interval WHERE slot >= $1 AND slot < $2 GROUP BY point, quality) AS sums
            JOIN point ON point.id = sums.point ORDER BY point.name
            """, 2).With(Slots.Ceiling(from), Slots.Ceiling(to));
        var sums = new List<PointSum>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var point = new PointId(row.GetString(0));
            if (sums.Count == 0 || sums[^1].Point != point)
                sums.Add(new(point, 0, ImmutableSortedDictionary<Quality, int>.Empty));
            sums[^1] = new(
                point,
                sums[^1].Amount + row.GetInt64(2),
                sums[^1].Intervals.Add((Quality)row.GetInt32(1), row.GetInt32(3)));
        }
        return sums;
    }

    public static List<StoredSample> Samples(
        SqliteConnection connection, MeterId meter, DateTimeOffset from, DateTimeOffset to)
    {
        using var command = connection.Reusable(
            """
            WITH RECURSIVE
            bounds (first, last) AS MATERIALIZED (
                SELECT max($2, (SELECT min(slot) FROM sample)), min($3, (SELECT max(slot) FROM sample))),
            slots (slot) AS (
                SELECT first FROM bounds WHERE first <= last
                UNION ALL SELECT slot + 1 FROM slots, bounds WHERE slot < last)
            SELECT sample.slot, sample.offset, sample.quality, layout.scalings, sample.counts,
                origin.gateway, origin.journal, sample.sequence, sample.occurrence
            FROM slots CROSS JOIN sample ON sample.slot = slots.slot
                AND sample.meter = (SELECT id FROM meter WHERE name = $1)
            JOIN layout ON layout.id = sample.layout JOIN origin ON origin.id = sample.origin
            """, 3).With(
                meter.Value,
                Slots.Floor(from.ToUnixTimeMilliseconds()),
                Slots.Floor(to.ToUnixTimeMilliseconds()));
        var samples = new List<StoredSample>();
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var instant = Slots.InstantOf(row.GetInt64(0), row.GetInt64(1));
            if (instant >= from && instant < to)
                samples.Add(ToSample(meter, instant, row));
        }
        return samples;
    }

    public static Dictionary<MeterId, DateTimeOffset> LastAnswers(SqliteConnection connection)
    {
        using var command = connection.Reusable("SELECT name, last_answer FROM meter WHERE last_answer IS NOT NULL");
        var answers = new Dictionary<MeterId, DateTimeOffset>();
        using var row = command.ExecuteReader();
        while (row.Read())
            answers[new(row.GetString(0))] = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1));
        return answers;
    }

    /// <summary>
    /// An interval cannot be a duplicate: point and start are the key of the table. A sample can, when one entry was
    /// stored under two instants.
    /// </summary>
    public static StoreCounts Count(SqliteConnection connection)
    {
        using var command = connection.Reusable(
            $"""
            SELECT origin.gateway, origin.journal, counts.* FROM (
                SELECT origin, {(int)JournalStream.Samples} AS stream, count(DISTINCT sequence) AS entries,
                    sum(answered) AS answered, sum(items) - sum(answered) AS missing, sum(items - 1) AS duplicates
                FROM (SELECT origin, sequence, count(*) AS items, sum(quality <> {(int)Quality.Missing}) AS answered
                    FROM sample GROUP BY origin, sequence, meter, occurrence)
                GROUP BY origin
                UNION ALL
                SELECT origin, {(int)JournalStream.Intervals}, count(DISTINCT sequence), count(*), 0, 0
                FROM interval GROUP BY origin) AS counts
            JOIN origin ON origin.id = counts.origin ORDER BY origin.gateway, origin.journal, counts.stream
            """);
        var streams = ImmutableArray.CreateBuilder<StreamCount>();
        var duplicates = 0L;
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var origin = new EntryKey(
                new(row.GetString(0)),
                JournalId.FromBytes(row.GetFieldValue<byte[]>(1)),
                (JournalStream)row.GetInt32(3),
                0);
            streams.Add(new(origin, row.GetInt64(4), row.GetInt64(5), row.GetInt64(6)));
            duplicates += row.GetInt64(7);
        }
        return new(streams.ToImmutable(), duplicates);
    }

    private static StoredInterval ToInterval(PointId point, SqliteDataReader row) => new(
        new(
            point,
            Slots.InstantOf(row.GetInt64(0), 0),
            row.GetInt64(1),
            (Quality)row.GetInt32(2),
            row.GetInt64(3),
            row.GetInt64(4),
            new(row.GetString(5)),
            row.GetInt64(6) != 0,
            row.GetInt32(10)),
        new(
            new(row.GetString(7)),
            JournalId.FromBytes(row.GetFieldValue<byte[]>(8)),
            JournalStream.Intervals,
            row.GetInt64(9)));

    private static StoredSample ToSample(MeterId meter, DateTimeOffset instant, SqliteDataReader row) => new(
        meter,
        instant,
        (Quality)row.GetInt32(2),
        CountBlob.ToValues(CountBlob.ToScalings(row.GetFieldValue<byte[]>(3)), row.GetFieldValue<byte[]>(4)),
        new(
            new(row.GetString(5)),
            JournalId.FromBytes(row.GetFieldValue<byte[]>(6)),
            JournalStream.Samples,
            row.GetInt64(7)),
        row.GetInt32(8));
}

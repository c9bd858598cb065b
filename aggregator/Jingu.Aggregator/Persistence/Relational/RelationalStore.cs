using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Jingu.Aggregator.Reporting;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>
/// The relational store in one SQLite file: what was committed, what is parked, events, gateways, counters. Every call
/// opens a pooled connection; safe from any thread. What the file or disk refuses is thrown as
/// <see cref="SqliteException"/>.
/// </summary>
internal sealed class RelationalStore(string file)
{
    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        // Seconds that a command waits for another writer, such as a report that is being restated.
        DefaultTimeout = 10,
    }.ToString();

    /// <summary>Raised after a gateway's report about a lease was committed here; handlers return at once.</summary>
    public event Action? LeaseReported;

    /// <summary>Creates the file where it is missing and brings its schema up to date.</summary>
    public async Task OpenAsync(CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        await Schema.UpgradeAsync(connection, file, stop);
    }

    /// <summary>The sequences of a stream that are stored.</summary>
    public async Task<SequenceRanges> CommittedAsync(StreamKey key, CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        return SequenceRanges.Of(await connection.QueryAsync<SequenceRange>(new(
            $"SELECT first, last FROM committed WHERE {CommitWriting.OfStream}",
            Parameters(key), cancellationToken: stop)));
    }

    /// <summary>The sequences of a stream that are parked.</summary>
    public async Task<SequenceRanges> ParkedAsync(StreamKey key, CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        return SequenceRanges.Of(await connection.QueryAsync<SequenceRange>(new(
            $"SELECT first, first + count - 1 AS last FROM parked WHERE {CommitWriting.OfStream}",
            Parameters(key), cancellationToken: stop)));
    }

    /// <summary>Every stream that ever had an entry stored, with what is stored.</summary>
    public async Task<IReadOnlyList<(StreamKey Key, SequenceRanges Ranges)>> AllCommittedAsync(CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        var rows = await connection.QueryAsync<CommittedRow>(new(
            "SELECT gateway, journal, stream, first, last FROM committed", cancellationToken: stop));
        return [.. rows
            .GroupBy(row => KeyOf(row.Gateway, row.Journal, row.Stream))
            .Select(
                group => (group.Key, SequenceRanges.Of(group.Select(row => new SequenceRange(row.First, row.Last)))))];
    }

    /// <summary>
    /// Parked batches behind a place in their order, at most so many. Of a gateway, what was parked first comes first:
    /// an old journal before the one that replaced it.
    /// </summary>
    /// <param name="after">The last one seen; null from the start.</param>
    public async Task<IReadOnlyList<ParkedBatch>> ParkedBatchesAsync(
        ParkedBatch? after, int max, CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        var rows = await connection.QueryAsync<ParkedRow>(new(
            """
            SELECT gateway, journal, stream, first, count, reason, parked_ms AS at, envelope FROM parked
            WHERE (gateway, parked_ms, journal, stream, first) > (@Gateway, @At, @Journal, @Stream, @First)
            ORDER BY gateway, parked_ms, journal, stream, first LIMIT @max
            """,
            new
            {
                Gateway = after?.Key.Gateway.Value ?? "",
                At = after?.At.ToUnixTimeMilliseconds() ?? long.MinValue,
                Journal = after?.Key.Journal.ToString() ?? "",
                Stream = (int)(after?.Key.Stream ?? 0),
                First = after?.Range.First ?? 0,
                max,
            },
            cancellationToken: stop));
        return [.. rows.Select(row => new ParkedBatch(
            KeyOf(row.Gateway, row.Journal, row.Stream),
            new(row.First, row.First + row.Count - 1),
            row.Reason,
            DateTimeOffset.FromUnixTimeMilliseconds(row.At),
            row.Envelope))];
    }

    /// <summary>Commits all of it or nothing; returns after the file is synchronised.</summary>
    public async Task CommitAsync(Commit commit, CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        await CommitWriting.WriteAsync(connection, transaction, commit, stop);
        await transaction.CommitAsync(stop);
        if (commit.Events.Any(item => item.Event.Kind == EventKinds.LeaseReport))
            LeaseReported?.Invoke();
    }

    /// <summary>All boots from which entries came undated, or which have an offset.</summary>
    public async Task<IReadOnlyList<BootRow>> BootsAsync(CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        return await BootStore.AllAsync(connection, stop);
    }

    /// <summary>
    /// A person's offset for a boot, and the event that records it, together; false when the boot has one already.
    /// Ingest takes up what waited for it within <see cref="Ingest.IngestWorker.TakeUpEvery"/>.
    /// </summary>
    public async Task<bool> GiveOffsetAsync(
        BootDating dating, (string Who, string Why) person, StoredEvent record, CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        var changed = await BootStore.DateAsync(
            connection, transaction, record.Gateway, dating, person, record.Event.Instant, stop);
        if (changed == 0)
            return false;
        var commit = new Commit(
            ImmutableDictionary<StreamKey, SequenceRanges>.Empty, [], [], [record], default);
        await CommitWriting.WriteAsync(connection, transaction, commit, stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>Sums of all counters and the number of parked entries, by query.</summary>
    public async Task<(Counts Counts, long Parked)> CountsAsync(CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        var rows = await connection.QueryAsync<(string Name, long Value)>(
            new("SELECT name, value FROM counter", cancellationToken: stop));
        var values = rows.ToDictionary(row => row.Name, row => row.Value);
        var parked = await connection.ExecuteScalarAsync<long>(
            new("SELECT COALESCE(SUM(count), 0) FROM parked", cancellationToken: stop));
        return (new(
            values.GetValueOrDefault(CommitWriting.Redelivered),
            values.GetValueOrDefault(CommitWriting.Refused)), parked);
    }

    /// <summary>Gateways' events per journal: how many are stored.</summary>
    public async Task<IReadOnlyList<(StreamKey Key, long Count)>> EventCountsAsync(CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        var rows = await connection.QueryAsync<(string Gateway, string Journal, long Count)>(new(
            """
            SELECT gateway, journal, COUNT(*) FROM event
            WHERE journal IS NOT NULL GROUP BY gateway, journal ORDER BY 1, 2
            """,
            cancellationToken: stop));
        return [.. rows.Select(row => (KeyOf(row.Gateway, row.Journal, (long)JournalStream.Events), row.Count))];
    }

    /// <summary>The newest events first, gateways' and the aggregator's own.</summary>
    public async Task<IReadOnlyList<(string Gateway, string Kind, string Subject, string Text)>> LastEventsAsync(
        int max, CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        return [.. await connection.QueryAsync<(string, string, string, string)>(new(
            "SELECT gateway, kind, subject, text FROM event ORDER BY instant_ms DESC LIMIT @max",
            new { max },
            cancellationToken: stop))];
    }

    /// <summary>The month boundaries that gateways recorded for either of two instants, in order of arrival.</summary>
    public async Task<IReadOnlyList<PointBoundary>> BoundariesAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        var rows = await connection.QueryAsync<(string Subject, long Instant, string Facts)>(new(
            """
            SELECT subject, instant_ms, facts FROM event
            WHERE kind = @kind AND instant_ms IN (@from, @to) ORDER BY gateway, journal, sequence
            """,
            new
            {
                kind = EventKinds.MonthBoundary,
                from = from.ToUnixTimeMilliseconds(),
                to = to.ToUnixTimeMilliseconds(),
            },
            cancellationToken: stop));
        return
        [
            .. from row in rows
               let facts = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Facts) ?? []
               let boundary = MonthBoundary.Of(DateTimeOffset.FromUnixTimeMilliseconds(row.Instant), facts)
               where boundary is not null
               select new PointBoundary(new(row.Subject), boundary),
        ];
    }

    public async Task SetOnlineAsync(GatewayId gateway, bool online, DateTimeOffset since, CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        await connection.ExecuteAsync(new(
            """
            INSERT INTO gateway (id, online, since_ms) VALUES (@id, @online, @since)
            ON CONFLICT (id) DO UPDATE SET online = excluded.online, since_ms = excluded.since_ms
            """,
            new { id = gateway.Value, online = online ? 1 : 0, since = since.ToUnixTimeMilliseconds() },
            cancellationToken: stop));
    }

    public async Task SetStateAsync(GatewayId gateway, string state, CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        await connection.ExecuteAsync(new(
            """
            INSERT INTO gateway (id, online, since_ms, state) VALUES (@id, 0, 0, @state)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state
            """,
            new { id = gateway.Value, state }, cancellationToken: stop));
    }

    public async Task<IReadOnlyList<GatewayRow>> GatewaysAsync(CancellationToken stop)
    {
        await using var connection = await ConnectAsync(stop);
        var rows = await connection.QueryAsync<(string Id, long Online, long Since, string? State, long? Delivered)>(
            new("SELECT id, online, since_ms, state, delivered_ms FROM gateway ORDER BY id", cancellationToken: stop));
        static DateTimeOffset? Instant(long? ms) => ms is > 0 and var known
            ? DateTimeOffset.FromUnixTimeMilliseconds(known)
            : null;
        return [.. rows.Select(row => new GatewayRow(
            row.Id, row.Online != 0, Instant(row.Since), row.State, Instant(row.Delivered)))];
    }

    internal static object Parameters(StreamKey key) =>
        new { Gateway = key.Gateway.Value, Journal = key.Journal.ToString(), Stream = (int)key.Stream };

    private sealed record CommittedRow(string Gateway, string Journal, long Stream, long First, long Last);

    private sealed record ParkedRow(
        string Gateway, string Journal, long Stream, long First, long Count, string Reason, long At, byte[] Envelope);

    private static StreamKey KeyOf(string gateway, string journal, long stream) =>
        new(new GatewayId(gateway), JournalId.Parse(journal), (JournalStream)stream);

    /// <summary>An open connection of the pool; the caller disposes of it.</summary>
    internal async Task<SqliteConnection> ConnectAsync(CancellationToken stop)
    {
        var connection = new SqliteConnection(_connection);
        await connection.OpenAsync(stop);
        // A committed acknowledgement must survive a power cut: FULL synchronises the WAL at every commit
        // (sqlite.org/pragma.html).
        await connection.ExecuteAsync(
            new("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", cancellationToken: stop));
        return connection;
    }
}

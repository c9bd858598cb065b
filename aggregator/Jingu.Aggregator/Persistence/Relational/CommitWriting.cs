using System.Text.Json;
using Dapper;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>The statements of one <see cref="Commit"/>, inside the caller's transaction.</summary>
internal static class CommitWriting
{
    /// <summary>The condition for one stream, with <see cref="RelationalStore.Parameters"/>.</summary>
    public const string OfStream = "gateway = @Gateway AND journal = @Journal AND stream = @Stream";

    public const string Redelivered = "redelivered";
    public const string Refused = "refused";

    public static async Task WriteAsync(
        SqliteConnection connection, SqliteTransaction transaction, Commit commit, CancellationToken stop)
    {
        foreach (var (key, sequences) in commit.Stored)
            await MergeAsync(connection, transaction, key, sequences, stop);
        foreach (var batch in commit.TakenUp)
            await ForgetAsync(connection, transaction, batch, stop);
        foreach (var batch in commit.Parked)
            await ParkAsync(connection, transaction, batch, stop);
        foreach (var mark in commit.Touched)
            await mark.WriteAsync(connection, transaction, stop);
        foreach (var (gateway, at) in commit.Delivered)
            await DeliverAsync(connection, transaction, gateway, at, stop);
        foreach (var seen in commit.Boots)
            await BootStore.SeeAsync(connection, transaction, seen, stop);
        foreach (var item in commit.Events)
        {
            await AddEventAsync(connection, transaction, item, stop);
            if (item.Origin is not null)
                await AnswerWriting.TakeAsync(connection, transaction, item, stop);
            if (item.Origin is not null && BootDating.Of(item.Event) is { } dating)
            {
                await BootStore.DateAsync(
                    connection, transaction, item.Gateway, dating, null, item.Event.Instant, stop);
            }
        }
        await RaiseAsync(connection, transaction, Redelivered, commit.Counted.Redelivered, stop);
        await RaiseAsync(connection, transaction, Refused, commit.Counted.Refused, stop);
    }

    private static Task<int> DeliverAsync(
        SqliteConnection connection, SqliteTransaction transaction, GatewayId gateway, DateTimeOffset at,
        CancellationToken stop) =>
        connection.ExecuteAsync(new(
            """
            INSERT INTO gateway (id, online, since_ms, delivered_ms) VALUES (@Id, 0, 0, @At)
            ON CONFLICT (id) DO UPDATE SET delivered_ms = excluded.delivered_ms
            """,
            new { Id = gateway.Value, At = at.ToUnixTimeMilliseconds() }, transaction, cancellationToken: stop));

    private static async Task MergeAsync(
        SqliteConnection connection,
        SqliteTransaction transaction,
        StreamKey key,
        SequenceRanges sequences,
        CancellationToken stop)
    {
        var where = new DynamicParameters(RelationalStore.Parameters(key));
        var before = SequenceRanges.Of(await connection.QueryAsync<SequenceRange>(new(
            $"SELECT first, last FROM committed WHERE {OfStream}",
            where, transaction, cancellationToken: stop)));
        var after = before.Add(sequences);
        foreach (var range in before.Ranges.Except(after.Ranges))
        {
            await connection.ExecuteAsync(new(
                $"DELETE FROM committed WHERE {OfStream} AND first = @First",
                With(key, range), transaction, cancellationToken: stop));
        }
        foreach (var range in after.Ranges.Except(before.Ranges))
        {
            await connection.ExecuteAsync(new(
                """
                INSERT INTO committed (gateway, journal, stream, first, last)
                VALUES (@Gateway, @Journal, @Stream, @First, @Last)
                """,
                With(key, range), transaction, cancellationToken: stop));
        }
    }

    private static Task<int> ForgetAsync(
        SqliteConnection connection, SqliteTransaction transaction, ParkedBatch batch, CancellationToken stop) =>
        connection.ExecuteAsync(new(
            $"DELETE FROM parked WHERE {OfStream} AND first = @First",
            With(batch.Key, batch.Range), transaction, cancellationToken: stop));

    private static Task<int> ParkAsync(
        SqliteConnection connection, SqliteTransaction transaction, ParkedBatch batch, CancellationToken stop)
    {
        var parameters = With(batch.Key, batch.Range);
        parameters.AddDynamicParams(new
        {
            Count = batch.Range.Last - batch.Range.First + 1,
            batch.Reason,
            At = batch.At.ToUnixTimeMilliseconds(),
            batch.Envelope,
        });
        return connection.ExecuteAsync(new(
            """
            INSERT INTO parked (gateway, journal, stream, first, count, reason, parked_ms, envelope)
            VALUES (@Gateway, @Journal, @Stream, @First, @Count, @Reason, @At, @Envelope)
            ON CONFLICT (gateway, journal, stream, first) DO NOTHING
            """,
            parameters, transaction, cancellationToken: stop));
    }

    private static Task<int> AddEventAsync(
        SqliteConnection connection, SqliteTransaction transaction, StoredEvent item, CancellationToken stop) =>
        connection.ExecuteAsync(new(
            """
            INSERT INTO event (gateway, journal, sequence, kind, instant_ms, trust, subject, text, facts)
            VALUES (@Gateway, @Journal, @Sequence, @Kind, @Instant, @Trust, @Subject, @Text, @Facts)
            ON CONFLICT (gateway, journal, sequence) DO NOTHING
            """,
            new
            {
                Gateway = item.Gateway.Value,
                Journal = item.Origin?.Journal.ToString(),
                item.Origin?.Sequence,
                item.Event.Kind,
                Instant = item.Event.Instant.ToUnixTimeMilliseconds(),
                Trust = (int)item.Trust,
                item.Event.Subject,
                item.Event.Text,
                Facts = JsonSerializer.Serialize(item.Event.Facts),
            },
            transaction, cancellationToken: stop));

    private static async Task RaiseAsync(
        SqliteConnection connection, SqliteTransaction transaction, string name, long by, CancellationToken stop)
    {
        if (by == 0)
            return;
        await connection.ExecuteAsync(new(
            """
            INSERT INTO counter (name, value) VALUES (@name, @by)
            ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value
            """,
            new { name, by }, transaction, cancellationToken: stop));
    }

    private static DynamicParameters With(StreamKey key, SequenceRange range)
    {
        var parameters = new DynamicParameters(RelationalStore.Parameters(key));
        parameters.AddDynamicParams(new { range.First, range.Last });
        return parameters;
    }
}

using System.Collections.Immutable;
using Dapper;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Planning.DemandResponse;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Contracts.Events;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Jingu.Aggregator.Persistence.Planning;

/// <summary>
/// Events of demand response in the relational store. Safe from any thread and beside other replicas; what the file or
/// disk refuses is thrown as <see cref="SqliteException"/>.
/// </summary>
internal sealed class DemandStore(RelationalStore relational)
{
    private const string Columns =
        "record, called_off_ms AS CalledOffMs, called_off_by AS CalledOffBy, called_off_reason AS CalledOffReason";

    /// <summary>All events, the latest first.</summary>
    public async Task<ImmutableArray<StoredDemand>> AllAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var rows = await connection.QueryAsync<Row>(new(
            $"SELECT {Columns} FROM demand_event ORDER BY from_ms DESC, id", cancellationToken: stop));
        return [.. rows.Select(row => row.ToStored())];
    }

    /// <summary>Keeps an event; false when its id is taken or another event lies in its time.</summary>
    public async Task<bool> TryAddAsync(DemandRecord record, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.ExecuteAsync(new(
            """
            INSERT INTO demand_event (id, from_ms, to_ms, record)
            SELECT @Id, @From, @To, @Text
            WHERE NOT EXISTS (
                SELECT 1 FROM demand_event
                WHERE id = @Id OR (called_off_ms IS NULL AND from_ms < @To AND to_ms > @From))
            """,
            new
            {
                record.Id,
                From = record.From.ToUnixTimeMilliseconds(),
                To = record.Over().ToUnixTimeMilliseconds(),
                Text = DemandRecord.Write(record),
            },
            cancellationToken: stop)) == 1;
    }

    /// <summary>Calls an event off; false when there is none, or it was before.</summary>
    public async Task<bool> TryCallOffAsync(
        string id, DateTimeOffset at, string by, string reason, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.ExecuteAsync(new(
            """
            UPDATE demand_event SET called_off_ms = @At, called_off_by = @by, called_off_reason = @reason
            WHERE id = @id AND called_off_ms IS NULL
            """,
            new { id, At = at.ToUnixTimeMilliseconds(), by, reason }, cancellationToken: stop)) == 1;
    }

    /// <summary>
    /// When circuits were cut or lamps dimmed, for whatever reason, and when they returned, in [from, to); what stood
    /// cut at its begin begins with it.
    /// </summary>
    public async Task<ImmutableArray<CutSpan>> CutsAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var rows = await connection.QueryAsync<(string Gateway, string Point, long At, string Operation)>(new(
            """
            WITH action AS (
                SELECT gateway, subject, instant_ms, json_extract(facts, '$.operation') AS operation FROM event
                WHERE kind = @Kind AND instant_ms < @To AND json_extract(facts, '$.state') = 'attempted')
            SELECT gateway, subject, instant_ms, operation FROM action AS one
            WHERE instant_ms >= @From OR instant_ms = (
                SELECT MAX(instant_ms) FROM action AS other
                WHERE other.gateway = one.gateway AND other.subject = one.subject AND other.instant_ms < @From)
            ORDER BY instant_ms
            """,
            new
            {
                Kind = EventKinds.SwitchActionChanged,
                From = from.ToUnixTimeMilliseconds(),
                To = to.ToUnixTimeMilliseconds(),
            },
            cancellationToken: stop));
        var spans = ImmutableArray.CreateBuilder<CutSpan>();
        foreach (var point in rows.GroupBy(row => (row.Gateway, row.Point)))
        {
            DateTimeOffset? since = null;
            foreach (var (_, _, at, operation) in point)
            {
                var instant = DateTimeOffset.FromUnixTimeMilliseconds(at);
                if (operation != "restore")
                    since ??= instant > from ? instant : from;
                else if (since is { } began && instant >= from)
                    spans.Add(new(began, instant));
                since = operation != "restore" ? since : null;
            }
            if (since is { } still)
                spans.Add(new(still, to));
        }
        return spans.ToImmutable();
    }

    /// <summary>What gateways recorded of an event's loads, in order of time: what moved, how it was proven.</summary>
    /// <param name="zone">The site's.</param>
    public async Task<ImmutableArray<ShedStep>> StepsAsync(string id, DateTimeZone zone, CancellationToken stop) =>
    [
        .. (await relational.ShedAsync(id, stop)).Select(recorded => new ShedStep(
            recorded.Event.Instant, recorded.Gateway.Value, recorded.Event.Subject, recorded.Event.Text)
        {
            Sentence = SwitchingSentence.Of(recorded.Event, zone),
        }),
    ];

    /// <summary>As the columns are; Dapper fills it.</summary>
    private sealed record Row(string Record, long? CalledOffMs, string? CalledOffBy, string? CalledOffReason)
    {
        public StoredDemand ToStored() => new(
            DemandRecord.Read(Record),
            CalledOffMs is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, CalledOffBy, CalledOffReason);
    }
}

/// <summary>A step of one load of an event, as its gateway told.</summary>
/// <param name="Text">The gateway's own words.</param>
internal sealed record ShedStep(DateTimeOffset At, string Gateway, string SwitchPoint, string Text)
{
    /// <summary>In every language; null where only the gateway's own words tell it.</summary>
    public Sentence? Sentence { get; init; }
}

/// <summary>Something was cut or dimmed.</summary>
/// <param name="To">When it returned, or the end of what was asked for.</param>
internal readonly record struct CutSpan(DateTimeOffset From, DateTimeOffset To);

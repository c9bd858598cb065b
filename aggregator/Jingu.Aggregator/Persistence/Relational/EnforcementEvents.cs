using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using NodaTime;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>What gateways recorded of decisions and switchings.</summary>
internal static class EnforcementEvents
{
    private const string Columns = "gateway, journal, sequence, kind, instant_ms AS At, subject, text, facts";

    /// <summary>Decided and switched in a period, as its report.</summary>
    /// <param name="zone">The site's.</param>
    public static async Task<EnforcementReport> EnforcementAsync(
        this RelationalStore store, MonthPeriod period, DateTimeZone zone, CancellationToken stop)
    {
        await using var connection = await store.ConnectAsync(stop);
        var events = await connection.QueryAsync<Row>(new(
            $"""
            SELECT {Columns} FROM event
            WHERE kind IN (@Decision, @Action) AND journal IS NOT NULL AND instant_ms >= @From AND instant_ms < @To
            """,
            Parameters(period), cancellationToken: stop));
        // The link that the period's first one stands on.
        var before = await connection.QueryAsync<Row>(new(
            $"""
            SELECT {Columns} FROM event JOIN (
                SELECT gateway AS g, journal AS j, MAX(sequence) AS s FROM event
                WHERE kind = @Decision AND journal IS NOT NULL AND instant_ms < @From GROUP BY gateway, journal)
            ON gateway = g AND journal = j AND sequence = s
            """,
            Parameters(period), cancellationToken: stop));
        return EnforcementReport.Of(
            period, [.. events.Select(row => row.ToEvent())], [.. before.Select(row => row.ToEvent())], zone);
    }

    /// <summary>
    /// Where every ladder stands by what its gateway recorded: its last checkpoint, and every decision since.
    /// </summary>
    public static async Task<ImmutableArray<StandingReport>> StandingsAsync(
        this RelationalStore store, CancellationToken stop)
    {
        await using var connection = await store.ConnectAsync(stop);
        // The subject of a checkpoint is its gateway.
        var events = await connection.QueryAsync<Row>(new(
            $"""
            SELECT {Columns} FROM event WHERE kind = @Decision AND journal IS NOT NULL AND instant_ms >= (
                SELECT COALESCE(MAX(last.instant_ms), 0) FROM event AS last
                WHERE last.kind = @Decision AND last.gateway = event.gateway AND last.subject = event.gateway)
            ORDER BY gateway, instant_ms, sequence
            """,
            new { EventKinds.Decision }, cancellationToken: stop));
        return StandingReport.Latest(events.Select(row => row.ToEvent()));
    }

    /// <summary>What ladders of some subjects decided, and everything that was switched, in a period.</summary>
    public static async Task<ImmutableArray<RecordedEvent>> DecidedAsync(
        this RelationalStore store, ImmutableArray<string> subjects, MonthPeriod period, CancellationToken stop)
    {
        await using var connection = await store.ConnectAsync(stop);
        var events = await connection.QueryAsync<Row>(new(
            $"""
            SELECT {Columns} FROM event
            WHERE journal IS NOT NULL AND instant_ms >= @From AND instant_ms < @To
                AND (kind = @Action OR (kind = @Decision AND subject IN @subjects))
            ORDER BY instant_ms DESC, sequence DESC
            """,
            new
            {
                subjects,
                EventKinds.Decision,
                Action = EventKinds.SwitchActionChanged,
                From = period.From.ToUnixTimeMilliseconds(),
                To = period.To.ToUnixTimeMilliseconds(),
            },
            cancellationToken: stop));
        return [.. events.Select(row => row.ToEvent())];
    }

    /// <summary>
    /// The last event of each gateway and subject among several kinds, from an instant on: what began and has not
    /// ended. In order of time.
    /// </summary>
    public static async Task<ImmutableArray<RecordedEvent>> LastOfSubjectsAsync(
        this RelationalStore store, ImmutableArray<string> kinds, DateTimeOffset from, CancellationToken stop)
    {
        await using var connection = await store.ConnectAsync(stop);
        var events = await connection.QueryAsync<Row>(new(
            $"""
            SELECT {Columns} FROM event
            WHERE kind IN @kinds AND journal IS NOT NULL AND instant_ms >= @from
            ORDER BY instant_ms, sequence
            """,
            new { kinds, from = from.ToUnixTimeMilliseconds() }, cancellationToken: stop));
        return
        [
            .. events.GroupBy(row => (row.Gateway, row.Subject)).Select(group => group.Last().ToEvent())
                .OrderBy(recorded => recorded.Event.Instant),
        ];
    }

    /// <summary>What was moved for an event of demand response, in order of time.</summary>
    /// <param name="id">Of the event.</param>
    public static async Task<ImmutableArray<RecordedEvent>> ShedAsync(
        this RelationalStore store, string id, CancellationToken stop)
    {
        await using var connection = await store.ConnectAsync(stop);
        var events = await connection.QueryAsync<Row>(new(
            $"""
            SELECT {Columns} FROM event
            WHERE kind = @Kind AND journal IS NOT NULL AND json_extract(facts, '$.event') = @id
                AND json_extract(facts, '$.state') <> 'decided'
            ORDER BY instant_ms, gateway, sequence
            """,
            new { Kind = EventKinds.SwitchActionChanged, id }, cancellationToken: stop));
        return [.. events.Select(row => row.ToEvent())];
    }

    private static object Parameters(MonthPeriod period) => new
    {
        EventKinds.Decision,
        Action = EventKinds.SwitchActionChanged,
        From = period.From.ToUnixTimeMilliseconds(),
        To = period.To.ToUnixTimeMilliseconds(),
    };

    /// <summary>As the columns are; Dapper fills it.</summary>
    private sealed record Row(
        string Gateway, string Journal, long Sequence, string Kind, long At, string Subject, string Text, string Facts)
    {
        public RecordedEvent ToEvent() => new(
            new GatewayId(Gateway), JournalId.Parse(Journal), Sequence,
            new(Kind, DateTimeOffset.FromUnixTimeMilliseconds(At), Subject, Text,
                JsonSerializer.Deserialize<Dictionary<string, string>>(Facts)?.ToImmutableSortedDictionary(
                    StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty));
    }
}

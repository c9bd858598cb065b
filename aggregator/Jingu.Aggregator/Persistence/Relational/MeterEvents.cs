using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Sheets;
using Jingu.Contracts.Ids;
using NodaTime;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>What gateways recorded of meters that were exchanged or settled.</summary>
internal static class MeterEvents
{
    /// <summary>Of one gateway, the newest first; at most so many.</summary>
    /// <param name="zone">The site's.</param>
    public static async Task<ImmutableArray<MeterChange>> LastMeterChangesAsync(
        this RelationalStore store, GatewayId gateway, int max, DateTimeZone zone, CancellationToken stop) =>
    [
        .. (await store.LastEventsAsync(gateway, [.. MeterChange.Kinds], max, stop)).Select(
            happened => MeterChange.Of(gateway.Value, happened, zone)),
    ];

    /// <summary>Of a period, in order of time.</summary>
    /// <param name="zone">The site's.</param>
    public static async Task<ImmutableArray<MeterChange>> MeterChangesAsync(
        this RelationalStore store, MonthPeriod period, DateTimeZone zone, CancellationToken stop)
    {
        await using var connection = await store.ConnectAsync(stop);
        var rows = await connection.QueryAsync<Row>(new(
            """
            SELECT gateway, kind, instant_ms AS At, subject, text, facts FROM event
            WHERE kind IN @Kinds AND journal IS NOT NULL AND instant_ms >= @From AND instant_ms < @To
            ORDER BY instant_ms, gateway, sequence
            """,
            new
            {
                MeterChange.Kinds,
                From = period.From.ToUnixTimeMilliseconds(),
                To = period.To.ToUnixTimeMilliseconds(),
            },
            cancellationToken: stop));
        return
        [
            .. rows.Select(row => MeterChange.Of(row.Gateway, new(
                row.Kind, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Subject, row.Text,
                JsonSerializer.Deserialize<Dictionary<string, string>>(row.Facts)?.ToImmutableSortedDictionary(
                    StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty), zone)),
        ];
    }

    private sealed record Row(string Gateway, string Kind, long At, string Subject, string Text, string Facts);
}

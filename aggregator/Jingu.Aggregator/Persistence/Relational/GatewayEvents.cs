using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>What one gateway recorded of itself.</summary>
internal static class GatewayEvents
{
    /// <summary>Events of some kinds, the newest first; at most so many.</summary>
    public static async Task<ImmutableArray<GatewayEvent>> LastEventsAsync(
        this RelationalStore store, GatewayId gateway, ImmutableArray<string> kinds, int max, CancellationToken stop)
    {
        await using var connection = await store.ConnectAsync(stop);
        var rows = await connection.QueryAsync<(string Kind, long At, string Subject, string Text, string Facts)>(new(
            """
            SELECT kind, instant_ms, subject, text, facts FROM event
            WHERE gateway = @Gateway AND kind IN @kinds AND journal IS NOT NULL
            ORDER BY instant_ms DESC, sequence DESC LIMIT @max
            """,
            new { Gateway = gateway.Value, kinds, max }, cancellationToken: stop));
        return
        [
            .. rows.Select(row => new GatewayEvent(
                row.Kind, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Subject, row.Text,
                JsonSerializer.Deserialize<Dictionary<string, string>>(row.Facts)?.ToImmutableSortedDictionary(
                    StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty)),
        ];
    }
}

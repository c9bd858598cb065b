using Dapper;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>The statements about boots, inside the caller's connection and transaction.</summary>
internal static class BootStore
{
    public static async Task<IReadOnlyList<BootRow>> AllAsync(SqliteConnection connection, CancellationToken stop)
    {
        var rows = await connection.QueryAsync<Row>(new(
            """
            SELECT gateway, boot, entries, first_ms AS First, last_ms AS Last, at_latest_ms AS AtLatest,
                seen_ms AS Seen, offset_ms AS Begun, uncertainty_ms AS Uncertainty, given_by AS GivenBy, why
            FROM boot ORDER BY gateway, at_latest_ms, boot
            """,
            cancellationToken: stop));
        return [.. rows.Select(row => row.ToBoot())];
    }

    /// <summary>Notes undated entries that are parked; each entry is counted once.</summary>
    public static Task<int> SeeAsync(
        SqliteConnection connection, SqliteTransaction transaction, SeenBoot seen, CancellationToken stop) =>
        connection.ExecuteAsync(new(
            """
            INSERT INTO boot (gateway, boot, entries, first_ms, last_ms, at_latest_ms, seen_ms)
            VALUES (@Gateway, @Boot, @Entries, @First, @Last, @AtLatest, @Seen)
            ON CONFLICT (gateway, boot) DO UPDATE SET
                entries = entries + excluded.entries,
                first_ms = MIN(COALESCE(first_ms, excluded.first_ms), excluded.first_ms),
                last_ms = MAX(COALESCE(last_ms, excluded.last_ms), excluded.last_ms),
                at_latest_ms = MIN(COALESCE(at_latest_ms, excluded.at_latest_ms), excluded.at_latest_ms),
                seen_ms = excluded.seen_ms
            """,
            new
            {
                Gateway = seen.Gateway.Value,
                Boot = seen.Boot.ToString(),
                seen.Entries,
                First = Milliseconds(seen.First),
                Last = Milliseconds(seen.Last),
                AtLatest = seen.At.ToUnixTimeMilliseconds() - Milliseconds(seen.Last),
                Seen = seen.At.ToUnixTimeMilliseconds(),
            },
            transaction, cancellationToken: stop));

    /// <summary>
    /// Sets the offset of a boot that has none; 0 rows when it has one: what is dated stays dated as it is.
    /// </summary>
    /// <param name="person">Who gave it and why; null: the gateway.</param>
    public static Task<int> DateAsync(
        SqliteConnection connection, SqliteTransaction transaction, GatewayId gateway, BootDating dating,
        (string Who, string Why)? person, DateTimeOffset now, CancellationToken stop) =>
        connection.ExecuteAsync(new(
            """
            INSERT INTO boot (gateway, boot, entries, offset_ms, uncertainty_ms, given_by, why, given_ms)
            VALUES (@Gateway, @Boot, 0, @Begun, @Uncertainty, @Who, @Why, @Now)
            ON CONFLICT (gateway, boot) DO UPDATE SET
                offset_ms = excluded.offset_ms, uncertainty_ms = excluded.uncertainty_ms,
                given_by = excluded.given_by, why = excluded.why, given_ms = excluded.given_ms
            WHERE offset_ms IS NULL
            """,
            new
            {
                Gateway = gateway.Value,
                Boot = dating.Boot.ToString(),
                Begun = dating.Begun.ToUnixTimeMilliseconds(),
                Uncertainty = Milliseconds(dating.Uncertainty),
                person?.Who,
                person?.Why,
                Now = now.ToUnixTimeMilliseconds(),
            },
            transaction, cancellationToken: stop));

    private static long Milliseconds(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>As the columns are; Dapper fills it.</summary>
    private sealed class Row
    {
        public string Gateway { get; set; } = "";
        public string Boot { get; set; } = "";
        public long Entries { get; set; }
        public long? First { get; set; }
        public long? Last { get; set; }
        public long? AtLatest { get; set; }
        public long? Seen { get; set; }
        public long? Begun { get; set; }
        public long? Uncertainty { get; set; }
        public string? GivenBy { get; set; }
        public string? Why { get; set; }

        public BootRow ToBoot()
        {
            var boot = BootId.Parse(Boot);
            return new(
                new GatewayId(Gateway), boot, Entries, Duration(First), Duration(Last), Instant(AtLatest),
                Instant(Seen),
                Instant(Begun) is { } begun ? new(boot, begun, Duration(Uncertainty) ?? TimeSpan.Zero) : null,
                GivenBy, Why);
        }

        private static TimeSpan? Duration(long? ms) => ms is { } known ? TimeSpan.FromMilliseconds(known) : null;

        private static DateTimeOffset? Instant(long? ms) =>
            ms is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;
    }
}

using System.Collections.Immutable;
using Dapper;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Relational;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.People;

/// <summary>
/// The audit: entries are added, and the store itself refuses to change or remove one. Safe from any thread and beside
/// other processes; throws <see cref="SqliteException"/>.
/// </summary>
internal sealed class AuditStore(RelationalStore relational)
{
    private const int TextMax = 500;

    /// <summary>Adds an entry for good; texts are cut at 500 characters.</summary>
    /// <param name="of">The entry whose outcome this one tells; null: it stands alone.</param>
    /// <returns>Its number.</returns>
    public async Task<long> AddAsync(AuditEntry entry, long? of, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.ExecuteScalarAsync<long>(new(
            """
            INSERT INTO audit (of, at_ms, who, address, what, subject, reason, outcome)
            VALUES (@of, @At, @Who, @Address, @What, @Subject, @Reason, @Outcome) RETURNING number
            """,
            new
            {
                of,
                At = entry.At.ToUnixTimeMilliseconds(),
                Who = Cut(entry.Who),
                Address = Cut(entry.Address),
                What = Cut(entry.What),
                Subject = Cut(entry.Subject),
                Reason = Cut(entry.Reason),
                Outcome = Cut(entry.Outcome),
            },
            cancellationToken: stop));
    }

    /// <summary>The newest entries first.</summary>
    /// <param name="before">Only entries with a smaller number; null: from the newest on.</param>
    public async Task<ImmutableArray<StoredAudit>> NewestAsync(long? before, int max, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var rows = await connection.QueryAsync<Row>(new(
            """
            SELECT number, of, at_ms AS At, who, address, what, subject, reason, outcome FROM audit
            WHERE @before IS NULL OR number < @before ORDER BY number DESC LIMIT @max
            """,
            new { before, max }, cancellationToken: stop));
        return [.. rows.Select(row => row.ToStored())];
    }

    /// <summary>
    /// Everything that was done or tried, each with its outcome, the newest first; of what is asked for at most so
    /// many.
    /// </summary>
    public async Task<ImmutableArray<StoredAudit>> FindAsync(AuditQuery query, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var rows = await connection.QueryAsync<Row>(new(
            """
            SELECT asked.number, asked.at_ms AS At, asked.address, asked.what,
                COALESCE(answer.who, asked.who) AS Who, COALESCE(answer.subject, asked.subject) AS Subject,
                COALESCE(answer.reason, asked.reason) AS Reason, COALESCE(answer.outcome, asked.outcome) AS Outcome
            FROM audit asked LEFT JOIN audit answer ON answer.of = asked.number
            WHERE asked.of IS NULL AND (@Before IS NULL OR asked.number < @Before)
                AND (@From IS NULL OR asked.at_ms >= @From) AND (@To IS NULL OR asked.at_ms < @To)
                AND (@Who IS NULL OR instr(COALESCE(answer.who, asked.who), @Who) > 0)
                AND (@Text IS NULL OR instr(asked.what, @Text) > 0
                    OR instr(COALESCE(answer.subject, asked.subject), @Text) > 0)
            ORDER BY asked.number DESC LIMIT @Max
            """,
            new
            {
                query.Before,
                From = query.From?.ToUnixTimeMilliseconds(),
                To = query.To?.ToUnixTimeMilliseconds(),
                query.Who,
                query.Text,
                query.Max,
            },
            cancellationToken: stop));
        return [.. rows.Select(row => row.ToStored())];
    }

    private static string Cut(string text) => text.Length > TextMax ? text[..TextMax] : text;

    private sealed class Row
    {
        public long Number { get; set; }
        public long? Of { get; set; }
        public long At { get; set; }
        public string Who { get; set; } = "";
        public string Address { get; set; } = "";
        public string What { get; set; } = "";
        public string Subject { get; set; } = "";
        public string Reason { get; set; } = "";
        public string Outcome { get; set; } = "";

        public StoredAudit ToStored() => new(
            Number, Of,
            new(DateTimeOffset.FromUnixTimeMilliseconds(At), Who, Address, What, Subject, Reason, Outcome));
    }
}

using Dapper;
using Jingu.Aggregator.Reporting.Rollups;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Rollups;

/// <summary>Sums of local days that a span touches are to be computed again.</summary>
/// <param name="First">Begin of the first quarter hour, UTC.</param>
/// <param name="Last">Begin of the last one, UTC.</param>
internal sealed record RollupMark(
    RollupSubject Subject, DateTimeOffset First, DateTimeOffset Last, RollupChange Change)
{
    /// <summary>Marks of one subject whose spans begin on one UTC day lie in one row.</summary>
    public long UtcDay => First.ToUnixTimeSeconds() / (long)TimeSpan.FromDays(1).TotalSeconds;

    /// <summary>How often it was marked since it was last computed.</summary>
    public long Version { get; init; }

    /// <summary>
    /// Inside the caller's transaction. What is marked already is marked for both; the latest cause stands, except that
    /// what was never computed stays that.
    /// </summary>
    public Task<int> WriteAsync(SqliteConnection connection, SqliteTransaction transaction, CancellationToken stop) =>
        connection.ExecuteAsync(new(
            """
            INSERT INTO rollup_dirty
                (kind, id, utc_day, first_ms, last_ms, cause, subject, marked_ms, version)
            VALUES (@Kind, @Id, @UtcDay, @First, @Last, @Cause, @By, @At, 1)
            ON CONFLICT (kind, id, utc_day) DO UPDATE SET
                first_ms = min(first_ms, excluded.first_ms),
                last_ms = max(last_ms, excluded.last_ms),
                cause = iif(cause = @Never, cause, excluded.cause),
                subject = iif(cause = @Never, subject, excluded.subject),
                marked_ms = max(marked_ms, excluded.marked_ms),
                version = version + 1
            """,
            new
            {
                Kind = RollupWords.Of(Subject.Of),
                Subject.Id,
                UtcDay,
                First = First.ToUnixTimeMilliseconds(),
                Last = Last.ToUnixTimeMilliseconds(),
                Cause = RollupWords.Of(Change.Cause),
                By = Change.Subject,
                At = Change.At.ToUnixTimeMilliseconds(),
                Never = RollupWords.Of(RollupCause.FirstComputed),
            },
            transaction, cancellationToken: stop));
}

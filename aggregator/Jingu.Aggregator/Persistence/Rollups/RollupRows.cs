using System.Text.Json;
using Dapper;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Readings;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Rollups;

/// <summary>The statements on sums and restatements, inside the caller's transaction.</summary>
internal static class RollupRows
{
    private const string Columns =
        "kind, id, resource, item, amount, series, measured, estimated, substituted, manual, suspect, missing";

    private const string OfKey = "kind = @Kind AND id = @Id AND resource = @Resource AND item = @Item";

    /// <summary>Every sum of one period.</summary>
    public static async Task<Dictionary<RollupKey, RollupSum>> OfPeriodAsync(
        SqliteConnection connection, SqliteTransaction? transaction, string period, CancellationToken stop) =>
        ToSums(await connection.QueryAsync<Row>(new(
            $"SELECT {Columns} FROM rollup WHERE period = @period",
            new { period }, transaction, cancellationToken: stop)));

    /// <summary>What the days of a month add up to, of everything that has any.</summary>
    public static async Task<Dictionary<RollupKey, RollupSum>> OfDaysAsync(
        SqliteConnection connection, SqliteTransaction transaction, string month, CancellationToken stop) =>
        ToSums(await connection.QueryAsync<Row>(new(
            """
            SELECT kind, id, resource, item, SUM(amount) AS amount, MAX(series) AS series,
                SUM(measured) AS measured, SUM(estimated) AS estimated, SUM(substituted) AS substituted,
                SUM(manual) AS manual, SUM(suspect) AS suspect, SUM(missing) AS missing
            FROM rollup WHERE period > @month || '-' AND period < @month || '-~'
            GROUP BY kind, id, resource, item
            """,
            new { month }, transaction, cancellationToken: stop)));

    /// <summary>Sums of one thing by period, from one period to another, both included.</summary>
    public static async Task<IEnumerable<(string Period, RollupItem Item, RollupSum Sum)>> SeriesAsync(
        SqliteConnection connection, RollupSubject subject, Resource resource, string first, string last,
        CancellationToken stop) =>
        (await connection.QueryAsync<Row>(new(
            $"""
            SELECT period, {Columns} FROM rollup
            WHERE kind = @Kind AND id = @Id AND resource = @Resource AND period BETWEEN @first AND @last
                AND length(period) = length(@first) ORDER BY period
            """,
            new
            {
                Kind = RollupWords.Of(subject.Of),
                subject.Id,
                Resource = RollupWords.Of(resource),
                first,
                last,
            },
            cancellationToken: stop))).Select(row => (row.Period, row.Key.Item, row.Sum));

    /// <summary>Null removes it.</summary>
    public static Task<int> WriteAsync(
        SqliteConnection connection, SqliteTransaction transaction, string period, RollupKey key, RollupSum? sum,
        CancellationToken stop)
    {
        var parameters = Parameters(key, period);
        if (sum is null)
        {
            return connection.ExecuteAsync(new(
                $"DELETE FROM rollup WHERE {OfKey} AND period = @Period", parameters, transaction,
                cancellationToken: stop));
        }
        parameters.AddDynamicParams(new { sum.Amount, sum.Series });
        parameters.AddDynamicParams(sum.Stored);
        return connection.ExecuteAsync(new(
            $"""
            INSERT OR REPLACE INTO rollup (period, {Columns}) VALUES (
                @Period, @Kind, @Id, @Resource, @Item, @Amount, @Series,
                @Measured, @Estimated, @Substituted, @Manual, @Suspect, @Missing)
            """,
            parameters, transaction, cancellationToken: stop));
    }

    public static Task<int> AddAsync(
        SqliteConnection connection, SqliteTransaction transaction, Restatement restated, DateTimeOffset at,
        CancellationToken stop)
    {
        var parameters = Parameters(restated.Key, restated.Period);
        parameters.AddDynamicParams(new
        {
            Old = restated.Old?.Amount,
            New = restated.New?.Amount,
            OldQuality = Text(restated.Old),
            NewQuality = Text(restated.New),
            Cause = RollupWords.Of(restated.Change.Cause),
            restated.Change.Subject,
            At = at.ToUnixTimeMilliseconds(),
        });
        return connection.ExecuteAsync(new(
            """
            INSERT INTO restatement (kind, id, resource, item, period, old_amount, new_amount, old_quality,
                new_quality, cause, subject, at_ms)
            VALUES (@Kind, @Id, @Resource, @Item, @Period, @Old, @New, @OldQuality, @NewQuality, @Cause, @Subject, @At)
            """,
            parameters, transaction, cancellationToken: stop));
    }

    private static string? Text(RestatedValue? value) =>
        value is null ? null : JsonSerializer.Serialize(value.Quality);

    private static DynamicParameters Parameters(RollupKey key, string period) => new(new
    {
        Kind = RollupWords.Of(key.Of),
        key.Id,
        Resource = RollupWords.Of(key.Resource),
        Item = RollupWords.Of(key.Item),
        Period = period,
    });

    private static Dictionary<RollupKey, RollupSum> ToSums(IEnumerable<Row> rows) =>
        rows.ToDictionary(row => row.Key, row => row.Sum);

    private sealed class Row
    {
        public string Period { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Id { get; init; } = "";
        public string Resource { get; init; } = "";
        public string Item { get; init; } = "";
        public long Amount { get; init; }
        public int Series { get; init; }
        public int Measured { get; init; }
        public int Estimated { get; init; }
        public int Substituted { get; init; }
        public int Manual { get; init; }
        public int Suspect { get; init; }
        public int Missing { get; init; }

        public RollupKey Key => new(
            RollupWords.Parse<RollupOf>(Kind), Id, Words.Resources[Resource],
            RollupWords.Parse<RollupItem>(Item));

        public RollupSum Sum =>
            new(Amount, new(Measured, Estimated, Substituted, Manual, Suspect, Missing), Series);
    }
}

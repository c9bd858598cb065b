using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Rollups;

/// <summary>
/// Sums of days and months, marks of what is to be computed again, and restatements, in the relational store. Reads are
/// safe from any thread; there is one writer of sums. What the file or disk refuses is thrown as
/// <see cref="SqliteException"/>.
/// </summary>
internal sealed class RollupStore(RelationalStore relational)
{
    /// <summary>Marks whose days are the newest first, at most so many.</summary>
    public async Task<ImmutableArray<RollupMark>> MarksAsync(int max, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var rows = await connection.QueryAsync<MarkRow>(new(
            """
            SELECT kind, id, first_ms AS first, last_ms AS last, cause, subject, marked_ms AS at, version
            FROM rollup_dirty ORDER BY utc_day DESC, kind, id LIMIT @max
            """,
            new { max }, cancellationToken: stop));
        return
        [
            .. rows.Select(row => new RollupMark(
                new(RollupWords.Parse<RollupOf>(row.Kind), row.Id),
                At(row.First), At(row.Last),
                new(RollupWords.Parse<RollupCause>(row.Cause), row.Subject, At(row.At)))
            {
                Version = row.Version,
            }),
        ];
    }

    /// <summary>How many marks wait.</summary>
    public async Task<long> PendingAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.ExecuteScalarAsync<long>(new(
            "SELECT COUNT(*) FROM rollup_dirty", cancellationToken: stop));
    }

    /// <summary>What the sums were computed with, by name.</summary>
    public async Task<ImmutableDictionary<string, string>> BasisAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return (await connection.QueryAsync<(string Name, string Value)>(new(
            "SELECT name, value FROM rollup_basis", cancellationToken: stop)))
            .ToImmutableDictionary(row => row.Name, row => row.Value);
    }

    /// <summary>The days of which anything of some points, or one of some groups, is stored.</summary>
    public async Task<ImmutableArray<string>> DaysOfAsync(
        RollupSubject group, IReadOnlyCollection<string> points, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return
        [
            .. await connection.QueryAsync<string>(new(
                """
                SELECT DISTINCT period FROM rollup WHERE length(period) = 10
                    AND ((kind = @kind AND id = @Id) OR (kind = @point AND id IN @points))
                """,
                new { kind = RollupWords.Of(group.Of), group.Id, point = RollupWords.Of(RollupOf.Point), points },
                cancellationToken: stop)),
        ];
    }

    /// <summary>Every month that has a sum.</summary>
    public async Task<ImmutableArray<string>> MonthsAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return
        [
            .. await connection.QueryAsync<string>(new(
                "SELECT DISTINCT period FROM rollup WHERE length(period) = 7", cancellationToken: stop)),
        ];
    }

    /// <summary>Every sum of one period.</summary>
    public async Task<Dictionary<RollupKey, RollupSum>> OfPeriodAsync(string period, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await RollupRows.OfPeriodAsync(connection, null, period, stop);
    }

    /// <inheritdoc cref="RollupRows.SeriesAsync"/>
    public async Task<ILookup<string, (RollupItem Item, RollupSum Sum)>> SeriesAsync(
        RollupSubject subject, Resource resource, string first, string last, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return (await RollupRows.SeriesAsync(connection, subject, resource, first, last, stop))
            .ToLookup(row => row.Period, row => (row.Item, row.Sum));
    }

    /// <summary>What points counted, by period from one to another, both included; Wh or L.</summary>
    public async Task<ILookup<string, (PointId Point, long Amount)>> UsesAsync(
        IReadOnlyCollection<string> points, string first, string last, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return (await connection.QueryAsync<(string Period, string Id, long Amount)>(new(
            """
            SELECT period, id, amount FROM rollup
            WHERE kind = @point AND item = @used AND id IN @points AND period BETWEEN @first AND @last
                AND length(period) = length(@first)
            """,
            new
            {
                point = RollupWords.Of(RollupOf.Point),
                used = RollupWords.Of(RollupItem.Used),
                points,
                first,
                last,
            },
            cancellationToken: stop))).ToLookup(row => row.Period, row => (new PointId(row.Id), row.Amount));
    }

    /// <summary>Restatements of a month and its days, in the order in which they were made.</summary>
    public async Task<ImmutableArray<StoredRestatement>> RestatementsAsync(string month, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var rows = await connection.QueryAsync<RestatementRow>(new(
            """
            SELECT number, kind, id, resource, item, period, old_amount AS old, new_amount AS new,
                old_quality AS oldQuality, new_quality AS newQuality, cause, subject, at_ms AS at
            FROM restatement WHERE period >= @month AND period < @month || '-~' ORDER BY number
            """,
            new { month }, cancellationToken: stop));
        return
        [
            .. rows.Select(row => new StoredRestatement(
                row.Number, row.Kind, row.Id, row.Resource, row.Item, row.Period, row.Old, row.New,
                Quality(row.OldQuality), Quality(row.NewQuality), row.Cause, row.Subject, At(row.At))),
        ];
    }

    /// <summary>
    /// Marks, and what sums are computed with from now on, together; a basis that is null is forgotten.
    /// </summary>
    public async Task MarkAsync(
        IReadOnlyCollection<RollupMark> marks, IReadOnlyDictionary<string, string?> basis, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        foreach (var mark in marks)
            await mark.WriteAsync(connection, transaction, stop);
        await WriteAsync(connection, transaction, basis, stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>
    /// Stores what a round computed and forgets the marks that it took up, in one transaction: days, months from them,
    /// what units were allocated of them, and what that restates.
    /// </summary>
    public async Task SaveAsync(RollupRound round, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        foreach (var day in round.Days)
        {
            var before = await RollupRows.OfPeriodAsync(connection, transaction, day.Name, stop);
            await ReplaceAsync(connection, transaction, round, day.Name, day.Period, before, day.After(before), stop);
        }
        foreach (var month in round.Months)
        {
            var before = await RollupRows.OfPeriodAsync(connection, transaction, month.Name, stop);
            var days = await RollupRows.OfDaysAsync(connection, transaction, month.Name, stop);
            await ReplaceAsync(
                connection, transaction, round, month.Name, month.Period, before, month.After(before, days), stop);
        }
        foreach (var mark in round.Marks)
        {
            await connection.ExecuteAsync(new(
                "DELETE FROM rollup_dirty WHERE kind = @Kind AND id = @Id AND utc_day = @UtcDay AND version = @Version",
                new { Kind = RollupWords.Of(mark.Subject.Of), mark.Subject.Id, mark.UtcDay, mark.Version },
                transaction, cancellationToken: stop));
        }
        await WriteAsync(connection, transaction, round.Basis, stop);
        await transaction.CommitAsync(stop);
    }

    private static async Task WriteAsync(
        SqliteConnection connection, SqliteTransaction transaction, IReadOnlyDictionary<string, string?> basis,
        CancellationToken stop)
    {
        foreach (var (name, value) in basis)
        {
            await connection.ExecuteAsync(new(
                value is null
                    ? "DELETE FROM rollup_basis WHERE name = @name"
                    : "INSERT OR REPLACE INTO rollup_basis (name, value) VALUES (@name, @value)",
                new { name, value }, transaction, cancellationToken: stop));
        }
    }

    private static async Task ReplaceAsync(
        SqliteConnection connection, SqliteTransaction transaction, RollupRound round, string name, MonthPeriod period,
        Dictionary<RollupKey, RollupSum> before, IReadOnlyDictionary<RollupKey, RollupSum?> after,
        CancellationToken stop)
    {
        foreach (var (key, sum) in after)
        {
            var old = before.GetValueOrDefault(key);
            if (old == sum)
                continue;
            await RollupRows.WriteAsync(connection, transaction, name, key, sum, stop);
            if (Restatement.Of(key, name, period, old, sum, round.ChangeOf(key.Subject)) is { } restated)
                await RollupRows.AddAsync(connection, transaction, restated, round.At, stop);
        }
    }

    private static QualityCounts? Quality(string? text) =>
        text is null ? null : JsonSerializer.Deserialize<QualityCounts>(text);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private sealed record MarkRow(
        string Kind, string Id, long First, long Last, string Cause, string Subject, long At, long Version);

    private sealed class RestatementRow
    {
        public long Number { get; init; }
        public string Kind { get; init; } = "";
        public string Id { get; init; } = "";
        public string Resource { get; init; } = "";
        public string Item { get; init; } = "";
        public string Period { get; init; } = "";
        public long? Old { get; init; }
        public long? New { get; init; }
        public string? OldQuality { get; init; }
        public string? NewQuality { get; init; }
        public string Cause { get; init; } = "";
        public string Subject { get; init; } = "";
        public long At { get; init; }
    }
}

/// <summary>A restatement as stored and shown.</summary>
/// <param name="Number">Rises by one with each.</param>
/// <param name="Old">Wh or L; null: nothing was known.</param>
/// <param name="Cause">delivery, site-changed or planning-imported.</param>
/// <param name="Subject">The gateway, the import, or what of the site changed.</param>
/// <param name="At">Site time of the recomputation, UTC.</param>
internal sealed record StoredRestatement(
    long Number, string Of, string Id, string Resource, string Item, string Period, long? Old, long? New,
    QualityCounts? OldQuality, QualityCounts? NewQuality, string Cause, string Subject, DateTimeOffset At);

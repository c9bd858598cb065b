using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Dapper;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Planning.Importing;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Planning;

/// <summary>
/// Planning data in the relational store, import by import; nothing is ever changed or removed. Safe from any thread;
/// what the file or disk refuses is thrown as <see cref="SqliteException"/>.
/// </summary>
internal sealed class PlanStore(RelationalStore relational)
{
    private const string Last = "SELECT COALESCE(MAX(number), 0) FROM plan_import";

    /// <summary>Every import up to a number, in order; all of them without one.</summary>
    public async Task<ImmutableArray<StoredImport>> LoadAsync(long? asOf, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var heads = (await connection.QueryAsync<ImportRow>(new(
            """
            SELECT number, id, kind, actor, reason, at_ms AS at FROM plan_import
            WHERE number <= @asOf ORDER BY number
            """,
            new { asOf = asOf ?? long.MaxValue }, cancellationToken: stop))).AsList();
        if (heads.Count == 0)
            return [];
        // Rows come with their import in one transaction and never change: all rows up to the last import that was seen
        // are there, and later ones are left out.
        var last = heads[^1].Number;
        var rows = new Dictionary<long, ImmutableArray<PlanRow>.Builder>();
        foreach (var table in PlanTable.All)
            await ReadAsync(connection, table, last, rows, stop);
        return [.. heads.Select(head => new StoredImport(
            head.Number,
            new(
                new(head.Id, head.Actor, head.Reason),
                PlanTable.All.Single(table => table.Name == head.Kind),
                rows.TryGetValue(head.Number, out var own) ? own.ToImmutable() : [],
                DateTimeOffset.FromUnixTimeMilliseconds(head.At))))];
    }

    /// <summary>Number of the last import; 0 without any.</summary>
    public async Task<long> LastAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.ExecuteScalarAsync<long>(new(Last, cancellationToken: stop));
    }

    /// <summary>Number and content hash of the import with that id; null when there is none.</summary>
    public async Task<(long Number, string Hash)?> FindAsync(string id, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.QuerySingleOrDefaultAsync<(long, string)?>(new(
            "SELECT number, content_hash FROM plan_import WHERE id = @id", new { id }, cancellationToken: stop));
    }

    /// <summary>
    /// Stores an import as the next one after <paramref name="last"/>, whole and synchronised; false, and nothing
    /// stored, when another import came in between.
    /// </summary>
    /// <param name="contentHash">Of all that was sent, also of rows that are not stored again.</param>
    public async Task<bool> TryAppendAsync(
        PlanImport import, string contentHash, long last, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        var newest = await connection.ExecuteScalarAsync<long>(new(
            Last, transaction: transaction, cancellationToken: stop));
        if (newest != last)
            return false;
        var number = last + 1;
        await connection.ExecuteAsync(new(
            """
            INSERT INTO plan_import (number, id, kind, actor, reason, at_ms, content_hash, row_count)
            VALUES (@number, @Id, @Kind, @Actor, @Reason, @At, @Hash, @Rows)
            """,
            new
            {
                number,
                import.Head.Id,
                Kind = import.Table.Name,
                import.Head.Actor,
                import.Head.Reason,
                At = import.At.ToUnixTimeMilliseconds(),
                Hash = contentHash,
                Rows = import.Rows.Length,
            },
            transaction, cancellationToken: stop));
        foreach (var row in import.Rows)
            await WriteAsync(connection, transaction, import.Table, number, row, stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    private static async Task ReadAsync(
        SqliteConnection connection,
        PlanTable table,
        long last,
        Dictionary<long, ImmutableArray<PlanRow>.Builder> rows,
        CancellationToken stop)
    {
        // Names of tables and columns are our own constants.
        var sql = $"SELECT import, row, {Columns(table)} FROM {table.Stored} "
            + "WHERE import <= @last ORDER BY import, row";
        await using var reader = await connection.ExecuteReaderAsync(
            new CommandDefinition(sql, new { last }, cancellationToken: stop));
        while (await reader.ReadAsync(stop))
        {
            var values = new Dictionary<string, string>();
            for (var i = 0; i < table.Columns.Length; i++)
            {
                if (!await reader.IsDBNullAsync(i + 2, stop))
                {
                    values[table.Columns[i].Name] = Convert.ToString(
                        reader.GetValue(i + 2), CultureInfo.InvariantCulture)!;
                }
            }
            var import = reader.GetInt64(0);
            if (!rows.TryGetValue(import, out var list))
                rows[import] = list = ImmutableArray.CreateBuilder<PlanRow>();
            list.Add(new(reader.GetInt32(1), values.ToFrozenDictionary()));
        }
    }

    private static Task<int> WriteAsync(
        SqliteConnection connection,
        SqliteTransaction transaction,
        PlanTable table,
        long number,
        PlanRow row,
        CancellationToken stop)
    {
        var parameters = new DynamicParameters(new { number, row = row.Number });
        foreach (var column in table.Columns)
        {
            parameters.Add(column.Stored, row.TextOrNull(column.Name) switch
            {
                null => null,
                _ when column.Kind == PlanColumnKind.Number => row.Count(column.Name),
                var text => text,
            });
        }
        return connection.ExecuteAsync(new(
            $"INSERT INTO {table.Stored} (import, row, {Columns(table)}) VALUES (@number, @row, "
                + $"{string.Join(", ", table.Columns.Select(column => "@" + column.Stored))})",
            parameters, transaction, cancellationToken: stop));
    }

    private static string Columns(PlanTable table) => string.Join(", ", table.Columns.Select(column => column.Stored));

    private sealed record ImportRow(long Number, string Id, string Kind, string Actor, string Reason, long At);
}

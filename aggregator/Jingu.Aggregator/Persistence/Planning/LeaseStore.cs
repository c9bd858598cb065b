using System.Collections.Immutable;
using Dapper;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Planning.Leases;
using Jingu.Budgets.Leases;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Planning;

/// <summary>
/// Books of leases in the relational store. Safe from any thread and beside other replicas; what the file or disk
/// refuses is thrown as <see cref="SqliteException"/>.
/// </summary>
internal sealed class LeaseStore(RelationalStore relational)
{
    /// <summary>Raised after a report was committed by this process; handlers return at once.</summary>
    public event Action? Reported
    {
        add => relational.LeaseReported += value;
        remove => relational.LeaseReported -= value;
    }

    /// <summary>
    /// One round: takes up the reports that came in and what planning wants, and stores books and all in one
    /// transaction. What it returns is durable: grants may be sent.
    /// </summary>
    public async Task<LeaseBooks> TurnAsync(
        IReadOnlyCollection<SharedBudget> shared, int outageDays, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        // Takes the write lock at once: no other replica reads what this one is about to change.
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        var before = await ReadAsync(connection, transaction, stop);
        var reports = (await connection.QueryAsync<ReportRow>(new(
            """
            SELECT number, gateway, at_ms AS At, unit, resource, month, holder, version, part, used,
                daily_use AS DailyUse, granted_on_site AS GrantedOnSite
            FROM lease_report ORDER BY number
            """,
            transaction: transaction, cancellationToken: stop))).ToList();
        var after = LeaseRound.Turn(before, shared, reports.Select(row => row.ToReport()), outageDays);
        await WriteAsync(connection, transaction, before, after, stop);
        if (reports.Count > 0)
        {
            await connection.ExecuteAsync(new(
                "DELETE FROM lease_report WHERE number <= @Last", new { Last = reports[^1].Number }, transaction,
                cancellationToken: stop));
        }
        await transaction.CommitAsync(stop);
        return after;
    }

    /// <summary>As stored last.</summary>
    public async Task<LeaseBooks> ReadAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await ReadAsync(connection, null, stop);
    }

    private static async Task<LeaseBooks> ReadAsync(
        SqliteConnection connection, SqliteTransaction? transaction, CancellationToken stop)
    {
        var books = await connection.QueryAsync<(string Unit, string Resource, string Month, string Book)>(new(
            "SELECT unit, resource, month, book FROM lease_book", transaction: transaction, cancellationToken: stop));
        var lives = await connection.QueryAsync<(string Gateway, string Holder, long Heard)>(new(
            "SELECT gateway, holder, heard_ms FROM lease_life", transaction: transaction, cancellationToken: stop));
        return new(
            books.ToImmutableDictionary(
                row => new BookKey(new(row.Unit), Enum.Parse<Resource>(row.Resource), row.Month),
                row => LeaseBookJson.Read(row.Book)),
            lives.ToImmutableDictionary(
                row => new GatewayId(row.Gateway),
                row => new KnownLife(
                    JournalId.Parse(row.Holder), DateTimeOffset.FromUnixTimeMilliseconds(row.Heard))));
    }

    /// <summary>Only what changed is written.</summary>
    private static async Task WriteAsync(
        SqliteConnection connection, SqliteTransaction transaction, LeaseBooks before, LeaseBooks after,
        CancellationToken stop)
    {
        foreach (var (key, book) in after.Books)
        {
            var text = LeaseBookJson.Write(book);
            if (before.Books.TryGetValue(key, out var known) && LeaseBookJson.Write(known) == text)
                continue;
            await connection.ExecuteAsync(new(
                "INSERT OR REPLACE INTO lease_book VALUES (@Unit, @Resource, @Month, @text)",
                new { Unit = key.Unit.Value, Resource = key.Resource.ToString(), key.Month, text }, transaction,
                cancellationToken: stop));
        }
        foreach (var (gateway, life) in after.Lives.Where(
            pair => before.Lives.GetValueOrDefault(pair.Key) != pair.Value))
        {
            await connection.ExecuteAsync(new(
                "INSERT OR REPLACE INTO lease_life VALUES (@Gateway, @Holder, @Heard)",
                new
                {
                    Gateway = gateway.Value,
                    Holder = life.Holder.ToString(),
                    Heard = life.HeardAt.ToUnixTimeMilliseconds(),
                },
                transaction, cancellationToken: stop));
        }
    }

    /// <summary>As the columns are; Dapper fills it.</summary>
    private sealed record ReportRow(
        long Number, string Gateway, long At, string Unit, string Resource, string Month, string Holder, long Version,
        long Part, long Used, long DailyUse, long GrantedOnSite)
    {
        public HeardReport ToReport() => new(
            DateTimeOffset.FromUnixTimeMilliseconds(At),
            new(new(Unit), Enum.Parse<Resource>(Resource), new(
                new(Gateway), JournalId.Parse(Holder), Month, Version, Part, Used, DailyUse, GrantedOnSite)));
    }
}

using Dapper;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Time;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.People;

/// <summary>
/// Attempts to sign in, also under names that nobody has, so that both are treated alike. At most
/// <see cref="RowsMax"/> are kept, those that were touched last. Safe from any thread; throws
/// <see cref="SqliteException"/>.
/// </summary>
internal sealed class AttemptStore(RelationalStore relational, MachineTime machine)
{
    public const int RowsMax = 10_000;
    private const string Everywhere = "*";

    /// <summary>Until when attempts of a name from an address are not looked at; null when they are.</summary>
    public async Task<DateTimeOffset?> LockedUntilAsync(string name, string address, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var here = await ReadAsync(connection, null, name, address, stop);
        var everywhere = await ReadAsync(connection, null, name, Everywhere, stop);
        return Lockout.LockedUntil(here.Attempts, everywhere.Attempts, here.IsKnown, machine.GetUtcNow());
    }

    public async Task FailedAsync(string name, string address, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        await FailedAsync(connection, transaction, name, address, Lockout.FailuresHere, stop);
        await FailedAsync(connection, transaction, name, Everywhere, Lockout.FailuresEverywhere, stop);
        await connection.ExecuteAsync(new(
            """
            DELETE FROM sign_in_attempt WHERE rowid IN
                (SELECT rowid FROM sign_in_attempt ORDER BY touched_ms DESC LIMIT -1 OFFSET @RowsMax)
            """,
            new { RowsMax }, transaction, cancellationToken: stop));
        await transaction.CommitAsync(stop);
    }

    /// <summary>The name's failures count no more, and the address is known to it from now on.</summary>
    public async Task SucceededAsync(string name, string address, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        await WriteAsync(connection, transaction, name, address, default, isKnown: true, stop);
        await WriteAsync(connection, transaction, name, Everywhere, default, isKnown: false, stop);
        await transaction.CommitAsync(stop);
    }

    private async Task FailedAsync(
        SqliteConnection connection, SqliteTransaction transaction, string name, string address, int locking,
        CancellationToken stop)
    {
        var (attempts, isKnown) = await ReadAsync(connection, transaction, name, address, stop);
        await WriteAsync(
            connection, transaction, name, address,
            Lockout.AfterFailure(attempts, locking, machine.GetUtcNow()), isKnown, stop);
    }

    private static async Task<(Attempts Attempts, bool IsKnown)> ReadAsync(
        SqliteConnection connection, SqliteTransaction? transaction, string name, string address,
        CancellationToken stop)
    {
        var row = await connection.QuerySingleOrDefaultAsync<(long Failures, long Until, long Known)>(new(
            """
            SELECT failures, locked_until_ms, known FROM sign_in_attempt WHERE name = @name AND address = @address
            """,
            new { name, address }, transaction, cancellationToken: stop));
        return (new((int)row.Failures, DateTimeOffset.FromUnixTimeMilliseconds(row.Until)), row.Known != 0);
    }

    private Task<int> WriteAsync(
        SqliteConnection connection, SqliteTransaction transaction, string name, string address, Attempts attempts,
        bool isKnown, CancellationToken stop) => connection.ExecuteAsync(new(
        "INSERT OR REPLACE INTO sign_in_attempt VALUES (@name, @address, @Failures, @Until, @Known, @Now)",
        new
        {
            name,
            address,
            attempts.Failures,
            Until = attempts.LockedUntil.ToUnixTimeMilliseconds(),
            Known = isKnown ? 1 : 0,
            Now = machine.GetUtcNow().ToUnixTimeMilliseconds(),
        },
        transaction, cancellationToken: stop));
}

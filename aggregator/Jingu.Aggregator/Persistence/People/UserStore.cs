using System.Collections.Immutable;
using Dapper;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Ids;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.People;

/// <summary>
/// People with their roles, units and password hashes. Every change raises the person's stamp, which ends their
/// sessions. Safe from any thread and beside other processes; what the file or disk refuses is thrown as
/// <see cref="SqliteException"/>.
/// </summary>
internal sealed class UserStore(RelationalStore relational)
{
    /// <summary>All, by name.</summary>
    public async Task<ImmutableArray<User>> AllAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await ReadAsync(connection, null, null, stop);
    }

    /// <summary>A person and the hash of their password; null when nobody has the name.</summary>
    public async Task<(User User, string Password)?> FindAsync(string name, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return (await ReadAsync(connection, null, name, stop)) is [var user]
            ? (user, (await connection.ExecuteScalarAsync<string>(new(
                "SELECT password FROM person WHERE name = @name", new { name }, cancellationToken: stop)))!)
            : null;
    }

    /// <summary>False when the name is taken: a name is never given twice.</summary>
    public async Task<bool> TryAddAsync(User user, string password, DateTimeOffset now, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        var added = await connection.ExecuteAsync(new(
            "INSERT OR IGNORE INTO person VALUES (@Name, @password, 0, 1, @Now)",
            new { user.Name, password, Now = now.ToUnixTimeMilliseconds() }, transaction, cancellationToken: stop));
        if (added == 0)
            return false;
        await WriteRolesAsync(connection, transaction, user, stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>A new password also lifts all locks of the name.</summary>
    public async Task<UserChange> SetPasswordAsync(string name, string password, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        var changed = await connection.ExecuteAsync(new(
            """
            UPDATE person SET password = @password, stamp = stamp + 1 WHERE name = @name;
            """,
            new { name, password }, transaction, cancellationToken: stop));
        await connection.ExecuteAsync(new(
            "DELETE FROM sign_in_attempt WHERE name = @name", new { name }, transaction, cancellationToken: stop));
        await transaction.CommitAsync(stop);
        return changed == 0 ? UserChange.Unknown : UserChange.Made;
    }

    /// <summary>Keeps the same password under newer parameters; sessions go on.</summary>
    public async Task RehashAsync(string name, string before, string password, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await connection.ExecuteAsync(new(
            "UPDATE person SET password = @password WHERE name = @name AND password = @before",
            new { name, before, password }, cancellationToken: stop));
    }

    public Task<UserChange> SetDisabledAsync(string name, bool isDisabled, CancellationToken stop) => ChangeAsync(
        name, user => user with { IsDisabled = isDisabled }, stop);

    public Task<UserChange> SetRolesAsync(
        string name, IEnumerable<Role> roles, IEnumerable<UnitId> units, CancellationToken stop) => ChangeAsync(
        name, user => user with { Roles = [.. roles], Units = [.. units] }, stop);

    /// <summary>Refuses what would leave nobody who can say who may sign in.</summary>
    private async Task<UserChange> ChangeAsync(string name, Func<User, User> change, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        var all = await ReadAsync(connection, transaction, null, stop);
        if (all.FirstOrDefault(user => user.Name == name) is not { } before)
            return UserChange.Unknown;
        var after = change(before);
        if (Administers(before) && !Administers(after) && all.Count(Administers) == 1)
            return UserChange.LastAdministrator;
        await connection.ExecuteAsync(new(
            """
            UPDATE person SET disabled = @Disabled, stamp = stamp + 1 WHERE name = @name;
            DELETE FROM person_role WHERE name = @name;
            DELETE FROM person_unit WHERE name = @name;
            """,
            new { name, Disabled = after.IsDisabled ? 1 : 0 }, transaction, cancellationToken: stop));
        await WriteRolesAsync(connection, transaction, after, stop);
        await transaction.CommitAsync(stop);
        return UserChange.Made;
    }

    private static bool Administers(User user) => !user.IsDisabled && user.Roles.Contains(Role.Administrator);

    private static async Task WriteRolesAsync(
        SqliteConnection connection, SqliteTransaction transaction, User user, CancellationToken stop)
    {
        foreach (var role in user.Roles)
        {
            await connection.ExecuteAsync(new(
                "INSERT INTO person_role VALUES (@Name, @Role)", new { user.Name, Role = RoleWords.Of(role) },
                transaction, cancellationToken: stop));
        }
        foreach (var unit in user.Units)
        {
            await connection.ExecuteAsync(new(
                "INSERT INTO person_unit VALUES (@Name, @Unit)", new { user.Name, Unit = unit.Value }, transaction,
                cancellationToken: stop));
        }
    }

    /// <param name="name">Null: all.</param>
    internal static async Task<ImmutableArray<User>> ReadAsync(
        SqliteConnection connection, SqliteTransaction? transaction, string? name, CancellationToken stop)
    {
        var rows = await connection.QueryAsync<(string Name, long Disabled, long Stamp, string Roles, string Units)>(
            new(
                """
                SELECT name, disabled, stamp,
                    COALESCE((SELECT group_concat(role, ' ') FROM person_role WHERE name = person.name), ''),
                    COALESCE((SELECT group_concat(unit, ' ') FROM person_unit WHERE name = person.name), '')
                FROM person WHERE @name IS NULL OR name = @name ORDER BY name
                """,
                new { name }, transaction, cancellationToken: stop));
        return
        [
            .. rows.Select(row => new User(
                row.Name,
                [.. Words(row.Roles).Where(RoleWords.All.ContainsKey).Select(role => RoleWords.All[role])],
                [.. Words(row.Units).Select(unit => new UnitId(unit))],
                row.Disabled != 0,
                row.Stamp)),
        ];
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What came of a change.</summary>
internal enum UserChange
{
    Made,

    /// <summary>Nobody has the name.</summary>
    Unknown,

    /// <summary>Nobody would be left who can say who may sign in.</summary>
    LastAdministrator,
}

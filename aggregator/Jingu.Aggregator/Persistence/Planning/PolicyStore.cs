using System.Collections.Immutable;
using Dapper;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Planning;

/// <summary>
/// Desired states, commands and grant codes in the relational store. Safe from any thread and beside other replicas;
/// what the file or disk refuses is thrown as <see cref="SqliteException"/>.
/// </summary>
internal sealed class PolicyStore(RelationalStore relational)
{
    /// <summary>Numbers of units in grant codes; a unit without one gets the lowest that is free, for good.</summary>
    public async Task<ImmutableDictionary<UnitId, int>> NumbersAsync(
        IEnumerable<UnitId> units, int numbersMax, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        var known = (await connection.QueryAsync<(string Unit, long Number)>(new(
            "SELECT unit, number FROM unit_number", transaction: transaction, cancellationToken: stop)))
            .ToDictionary(row => new UnitId(row.Unit), row => (int)row.Number);
        foreach (var unit in units.Where(unit => !known.ContainsKey(unit)).ToList())
        {
            if (Enumerable.Range(0, numbersMax).Except(known.Values).Select(number => (int?)number)
                .FirstOrDefault() is not { } free)
            {
                break;
            }
            known[unit] = free;
            await connection.ExecuteAsync(new(
                "INSERT INTO unit_number VALUES (@Unit, @free)", new { Unit = unit.Value, free }, transaction,
                cancellationToken: stop));
        }
        await transaction.CommitAsync(stop);
        return known.ToImmutableDictionary();
    }

    /// <summary>The newest desired state of each gateway, with its receipt.</summary>
    public async Task<ImmutableArray<StoredDesired>> DesiredAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var rows = await connection.QueryAsync<DesiredRow>(new(
            """
            SELECT desired.gateway, version, signing_key AS SigningKey, payload, message, applied,
                applied_ms AS AppliedMs, refused, refused_ms AS RefusedMs
            FROM desired LEFT JOIN receipt ON receipt.gateway = desired.gateway ORDER BY desired.gateway
            """,
            cancellationToken: stop));
        return
        [
            .. rows.Select(row => new StoredDesired(
                new(row.Gateway), row.Version, row.SigningKey, DesiredStateJson.Read(row.Payload), row.Message,
                row.Applied, Instant(row.AppliedMs), row.Refused, Instant(row.RefusedMs))),
        ];
    }

    /// <summary>Which version each gateway should run and says it does, by gateway.</summary>
    public async Task<ImmutableDictionary<GatewayId, GatewayPolicy>> ReceiptsAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var rows = await connection.QueryAsync<DesiredRow>(new(
            """
            SELECT desired.gateway, version, applied, applied_ms AS AppliedMs, refused, refused_ms AS RefusedMs
            FROM desired LEFT JOIN receipt ON receipt.gateway = desired.gateway
            """,
            cancellationToken: stop));
        return rows.ToImmutableDictionary(
            row => new GatewayId(row.Gateway),
            row => new GatewayPolicy(
                row.Version, row.Applied, Instant(row.AppliedMs), row.Refused, Instant(row.RefusedMs)));
    }

    /// <summary>The version that a gateway says is in force; null before its first receipt.</summary>
    public async Task<long?> AppliedAsync(GatewayId gateway, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.ExecuteScalarAsync<long?>(new(
            "SELECT applied FROM receipt WHERE gateway = @Gateway", new { Gateway = gateway.Value },
            cancellationToken: stop));
    }

    /// <summary>Keeps a newer version; false when another replica was faster.</summary>
    public async Task<bool> TrySaveAsync(DesiredState state, string key, byte[] message, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.ExecuteAsync(new(
            """
            INSERT INTO desired VALUES (@Gateway, @Version, @Issued, @key, @payload, @message)
            ON CONFLICT (gateway) DO UPDATE SET version = excluded.version, issued_ms = excluded.issued_ms,
                signing_key = excluded.signing_key, payload = excluded.payload, message = excluded.message
            WHERE excluded.version > version
            """,
            new
            {
                Gateway = state.Gateway.Value,
                state.Version,
                Issued = state.Issued.ToUnixTimeMilliseconds(),
                key,
                payload = DesiredStateJson.Write(state),
                message,
            },
            cancellationToken: stop)) > 0;
    }

    /// <param name="answer">Null: it is to be sent. Else it is carried out here, and this is what came of it.</param>
    public async Task AddCommandAsync(Command command, byte[] message, string? answer, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await InsertAsync(connection, null, command, message, answer, stop);
    }

    /// <inheritdoc cref="AddCommandAsync"/>
    internal static Task<int> InsertAsync(
        SqliteConnection connection, SqliteTransaction? transaction, Command command, byte[] message, string? answer,
        CancellationToken stop) =>
        connection.ExecuteAsync(new(
            """
            INSERT INTO command
                (id, gateway, issued_ms, not_after_ms, payload, message, state, answered_ms, answer)
            VALUES (@Id, @Gateway, @Issued, @NotAfter, @payload, @message, @State, @AnsweredAt, @answer)
            """,
            new
            {
                command.Id,
                Gateway = command.Gateway.Value,
                Issued = command.Issued.ToUnixTimeMilliseconds(),
                NotAfter = command.NotAfter.ToUnixTimeMilliseconds(),
                payload = CommandJson.Write(command),
                message,
                State = answer is null ? "issued" : "done",
                AnsweredAt = answer is null ? (long?)null : command.Issued.ToUnixTimeMilliseconds(),
                answer,
            },
            transaction, cancellationToken: stop));

    /// <summary>One command by its id, or those that are not answered and still in time.</summary>
    public async Task<ImmutableArray<StoredCommand>> CommandsAsync(
        string? id, DateTimeOffset now, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var rows = await connection.QueryAsync<CommandRow>(new(
            "SELECT payload, message, state, answered_ms AS AnsweredMs, answer FROM command WHERE "
            + (id is null ? "state = 'issued' AND not_after_ms > @now" : "id = @id") + " ORDER BY issued_ms, id",
            new { id, now = now.ToUnixTimeMilliseconds() }, cancellationToken: stop));
        return
        [
            .. rows.Select(row => new StoredCommand(
                CommandJson.Read(row.Payload), row.Message, row.State, Instant(row.AnsweredMs), row.Answer)),
        ];
    }

    /// <summary>Commands issued from an instant on, the newest first; at most so many.</summary>
    public async Task<ImmutableArray<StoredCommand>> RecentCommandsAsync(
        DateTimeOffset from, int max, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var rows = await connection.QueryAsync<CommandRow>(new(
            """
            SELECT payload, message, state, answered_ms AS AnsweredMs, answer FROM command
            WHERE issued_ms >= @from ORDER BY issued_ms DESC, id LIMIT @max
            """,
            new { from = from.ToUnixTimeMilliseconds(), max }, cancellationToken: stop));
        return
        [
            .. rows.Select(row => new StoredCommand(
                CommandJson.Read(row.Payload), row.Message, row.State, Instant(row.AnsweredMs), row.Answer)),
        ];
    }

    /// <summary>
    /// Takes the next counter of a gateway for a code, and keeps what it is for; null when so many codes are out that
    /// the gateway would not take another.
    /// </summary>
    public async Task<long?> NextCounterAsync(
        GatewayId gateway, GrantOrder order, int outMax, DateTimeOffset now, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        async Task<long> Newest(string table) => await connection.ExecuteScalarAsync<long>(new(
            $"SELECT COALESCE(MAX(counter), 0) FROM {table} WHERE gateway = @Gateway",
            new { Gateway = gateway.Value }, transaction, cancellationToken: stop));
        var (given, used) = (await Newest("grant_code"), await Newest("grant_used"));
        var next = Math.Max(given, used) + 1;
        if (next > used + outMax)
            return null;
        await connection.ExecuteAsync(new(
            "INSERT INTO grant_code VALUES (@Gateway, @next, @Unit, @Resource, @Amount, @By, @Reason, @Now)",
            new
            {
                Gateway = gateway.Value,
                next,
                Unit = order.Unit.Value,
                Resource = order.Resource.ToString(),
                order.Amount,
                order.By,
                order.Reason,
                Now = now.ToUnixTimeMilliseconds(),
            },
            transaction, cancellationToken: stop));
        await transaction.CommitAsync(stop);
        return next;
    }

    /// <summary>Used codes that are no adjustment yet.</summary>
    public async Task<ImmutableArray<BookedOnSite>> BookedOnSiteAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return
        [
            .. await connection.QueryAsync<BookedOnSite>(new(
                "SELECT name, unit, resource, month, amount, by, kind FROM grant_used WHERE entered = 0 ORDER BY name",
                cancellationToken: stop)),
        ];
    }

    public async Task EnteredAsync(string name, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await connection.ExecuteAsync(new(
            "UPDATE grant_used SET entered = 1 WHERE name = @name", new { name }, cancellationToken: stop));
    }

    private static DateTimeOffset? Instant(long? ms) =>
        ms is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;

    /// <summary>As the columns are; Dapper fills it.</summary>
    private sealed class DesiredRow
    {
        public string Gateway { get; set; } = "";
        public long Version { get; set; }
        public string SigningKey { get; set; } = "";
        public byte[] Payload { get; set; } = [];
        public byte[] Message { get; set; } = [];
        public long? Applied { get; set; }
        public long? AppliedMs { get; set; }
        public string? Refused { get; set; }
        public long? RefusedMs { get; set; }
    }

    /// <inheritdoc cref="DesiredRow"/>
    private sealed class CommandRow
    {
        public byte[] Payload { get; set; } = [];
        public byte[] Message { get; set; } = [];
        public string State { get; set; } = "";
        public long? AnsweredMs { get; set; }
        public string? Answer { get; set; }
    }
}

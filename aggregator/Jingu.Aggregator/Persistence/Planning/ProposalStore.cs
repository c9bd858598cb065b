using System.Collections.Immutable;
using Dapper;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Planning.Policies.Proposals;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Planning;

/// <summary>
/// Proposals in the relational store. Safe from any thread and beside other replicas; throws
/// <see cref="SqliteException"/>.
/// </summary>
internal sealed class ProposalStore(RelationalStore relational)
{
    private const string Columns =
        """
        SELECT id, action, unit, resource, zone, light, decision, over_ms AS OverMs,
            not_after_ms AS NotAfterMs, by_name AS ByName,
            by_person AS ByPerson, reason, made_ms AS MadeMs, until_ms AS UntilMs, state, second_name AS SecondName,
            second_person AS SecondPerson, second_reason AS SecondReason, decided_ms AS DecidedMs, commands
        FROM proposal
        """;

    /// <summary>Keeps an open proposal; else the id of the one that asks for the same and is still open.</summary>
    public async Task<string?> TryAddAsync(Proposal proposal, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        var row = ProposalRow.Of(proposal);
        var other = await connection.ExecuteScalarAsync<string?>(new(
            """
            UPDATE proposal SET state = 'expired' WHERE state = 'open' AND until_ms <= @MadeMs;
            SELECT id FROM proposal WHERE state = 'open' AND action = @Action
                AND COALESCE(unit, '') = COALESCE(@Unit, '') AND COALESCE(resource, '') = COALESCE(@Resource, '')
                AND COALESCE(zone, '') = COALESCE(@Zone, '') AND COALESCE(decision, '') = COALESCE(@Decision, '')
            """,
            row, transaction, cancellationToken: stop));
        if (other is not null)
            return other;
        await connection.ExecuteAsync(new(
            """
            INSERT INTO proposal (id, action, unit, resource, zone, light, decision, over_ms, not_after_ms, by_name,
                by_person, reason, made_ms, until_ms, state, commands)
            VALUES (@Id, @Action, @Unit, @Resource, @Zone, @Light, @Decision, @OverMs, @NotAfterMs, @ByName,
                @ByPerson, @Reason, @MadeMs, @UntilMs, @State, '')
            """,
            row, transaction, cancellationToken: stop));
        await transaction.CommitAsync(stop);
        return null;
    }

    /// <summary>
    /// Keeps a second person's answer and the commands that follow from it, all or nothing.
    /// </summary>
    /// <returns>False when somebody else has answered, or the time is over: nothing is kept.</returns>
    public async Task<bool> TryDecideAsync(
        Proposal decided, ImmutableArray<(Command Command, byte[] Message)> commands, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        var closed = await connection.ExecuteAsync(new(
            """
            UPDATE proposal SET state = @State, second_name = @SecondName, second_person = @SecondPerson,
                second_reason = @SecondReason, decided_ms = @DecidedMs, commands = @Commands
            WHERE id = @Id AND state = 'open' AND until_ms > @DecidedMs
            """,
            ProposalRow.Of(decided), transaction, cancellationToken: stop));
        if (closed == 0)
            return false;
        foreach (var (command, message) in commands)
            await PolicyStore.InsertAsync(connection, transaction, command, message, null, stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    public async Task<Proposal?> FindAsync(string id, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return (await connection.QuerySingleOrDefaultAsync<ProposalRow>(new(
            Columns + " WHERE id = @id", new { id }, cancellationToken: stop)))?.ToProposal();
    }

    /// <summary>The newest first.</summary>
    public async Task<ImmutableArray<Proposal>> NewestAsync(int max, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return
        [
            .. (await connection.QueryAsync<ProposalRow>(new(
                Columns + " ORDER BY made_ms DESC, id LIMIT @max", new { max }, cancellationToken: stop)))
                .Select(row => row.ToProposal()),
        ];
    }

    /// <summary>As the columns are; Dapper fills it.</summary>
    private sealed class ProposalRow
    {
        public string Id { get; set; } = "";
        public string Action { get; set; } = "";
        public string? Unit { get; set; }
        public string? Resource { get; set; }
        public string? Zone { get; set; }
        public long? Light { get; set; }
        public string? Decision { get; set; }
        public long? OverMs { get; set; }
        public long? NotAfterMs { get; set; }
        public string ByName { get; set; } = "";
        public string? ByPerson { get; set; }
        public string Reason { get; set; } = "";
        public long MadeMs { get; set; }
        public long UntilMs { get; set; }
        public string State { get; set; } = "";
        public string? SecondName { get; set; }
        public string? SecondPerson { get; set; }
        public string? SecondReason { get; set; }
        public long? DecidedMs { get; set; }
        public string Commands { get; set; } = "";

        public static ProposalRow Of(Proposal proposal) => new()
        {
            Id = proposal.Id,
            Action = proposal.ActionWord,
            Unit = proposal.Unit?.Value,
            Resource = proposal.Resource is { } resource ? Words.Of(resource) : null,
            Zone = (proposal.Action as CommandAction.OverrideZone)?.Zone,
            Light = (proposal.Action as CommandAction.OverrideZone)?.Light,
            Decision = (proposal.Action as CommandAction.ApproveCut)?.Decision,
            OverMs = ((proposal.Action as CommandAction.OverrideUntil)?.Until
                ?? (proposal.Action as CommandAction.OverrideZone)?.Until)?.ToUnixTimeMilliseconds(),
            NotAfterMs = proposal.NotAfter?.ToUnixTimeMilliseconds(),
            ByName = proposal.By.Name,
            ByPerson = proposal.By.Person,
            Reason = proposal.Reason,
            MadeMs = proposal.MadeAt.ToUnixTimeMilliseconds(),
            UntilMs = proposal.Until.ToUnixTimeMilliseconds(),
            State = proposal.State.ToString().ToLowerInvariant(),
            SecondName = proposal.Second?.Name,
            SecondPerson = proposal.Second?.Person,
            SecondReason = proposal.SecondReason,
            DecidedMs = proposal.DecidedAt?.ToUnixTimeMilliseconds(),
            Commands = string.Join(' ', proposal.Commands),
        };

        public Proposal ToProposal()
        {
            UnitId? unit = Unit is null ? null : new(Unit);
            Contracts.Readings.Resource? resource = Resource is null ? null : Words.Resources[Resource];
            return new(
                Id, unit, resource,
                (Zone, OverMs) switch
                {
                    ({ } zone, { } over) => new CommandAction.OverrideZone(zone, (int?)Light, At(over)),
                    (_, { } over) => new CommandAction.OverrideUntil(unit!.Value, resource!.Value, At(over)),
                    _ => new CommandAction.ApproveCut(unit!.Value, resource!.Value, Decision ?? ""),
                },
                NotAfterMs is { } end ? At(end) : null, new(ByName, ByPerson), Reason, At(MadeMs), At(UntilMs))
            {
                State = Enum.Parse<ProposalState>(State, ignoreCase: true),
                Second = SecondName is { } name ? new(name, SecondPerson) : null,
                SecondReason = SecondReason,
                DecidedAt = DecidedMs is { } decided ? At(decided) : null,
                Commands = [.. Commands.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            };
        }

        private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
    }
}

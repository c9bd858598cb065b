using System.Collections.Immutable;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Budgets.Ladders;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>The SQL of ladders, circuits and the chain of decisions. Guarded by the store's lock.</summary>
internal static class SupplyCommands
{
    public static SupplyState Read(JournalCommands commands, GatewayId gateway)
    {
        var ladders = ImmutableDictionary.CreateBuilder<LadderKey, LadderState>();
        using (var row = commands.Command("SELECT unit, resource, state FROM ladder").ExecuteReader())
        {
            while (row.Read())
                ladders.Add(KeyOf(row, 0), StateCodec.ReadLadder(row.GetString(2)));
        }
        var circuits = ImmutableDictionary.CreateBuilder<SwitchPointId, Circuit>();
        using (var row = commands.Command("SELECT state FROM circuit").ExecuteReader())
        {
            while (row.Read())
            {
                var circuit = StateCodec.ReadCircuit(row.GetString(0));
                circuits.Add(circuit.Point, circuit);
            }
        }
        var effects = ImmutableDictionary.CreateBuilder<string, Effect>();
        using (var row = commands.Command("SELECT command, unit, resource, kind, taken_ms FROM effect").ExecuteReader())
        {
            while (row.Read())
            {
                effects.Add(row.GetString(0), new(
                    row.GetString(0), KeyOf(row, 1), (LadderCommandKind)row.GetInt32(3),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4))));
            }
        }
        return new(ladders.ToImmutable(), circuits.ToImmutable(), effects.ToImmutable(), ReadChain(commands))
        {
            Leases = LeaseCommands.Read(commands, gateway),
        };
    }

    /// <summary>Only what changed is written.</summary>
    public static void Write(JournalCommands commands, SupplyChange change, SqliteTransaction transaction)
    {
        var (before, after) = (change.Before, change.After);
        if (ReferenceEquals(before, after))
            return;
        foreach (var (key, ladder) in after.Ladders)
        {
            if (before.Ladders.GetValueOrDefault(key) != ladder)
            {
                commands.Run(
                    "INSERT OR REPLACE INTO ladder VALUES ($unit, $resource, $state)", transaction,
                    ("$unit", key.Unit.Value), ("$resource", (long)key.Resource), ("$state", StateCodec.Write(ladder)));
            }
        }
        foreach (var (point, circuit) in after.Circuits)
        {
            if (!circuit.IsStoredAs(before.Circuits.GetValueOrDefault(point)))
            {
                commands.Run(
                    "INSERT OR REPLACE INTO circuit VALUES ($point, $state)", transaction,
                    ("$point", point.Value), ("$state", StateCodec.Write(circuit)));
            }
        }
        foreach (var (command, effect) in after.Effects)
        {
            if (!before.Effects.ContainsKey(command))
            {
                commands.Run(
                    "INSERT INTO effect VALUES ($command, $unit, $resource, $kind, $taken)", transaction,
                    ("$command", command), ("$unit", effect.For.Unit.Value), ("$resource", (long)effect.For.Resource),
                    ("$kind", (long)effect.Kind), ("$taken", effect.Taken.ToUnixTimeMilliseconds()));
            }
        }
        foreach (var command in before.Effects.Keys.Where(command => !after.Effects.ContainsKey(command)))
            commands.Run("DELETE FROM effect WHERE command = $command", transaction, ("$command", command));
        LeaseCommands.Write(commands, before.Leases, after.Leases, transaction);
        if (before.Chain != after.Chain)
            WriteChain(commands, after.Chain, transaction);
    }

    private static void WriteChain(JournalCommands commands, ChainHead chain, SqliteTransaction transaction)
    {
        commands.Run("DELETE FROM chain", transaction);
        commands.Run(
            "INSERT INTO chain VALUES ($sequence, $hash, $checkpoint)", transaction,
            ("$sequence", chain.Sequence), ("$hash", chain.Hash.ToArray()), ("$checkpoint", chain.Checkpoint));
    }

    private static ChainHead ReadChain(JournalCommands commands)
    {
        using var row = commands.Command("SELECT sequence, hash, checkpoint FROM chain").ExecuteReader();
        return row.Read() ? new(row.GetInt64(0), [.. (byte[])row[1]], row.GetString(2)) : ChainHead.Origin;
    }

    private static LadderKey KeyOf(SqliteDataReader row, int at) =>
        new(new UnitId(row.GetString(at)), (Resource)row.GetInt32(at + 1));
}

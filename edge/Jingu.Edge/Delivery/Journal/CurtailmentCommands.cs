using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Edge.Control.Curtailing;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>The SQL of curtailments. Guarded by the store's lock.</summary>
internal static class CurtailmentCommands
{
    public static ImmutableArray<Curtailment> Read(JournalCommands commands)
    {
        var curtailments = ImmutableArray.CreateBuilder<Curtailment>();
        using var row = commands.Command(
            "SELECT point, command, tenths, until_ms, state, before, watts, since_ms FROM curtailment ORDER BY point")
            .ExecuteReader();
        while (row.Read())
        {
            curtailments.Add(new(
                new PointId(row.GetString(0)), row.GetString(1), row.GetInt32(2),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), (CurtailmentState)row.GetInt32(4))
            {
                Before = row.IsDBNull(5) ? null : row.GetInt32(5),
                Watts = row.IsDBNull(6) ? null : row.GetDouble(6),
                Since = row.IsDBNull(7) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
            });
        }
        return curtailments.ToImmutable();
    }

    /// <summary>In place of the one of the same point.</summary>
    public static void Write(JournalCommands commands, Curtailment curtailment, SqliteTransaction transaction) =>
        commands.Run(
            "INSERT OR REPLACE INTO curtailment "
            + "VALUES ($point, $command, $tenths, $until, $state, $before, $watts, $since)", transaction,
            ("$point", curtailment.Point.Value), ("$command", curtailment.Command),
            ("$tenths", (long)curtailment.Tenths), ("$until", curtailment.Until.ToUnixTimeMilliseconds()),
            ("$state", (long)curtailment.State), ("$before", OrNull(curtailment.Before)),
            ("$watts", OrNull(curtailment.Watts)), ("$since", OrNull(curtailment.Since?.ToUnixTimeMilliseconds())));

    /// <summary>Only where it is still this command's.</summary>
    public static void Remove(JournalCommands commands, Curtailment curtailment, SqliteTransaction transaction) =>
        commands.Run(
            "DELETE FROM curtailment WHERE point = $point AND command = $command", transaction,
            ("$point", curtailment.Point.Value), ("$command", curtailment.Command));

    private static object OrNull(object? value) => value ?? DBNull.Value;
}

using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Edge.Control;
using Jingu.Edge.Control.Trials;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>The SQL of switch points: how they stand, what was proved of them. Guarded by the store's lock.</summary>
internal static class SwitchCommands
{
    public static ImmutableArray<SwitchReport> ReadStates(JournalCommands commands)
    {
        var states = ImmutableArray.CreateBuilder<SwitchReport>();
        using var row = commands.Command(
            "SELECT point, state, contact_open, since_ms, fault FROM switch_state ORDER BY point").ExecuteReader();
        while (row.Read())
        {
            states.Add(new(
                new SwitchPointId(row.GetString(0)), (CircuitState)row.GetInt32(1),
                row.IsDBNull(2) ? null : row.GetInt32(2) != 0,
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)), row.IsDBNull(4) ? null : row.GetString(4)));
        }
        return states.ToImmutable();
    }

    public static void WriteState(JournalCommands commands, SwitchReport report, SqliteTransaction transaction) =>
        commands.Run(
            "INSERT OR REPLACE INTO switch_state VALUES ($point, $state, $contact, $since, $fault)", transaction,
            ("$point", report.Point.Value), ("$state", (int)report.State),
            ("$contact", report.IsContactOpen is { } isOpen ? isOpen ? 1 : 0 : DBNull.Value),
            ("$since", report.At.ToUnixTimeMilliseconds()), ("$fault", (object?)report.Fault ?? DBNull.Value));

    public static ImmutableArray<SwitchTrial> ReadTrials(JournalCommands commands)
    {
        var trials = ImmutableArray.CreateBuilder<SwitchTrial>();
        using var row = commands.Command(
            "SELECT number, point, made_ms, made_by, wiring, steps FROM switch_trial ORDER BY number").ExecuteReader();
        while (row.Read())
        {
            trials.Add(new(
                row.GetInt64(0), new SwitchPointId(row.GetString(1)),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.GetString(3), row.GetString(4),
                JsonSerializer.Deserialize(row.GetString(5), TrialJson.Default.ImmutableArrayTrialStep)));
        }
        return trials.ToImmutable();
    }

    public static void AddTrial(JournalCommands commands, SwitchTrial trial, SqliteTransaction transaction) =>
        commands.Run(
            "INSERT INTO switch_trial (point, made_ms, made_by, wiring, passed, steps) "
            + "VALUES ($point, $made, $by, $wiring, $passed, $steps)", transaction,
            ("$point", trial.Point.Value), ("$made", trial.Made.ToUnixTimeMilliseconds()), ("$by", trial.By),
            ("$wiring", trial.Wiring), ("$passed", trial.IsPassed ? 1 : 0),
            ("$steps", JsonSerializer.Serialize(trial.Steps, TrialJson.Default.ImmutableArrayTrialStep)));
}

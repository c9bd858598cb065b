using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Edge.Control.Zones;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>The SQL of lighting zones. Guarded by the store's lock.</summary>
internal static class ZoneCommands
{
    public static ImmutableDictionary<ZoneId, KeptZone> Read(JournalCommands commands)
    {
        var zones = ImmutableDictionary.CreateBuilder<ZoneId, KeptZone>();
        using var row = commands.Command("SELECT zone, state FROM zone").ExecuteReader();
        while (row.Read())
            zones.Add(new ZoneId(row.GetString(0)), KeptZone.Read(row.GetString(1)));
        return zones.ToImmutable();
    }

    public static void Write(JournalCommands commands, ZoneId zone, KeptZone kept, SqliteTransaction transaction) =>
        commands.Run(
            "INSERT OR REPLACE INTO zone VALUES ($zone, $state)", transaction, ("$zone", zone.Value),
            ("$state", kept.Write()));
}

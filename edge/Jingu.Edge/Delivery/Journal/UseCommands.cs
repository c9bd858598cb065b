using System.Collections.Immutable;
using Jingu.Budgets.Use;
using Jingu.Contracts.Ids;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>The SQL of what points counted per day and month. Guarded by the store's lock.</summary>
internal static class UseCommands
{
    public static ImmutableDictionary<PointId, PointUse> Read(JournalCommands commands)
    {
        var days = new Dictionary<PointId, ImmutableArray<DayBegin>.Builder>();
        using var row = commands.Command(
            "SELECT point, at_ms, total, read_total, substituted FROM day_begin ORDER BY point, at_ms").ExecuteReader();
        while (row.Read())
        {
            var point = new PointId(row.GetString(0));
            if (!days.TryGetValue(point, out var begins))
                days.Add(point, begins = ImmutableArray.CreateBuilder<DayBegin>());
            begins.Add(new(point, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetInt64(2),
                row.GetInt64(3))
            {
                Substituted = row.GetInt64(4),
            });
        }
        return days.ToImmutableDictionary(pair => pair.Key, pair => new PointUse(pair.Key, pair.Value.ToImmutable()));
    }

    /// <summary>Only what is new or may have changed is written: from the newest day that is stored.</summary>
    public static void Write(JournalCommands commands, PointUse use, SqliteTransaction transaction)
    {
        var newest = commands.Command("SELECT max(at_ms) FROM day_begin WHERE point = $point");
        newest.Transaction = transaction;
        JournalCommands.Bind(newest, ("$point", use.Point.Value));
        var from = newest.ExecuteScalar() as long? ?? long.MinValue;
        foreach (var day in use.Days.Where(day => day.At.ToUnixTimeMilliseconds() >= from))
        {
            commands.Run(
                "INSERT OR REPLACE INTO day_begin VALUES ($point, $at, $total, $read, $substituted)", transaction,
                ("$point", day.Point.Value), ("$at", day.At.ToUnixTimeMilliseconds()), ("$total", day.Total),
                ("$read", day.ReadTotal), ("$substituted", day.Substituted));
        }
        commands.Run(
            "DELETE FROM day_begin WHERE point = $point AND at_ms < $first", transaction,
            ("$point", use.Point.Value), ("$first", use.Days[0].At.ToUnixTimeMilliseconds()));
    }
}

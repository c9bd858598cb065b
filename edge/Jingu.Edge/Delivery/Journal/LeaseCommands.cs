using System.Collections.Immutable;
using Jingu.Budgets.Leases;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Budgets.Leases;
using Microsoft.Data.Sqlite;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>The SQL of leases. Guarded by the store's lock.</summary>
internal static class LeaseCommands
{
    public static ImmutableDictionary<LeaseKey, HeldLease> Read(JournalCommands commands, GatewayId gateway)
    {
        var leases = ImmutableDictionary.CreateBuilder<LeaseKey, HeldLease>();
        using var row = commands.Command(
            """
            SELECT unit, resource, month, holder, version, part, granted_on_site, budget, used_elsewhere, final,
                told_ms, told_day, told_version, told_granted_on_site, told_used, told_daily_use
            FROM lease
            """).ExecuteReader();
        while (row.Read())
        {
            var key = new LeaseKey(new(row.GetString(0)), (Resource)row.GetInt32(1), row.GetString(2));
            var holding = new LeaseHolding(gateway, JournalId.FromBytes((byte[])row[3]), key.Month)
            {
                Version = row.GetInt64(4),
                Part = row.GetInt64(5),
                GrantedOnSite = row.GetInt64(6),
                Budget = row.GetInt64(7),
                UsedElsewhere = row.GetInt64(8),
                Final = row.GetInt64(9) != 0,
            };
            leases.Add(key, new(holding, row.IsDBNull(10) ? null : new(
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(10)), row.GetString(11), row.GetInt64(12),
                row.GetInt64(13), row.GetInt64(14), row.GetInt64(15))));
        }
        return leases.ToImmutable();
    }

    /// <summary>Only what changed is written.</summary>
    public static void Write(
        JournalCommands commands, ImmutableDictionary<LeaseKey, HeldLease> before,
        ImmutableDictionary<LeaseKey, HeldLease> after, SqliteTransaction transaction)
    {
        if (ReferenceEquals(before, after))
            return;
        foreach (var key in before.Keys.Where(key => !after.ContainsKey(key)))
        {
            commands.Run(
                "DELETE FROM lease WHERE unit = $unit AND resource = $resource AND month = $month", transaction,
                ("$unit", key.Unit.Value), ("$resource", (long)key.Resource), ("$month", key.Month));
        }
        foreach (var (key, (held, told)) in after.Where(pair => before.GetValueOrDefault(pair.Key) != pair.Value))
        {
            commands.Run(
                """
                INSERT OR REPLACE INTO lease VALUES ($unit, $resource, $month, $holder, $version, $part, $onSite,
                    $budget, $elsewhere, $final, $ms, $day, $toldVersion, $toldOnSite, $toldUsed, $toldDaily)
                """,
                transaction,
                ("$unit", key.Unit.Value), ("$resource", (long)key.Resource), ("$month", key.Month),
                ("$holder", held.Holder.ToBytes()), ("$version", held.Version), ("$part", held.Part),
                ("$onSite", held.GrantedOnSite), ("$budget", held.Budget), ("$elsewhere", held.UsedElsewhere),
                ("$final", held.Final ? 1L : 0L), ("$ms", OrNull(told?.At.ToUnixTimeMilliseconds())),
                ("$day", OrNull(told?.Day)), ("$toldVersion", OrNull(told?.Version)),
                ("$toldOnSite", OrNull(told?.GrantedOnSite)), ("$toldUsed", OrNull(told?.Used)),
                ("$toldDaily", OrNull(told?.DailyUse)));
        }
    }

    private static object OrNull(object? value) => value ?? DBNull.Value;
}

using Dapper;
using Jingu.Budgets.Leases;
using Jingu.Contracts.Events;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>
/// What gateways' events say about policies, commands, grant codes, emergency allowances and leases, taken up in the
/// transaction that stores the event. Each statement may run again and changes nothing then.
/// </summary>
internal static class AnswerWriting
{
    public static Task TakeAsync(
        SqliteConnection connection, SqliteTransaction transaction, StoredEvent item, CancellationToken stop)
    {
        var facts = item.Event.Facts;
        if (SelectedEmergency.Of(item.Event) is { } selected)
            return BookAsync(connection, transaction, item, selected, stop);
        if (LeaseEvent.Read(item.Event, item.Gateway) is { } lease)
            return HearAsync(connection, transaction, item, lease, stop);
        long? Number(string name) =>
            facts.TryGetValue(name, out var text) && long.TryParse(text, out var number) ? number : null;
        var sql = item.Event.Kind switch
        {
            EventKinds.PolicyApplied when Number("version") is not null =>
                """
                INSERT INTO receipt (gateway, applied, applied_ms) VALUES (@Gateway, @Version, @At)
                ON CONFLICT (gateway) DO UPDATE SET applied = excluded.applied, applied_ms = excluded.applied_ms
                WHERE applied_ms IS NULL OR applied_ms <= excluded.applied_ms
                """,
            EventKinds.PolicyRefused =>
                """
                INSERT INTO receipt (gateway, refused, refused_ms) VALUES (@Gateway, @Text, @At)
                ON CONFLICT (gateway) DO UPDATE SET refused = excluded.refused, refused_ms = excluded.refused_ms
                WHERE refused_ms IS NULL OR refused_ms <= excluded.refused_ms
                """,
            EventKinds.CommandAnswered or EventKinds.CommandRefused when facts.ContainsKey("id") =>
                """
                UPDATE command SET state = @State, answered_ms = @At, answer = @Text
                WHERE id = @Id AND gateway = @Gateway AND state = 'issued'
                """,
            EventKinds.GrantUsed when Number("counter") is not null && Number("amount") is not null =>
                """
                INSERT OR IGNORE INTO grant_used (name, gateway, counter, unit, resource, month, amount, by, entered)
                VALUES (@Name, @Gateway, @Counter, @Unit, @Resource, @Month, @Amount, @By, 0)
                """,
            _ => null,
        };
        return sql is null ? Task.CompletedTask : connection.ExecuteAsync(new(
            sql,
            new
            {
                Gateway = item.Gateway.Value,
                At = item.Event.Instant.ToUnixTimeMilliseconds(),
                item.Event.Text,
                Version = Number("version"),
                State = item.Event.Kind == EventKinds.CommandAnswered ? "done" : "refused",
                Id = facts.GetValueOrDefault("id"),
                Name = facts.GetValueOrDefault("name"),
                Counter = Number("counter"),
                Unit = facts.GetValueOrDefault("unit"),
                Resource = facts.GetValueOrDefault("resource"),
                Month = facts.GetValueOrDefault("month"),
                Amount = Number("amount"),
                By = facts.GetValueOrDefault("by") ?? "",
            },
            transaction, cancellationToken: stop));
    }

    private static Task<int> BookAsync(
        SqliteConnection connection, SqliteTransaction transaction, StoredEvent item, SelectedEmergency selected,
        CancellationToken stop) =>
        connection.ExecuteAsync(new(
            """
            INSERT OR IGNORE INTO grant_used
                (name, gateway, counter, unit, resource, month, amount, by, entered, kind)
            VALUES (@Name, @Gateway, 0, @Unit, @Resource, @Month, @Amount, @By, 0, 'recovery')
            """,
            new
            {
                selected.Name,
                Gateway = item.Gateway.Value,
                selected.Unit,
                selected.Resource,
                selected.Month,
                selected.Amount,
                selected.By,
            },
            transaction, cancellationToken: stop));

    /// <summary>Kept for the next round; the same report again says nothing new there.</summary>
    private static Task<int> HearAsync(
        SqliteConnection connection, SqliteTransaction transaction, StoredEvent item, SharedLease lease,
        CancellationToken stop) =>
        connection.ExecuteAsync(new(
            """
            INSERT INTO lease_report (gateway, at_ms, unit, resource, month, holder, version, part, used, daily_use,
                granted_on_site)
            VALUES (@Gateway, @At, @Unit, @Resource, @Period, @Holder, @Version, @Part, @Used, @DailyUse,
                @GrantedOnSite)
            """,
            new
            {
                Gateway = item.Gateway.Value,
                At = item.Event.Instant.ToUnixTimeMilliseconds(),
                Unit = lease.Unit.Value,
                Resource = lease.Resource.ToString(),
                lease.Report.Period,
                Holder = lease.Report.Holder.ToString(),
                lease.Report.Version,
                lease.Report.Part,
                lease.Report.Used,
                lease.Report.DailyUse,
                lease.Report.GrantedOnSite,
            },
            transaction, cancellationToken: stop));
}

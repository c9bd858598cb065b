using System.Collections.Immutable;
using Dapper;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting.Notices;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Persistence.Notices;

/// <summary>
/// Rectification notices: notices and steps are added, and the store itself refuses to change or remove one. Safe from
/// any thread and beside other processes; throws <see cref="SqliteException"/>.
/// </summary>
internal sealed class NoticeStore(RelationalStore relational)
{
    private const string Notices =
        """
        SELECT year, running, unit, building, to_name AS ToName, to_name_en AS ToNameEn, subject, finding, required,
            alarm_kind AS AlarmKind, alarm_subject AS AlarmSubject, alarm_gateway AS AlarmGateway,
            alarm_since_ms AS AlarmSinceMs, alarm_text AS AlarmText
        FROM notice
        """;

    private const string Steps =
        """
        SELECT year, running, version, kind, at_ms AS AtMs, by_name AS ByName, by_person AS ByPerson, text,
            on_behalf AS OnBehalf, deadline
        FROM notice_step
        """;

    private const int SqliteConstraint = 19;

    /// <summary>Every notice, in order of its number.</summary>
    public async Task<ImmutableArray<Notice>> AllAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await ReadAsync(connection, null, "", new { }, stop);
    }

    /// <summary>Null where no notice has that number.</summary>
    public async Task<Notice?> FindAsync(NoticeNumber number, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var found = await ReadAsync(
            connection, null, "WHERE year = @Year AND running = @Running",
            new { number.Year, number.Running }, stop);
        return found.IsEmpty ? null : found[0];
    }

    /// <summary>
    /// Gives a notice the next number of its year and keeps it with its first step, all or nothing.
    /// </summary>
    /// <returns>The notice, and whether it is new: else the open one that was issued from the same alarm.</returns>
    public async Task<(Notice Notice, bool IsNew)> IssueAsync(
        int year, NoticeBody body, NoticeStep.Issued step, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        // Nobody else takes the number, or issues from the same alarm, in between: it begins as a writer.
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        if (body.Alarm is { Key: var key })
        {
            var others = await ReadAsync(
                connection, transaction,
                "WHERE (year, running) IN (SELECT year, running FROM notice WHERE alarm_key = @key)", new { key },
                stop);
            if (others.LastOrDefault(other => other.IsOpen) is { } open)
                return (open, false);
        }
        var running = await connection.ExecuteScalarAsync<int>(new(
            """
            INSERT INTO notice
            SELECT @year, COALESCE(MAX(running), 0) + 1, @Unit, @Building, @Name, @NameEn, @Subject, @Finding,
                @Required, @Key, @Kind, @AlarmSubject, @Gateway, @Since, @Text
            FROM notice WHERE year = @year
            RETURNING running
            """,
            new
            {
                year,
                body.To.Unit,
                body.To.Building,
                body.To.Name,
                body.To.NameEn,
                body.Subject,
                body.Finding,
                body.Required,
                body.Alarm?.Key,
                body.Alarm?.Kind,
                AlarmSubject = body.Alarm?.Subject,
                body.Alarm?.Gateway,
                Since = body.Alarm?.Since?.ToUnixTimeMilliseconds(),
                body.Alarm?.Text,
            },
            transaction, cancellationToken: stop));
        var notice = new Notice(new(year, running), body, [step]);
        await InsertAsync(connection, transaction, notice.Number, 1, step, stop);
        await transaction.CommitAsync(stop);
        return (notice, true);
    }

    /// <summary>Adds the next step of a notice for good.</summary>
    /// <returns>False where somebody else has added one since it was read: nothing is kept.</returns>
    public async Task<bool> TryAddAsync(Notice notice, NoticeStep step, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        try
        {
            await InsertAsync(connection, null, notice.Number, notice.Version + 1, step, stop);
            return true;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SqliteConstraint)
        {
            return false;
        }
    }

    private static async Task<ImmutableArray<Notice>> ReadAsync(
        SqliteConnection connection, SqliteTransaction? transaction, string where, object parameters,
        CancellationToken stop)
    {
        // Notices first: each has a step at least, and those that are added meanwhile are of no notice read here.
        var notices = await connection.QueryAsync<NoticeRow>(new(
            $"{Notices} {where} ORDER BY year, running", parameters, transaction, cancellationToken: stop));
        var steps = (await connection.QueryAsync<StepRow>(new(
            $"{Steps} {where} ORDER BY version", parameters, transaction, cancellationToken: stop)))
            .ToLookup(row => new NoticeNumber((int)row.Year, (int)row.Running), row => row.ToStep());
        return
        [
            .. from row in notices
               let number = new NoticeNumber((int)row.Year, (int)row.Running)
               select new Notice(number, row.ToBody(), [.. steps[number]]),
        ];
    }

    private static Task<int> InsertAsync(
        SqliteConnection connection, SqliteTransaction? transaction, NoticeNumber number, int version,
        NoticeStep step, CancellationToken stop) =>
        connection.ExecuteAsync(new(
            """
            INSERT INTO notice_step
            VALUES (@Year, @Running, @version, @Kind, @At, @Name, @Person, @Words, @OnBehalf, @Deadline)
            """,
            new
            {
                number.Year,
                number.Running,
                version,
                step.Kind,
                At = step.At.ToUnixTimeMilliseconds(),
                step.By.Name,
                step.By.Person,
                step.Words,
                OnBehalf = step is NoticeStep.Answered { OnBehalf: true },
                Deadline = step.Sets is { } day ? LocalDatePattern.Iso.Format(day) : null,
            },
            transaction, cancellationToken: stop));

    /// <summary>As the columns are; Dapper fills it.</summary>
    private sealed class NoticeRow
    {
        public long Year { get; set; }
        public long Running { get; set; }
        public string? Unit { get; set; }
        public string? Building { get; set; }
        public string ToName { get; set; } = "";
        public string ToNameEn { get; set; } = "";
        public string Subject { get; set; } = "";
        public string Finding { get; set; } = "";
        public string Required { get; set; } = "";
        public string? AlarmKind { get; set; }
        public string? AlarmSubject { get; set; }
        public string? AlarmGateway { get; set; }
        public long? AlarmSinceMs { get; set; }
        public string? AlarmText { get; set; }

        public NoticeBody ToBody() => new(
            new(Unit, Building, ToName, ToNameEn), Subject, Finding, Required,
            AlarmKind is null
                ? null
                : new(
                    AlarmKind, AlarmSubject!, AlarmGateway,
                    AlarmSinceMs is { } since ? DateTimeOffset.FromUnixTimeMilliseconds(since) : null, AlarmText));
    }

    /// <inheritdoc cref="NoticeRow"/>
    private sealed class StepRow
    {
        public long Year { get; set; }
        public long Running { get; set; }
        public long Version { get; set; }
        public string Kind { get; set; } = "";
        public long AtMs { get; set; }
        public string ByName { get; set; } = "";
        public string? ByPerson { get; set; }
        public string Text { get; set; } = "";
        public long OnBehalf { get; set; }
        public string? Deadline { get; set; }

        public NoticeStep ToStep()
        {
            var (at, by) = (DateTimeOffset.FromUnixTimeMilliseconds(AtMs), new Actor(ByName, ByPerson));
            LocalDate Day() => NoticeDraft.DayOf(Deadline)!.Value;
            return Kind switch
            {
                "issued" => new NoticeStep.Issued(at, by, Day()),
                "answered" => new NoticeStep.Answered(at, by, Text, OnBehalf != 0),
                "accepted" => new NoticeStep.Accepted(at, by, Text),
                "sent-back" => new NoticeStep.SentBack(at, by, Text, Day()),
                "withdrawn" => new NoticeStep.Withdrawn(at, by, Text),
                _ => throw new InvalidDataException($"Step {Version} of notice {Year}-{Running} is a '{Kind}'."),
            };
        }
    }
}

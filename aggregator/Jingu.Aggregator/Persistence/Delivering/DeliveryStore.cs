using System.Collections.Immutable;
using System.Security.Cryptography;
using Dapper;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Delivering;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Jingu.Aggregator.Persistence.Delivering;

/// <summary>
/// Files that deliveries owe, what is sent, and every attempt: attempts and their answers are added, and the store
/// itself refuses to change or remove one. Every change is whole or not at all. Reads are safe from any thread; who
/// plans and sends is one. Throws <see cref="SqliteException"/>.
/// </summary>
internal sealed class DeliveryStore(RelationalStore relational)
{
    /// <summary>The first month of a delivery that is not planned yet; kept when it is asked for first.</summary>
    public async Task<YearMonth> NextMonthAsync(string delivery, YearMonth first, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return MonthReport.Parse((await connection.ExecuteScalarAsync<string>(new(
            """
            INSERT INTO report_delivery VALUES (@delivery, @first) ON CONFLICT DO NOTHING;
            SELECT next_month FROM report_delivery WHERE id = @delivery
            """,
            new { delivery, first = MonthReport.Text(first) }, cancellationToken: stop)))!)!.Value;
    }

    /// <summary>Plans a month of a delivery for good.</summary>
    public async Task PlanAsync(
        string delivery, YearMonth month, IEnumerable<ReportFile> files, DateTimeOffset now, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        foreach (var file in files)
            await InsertAsync(connection, transaction, file, now, stop);
        await connection.ExecuteAsync(new(
            "UPDATE report_delivery SET next_month = @next WHERE id = @delivery",
            new { delivery, next = MonthReport.Text(month.PlusMonths(1)) }, transaction, cancellationToken: stop));
        await transaction.CommitAsync(stop);
    }

    /// <summary>What is not delivered and not given up, what was tried least first.</summary>
    public async Task<ImmutableArray<StoredFile>> OwedAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await FileRow.ReadAsync(
            connection, "WHERE state IN ('waiting', 'sending', 'failing') ORDER BY failed, number", new { }, stop);
    }

    /// <summary>Null where no file has that number.</summary>
    public async Task<StoredFile?> FindAsync(long number, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var found = await FileRow.ReadAsync(connection, "WHERE number = @number", new { number }, stop);
        return found.IsEmpty ? null : found[0];
    }

    /// <summary>
    /// The newest revisions of what was delivered, looked at before an instant, of months of which something was
    /// restated since they were made. Statistics are of a year: those of its last month tell all of it.
    /// </summary>
    public async Task<ImmutableArray<StoredFile>> RestatedAsync(DateTimeOffset before, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await FileRow.ReadAsync(
            connection,
            """
            WHERE state = 'delivered' AND looked_ms <= @before
                AND NOT EXISTS (
                    SELECT 1 FROM report_file AS other
                    WHERE (other.delivery, other.report, other.unit, other.format, other.part)
                        = (file.delivery, file.report, file.unit, file.format, file.part)
                        AND ((other.month = file.month AND other.revision > file.revision)
                            OR (file.report = 'statistics' AND other.month > file.month
                                AND substr(other.month, 1, 4) = substr(file.month, 1, 4))))
                AND EXISTS (
                    SELECT 1 FROM restatement
                    WHERE restatement.number > file.restated
                        AND period >= CASE report WHEN 'statistics' THEN substr(month, 1, 4) ELSE month END
                        AND period < CASE report WHEN 'statistics' THEN substr(month, 1, 4) ELSE month END || '-~')
            ORDER BY number
            """,
            new { before = before.ToUnixTimeMilliseconds() }, stop);
    }

    /// <summary>The number of the last restatement; 0: there is none.</summary>
    public async Task<long> LastRestatementAsync(CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.ExecuteScalarAsync<long>(new(
            "SELECT COALESCE(MAX(number), 0) FROM restatement", cancellationToken: stop));
    }

    /// <summary>Keeps that restatements up to one were held against a file, and plans its next revision.</summary>
    /// <param name="revision">Null: no figure of it differs.</param>
    public async Task LookedAsync(
        StoredFile file, long restated, ReportFile? revision, DateTimeOffset now, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        await connection.ExecuteAsync(new(
            "UPDATE report_file SET restated = @restated, looked_ms = @now WHERE number = @Number",
            new { restated, now = now.ToUnixTimeMilliseconds(), file.Number }, transaction, cancellationToken: stop));
        if (revision is not null)
            await InsertAsync(connection, transaction, revision, now, stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>Keeps that an attempt begins, before it does.</summary>
    /// <param name="made">What is sent; null: what is kept already, or nothing could be made.</param>
    /// <returns>The attempt's number.</returns>
    public async Task<int> BeginAsync(StoredFile file, MadeFile? made, DateTimeOffset now, CancellationToken stop)
    {
        var at = now.ToUnixTimeMilliseconds();
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        if (made is not null)
        {
            await connection.ExecuteAsync(new(
                """
                INSERT INTO report_content VALUES (@Number, @MediaType, @Content);
                UPDATE report_file
                SET name = @Name, sha256 = @sha256, bytes = @Length, figures = @Figures, restated = @Restated,
                    looked_ms = @at, pending = @Pending, missing = @Missing
                WHERE number = @Number
                """,
                new
                {
                    file.Number,
                    made.MediaType,
                    made.Content,
                    made.Name,
                    sha256 = Convert.ToHexStringLower(SHA256.HashData(made.Content)),
                    made.Content.Length,
                    made.Figures,
                    made.Restated,
                    made.Pending,
                    made.Missing,
                    at,
                },
                transaction, cancellationToken: stop));
        }
        var attempt = await connection.ExecuteScalarAsync<int>(new(
            """
            INSERT INTO report_attempt
            SELECT number, @attempt, @at, CASE WHEN @isMade THEN sha256 END, asked_by
            FROM report_file WHERE number = @Number
            RETURNING attempt;
            UPDATE report_file SET state = 'sending', asked_by = NULL, next_ms = NULL, next_machine_ms = NULL
            WHERE number = @Number
            """,
            new { file.Number, at, attempt = file.Attempts + 1, isMade = made is not null || file.HasContent },
            transaction, cancellationToken: stop));
        await transaction.CommitAsync(stop);
        return attempt;
    }

    /// <summary>Keeps what came of an attempt, and what follows.</summary>
    /// <param name="now">Site time.</param>
    /// <param name="machine">Machine time.</param>
    public async Task EndAsync(
        StoredFile file, int attempt, AttemptAnswer answer, NextStep next, DateTimeOffset began, DateTimeOffset now,
        DateTimeOffset machine, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(stop);
        var pause = next is NextStep.Retry retry ? retry.Pause : (TimeSpan?)null;
        await connection.ExecuteAsync(new(
            """
            INSERT INTO report_answer VALUES (@Number, @attempt, @now, @outcome, @Detail);
            UPDATE report_file
            SET state = @state, next_ms = @next, next_machine_ms = @nextMachine,
                failed = CASE WHEN @isDelivered THEN 0 ELSE failed + 1 END,
                failing_ms = CASE WHEN @isDelivered THEN NULL ELSE COALESCE(failing_ms, @began) END,
                failing_machine_ms = CASE WHEN @isDelivered THEN NULL ELSE COALESCE(failing_machine_ms, @machine) END,
                delivered_ms = CASE WHEN @isDelivered THEN @now ELSE delivered_ms END
            WHERE number = @Number;
            DELETE FROM report_content WHERE file = @Number AND @isDelivered
            """,
            new
            {
                file.Number,
                attempt,
                now = now.ToUnixTimeMilliseconds(),
                began = began.ToUnixTimeMilliseconds(),
                machine = machine.ToUnixTimeMilliseconds(),
                outcome = ReportWords.Of(answer.Outcome),
                answer.Detail,
                state = ReportWords.Of(StateAfter(next)),
                next = (now + pause)?.ToUnixTimeMilliseconds(),
                nextMachine = (machine + pause)?.ToUnixTimeMilliseconds(),
                isDelivered = next is NextStep.Delivered,
            },
            transaction, cancellationToken: stop));
        await transaction.CommitAsync(stop);
    }

    /// <summary>Has a file sent again, at once: what was kept as it is, what had arrived made anew.</summary>
    /// <returns>False where it has another state by now: nothing is changed.</returns>
    public async Task<bool> AgainAsync(StoredFile file, string by, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.ExecuteAsync(new(
            """
            UPDATE report_file
            SET state = 'waiting', asked_by = @by, failed = 0, failing_ms = NULL, failing_machine_ms = NULL,
                next_ms = NULL, next_machine_ms = NULL, round = round + CASE state WHEN 'delivered' THEN 1 ELSE 0 END
            WHERE number = @Number AND state = @state
            """,
            new { file.Number, by, state = ReportWords.Of(file.State) }, cancellationToken: stop)) == 1;
    }

    /// <summary>What is sent, as it was made.</summary>
    public async Task<(string MediaType, byte[] Content, bool IsComplete)> ContentAsync(
        long number, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return await connection.QuerySingleAsync<(string, byte[], bool)>(new(
            """
            SELECT media_type, content, pending = 0 AND missing = '' FROM report_content
            JOIN report_file ON number = file WHERE file = @number
            """,
            new { number }, cancellationToken: stop));
    }

    private static FileState StateAfter(NextStep next) => next switch
    {
        NextStep.Delivered => FileState.Delivered,
        NextStep.GivenUp => FileState.GivenUp,
        _ => FileState.Failing,
    };

    private static Task<int> InsertAsync(
        SqliteConnection connection, SqliteTransaction transaction, ReportFile file, DateTimeOffset now,
        CancellationToken stop) =>
        connection.ExecuteAsync(new(
            """
            INSERT INTO report_file
                (delivery, month, report, unit, format, part, revision, planned_ms, state, round, failed)
            VALUES (@Delivery, @month, @report, @Unit, @format, @Part, @Revision, @now, 'waiting', 1, 0)
            """,
            new
            {
                file.Delivery,
                month = MonthReport.Text(file.Month),
                report = ReportWords.Of(file.Report),
                file.Unit,
                format = ReportWords.Of(file.Format),
                file.Part,
                file.Revision,
                now = now.ToUnixTimeMilliseconds(),
            },
            transaction, cancellationToken: stop));
}

using System.Collections.Immutable;
using Dapper;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Time;

namespace Jingu.Aggregator.Persistence.Delivering;

/// <summary>
/// Fetches what deliveries owe and have delivered, kept for seconds and shared by all who ask. Safe from any thread;
/// throws what the store throws.
/// </summary>
internal sealed class StoredDeliveries(
    RelationalStore relational, AggregatorSettings settings, CurrentSite site, MachineTime machine) : IDisposable
{
    private const string Attempts =
        """
        SELECT attempt.file, attempt.attempt AS Number, attempt.at_ms AS AtMs, attempt.asked_by AS AskedBy,
            attempt.sha256, answer.at_ms AS EndedMs, answer.outcome, answer.detail
        FROM report_attempt AS attempt
        LEFT JOIN report_answer AS answer ON answer.file = attempt.file AND answer.attempt = attempt.attempt
        """;

    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private readonly Kept<Book> _all = new(
        async stop => new(await ReadAsync(relational, settings, site, stop)), Age, machine);

    /// <summary>All of them, the newest first.</summary>
    public async Task<ImmutableArray<FileReport>> AllAsync(CancellationToken stop) =>
        (await _all.GetAsync(stop)).Files;

    /// <summary>Of deliveries that aggregator.yaml names: what is not delivered yet, or was not.</summary>
    public async Task<ImmutableArray<FileReport>> OpenAsync(CancellationToken stop) =>
        [.. (await AllAsync(stop)).Where(file => file is { Destination: not null, State: not FileState.Delivered })];

    /// <summary>Every attempt of a file, the first one first.</summary>
    public async Task<ImmutableArray<AttemptReport>> AttemptsAsync(long number, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        return
        [
            .. (await connection.QueryAsync<AttemptRow>(new(
                $"{Attempts} WHERE attempt.file = @number ORDER BY attempt.attempt", new { number },
                cancellationToken: stop))).Select(row => row.ToReport()),
        ];
    }

    /// <summary>Whoever asks from now on sees what has changed.</summary>
    public void Forget() => _all.Forget();

    public void Dispose() => _all.Dispose();

    private static async Task<ImmutableArray<FileReport>> ReadAsync(
        RelationalStore relational, AggregatorSettings settings, CurrentSite site, CancellationToken stop)
    {
        await using var connection = await relational.ConnectAsync(stop);
        var last = (await connection.QueryAsync<AttemptRow>(new(
            $"""
            {Attempts}
            WHERE attempt.attempt = (SELECT MAX(attempt) FROM report_attempt AS other WHERE other.file = attempt.file)
            """,
            cancellationToken: stop))).ToDictionary(row => row.File, row => row.ToReport());
        var shown = settings.Deliveries.ToDictionary(delivery => delivery.Id, delivery => delivery.Target.Shown);
        return
        [
            .. (await connection.QueryAsync<ReportRow>(new(
                """
                SELECT number, delivery, month, report, unit, format, part, revision, planned_ms AS PlannedMs, state,
                    round, next_ms AS NextMs, name, sha256, bytes, pending, missing, delivered_ms AS DeliveredMs,
                    failing_ms AS FailingMs
                FROM report_file ORDER BY number DESC
                """,
                cancellationToken: stop)))
                .Select(row => row.ToReport(
                    shown.GetValueOrDefault(row.Delivery), site.Site.Id, last.GetValueOrDefault(row.Number))),
        ];
    }

    private sealed record Book(ImmutableArray<FileReport> Files);

    /// <summary>As the columns are; Dapper fills it.</summary>
    private sealed class ReportRow
    {
        public long Number { get; set; }
        public string Delivery { get; set; } = "";
        public string Month { get; set; } = "";
        public string Report { get; set; } = "";
        public string Unit { get; set; } = "";
        public string Format { get; set; } = "";
        public string Part { get; set; } = "";
        public int Revision { get; set; }
        public long PlannedMs { get; set; }
        public string State { get; set; } = "";
        public int Round { get; set; }
        public long? NextMs { get; set; }
        public string? Name { get; set; }
        public string? Sha256 { get; set; }
        public long? Bytes { get; set; }
        public long? Pending { get; set; }
        public string? Missing { get; set; }
        public long? DeliveredMs { get; set; }
        public long? FailingMs { get; set; }

        public FileReport ToReport(string? destination, Contracts.Ids.SiteId site, AttemptReport? last)
        {
            var file = new ReportFile(
                Delivery, MonthReport.Parse(Month)!.Value, FileRow.Parse<ReportKind>(Report), Unit,
                FileRow.Parse<ReportFormat>(Format), Part, Revision);
            return new(
                Number, Delivery, destination, Month, file.Report, OrNull(Unit), file.Format, OrNull(Part), Revision,
                FileRow.Parse<FileState>(State), Name, Name is null ? null : Pending == 0 && Missing == "",
                OrNull(Missing), Pending, Sha256, Bytes, file.KeyOf(site, Round), last?.Number ?? 0, last,
                FileRow.At(PlannedMs)!.Value, FileRow.At(NextMs), FileRow.At(DeliveredMs), FileRow.At(FailingMs));
        }

        private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }

    /// <inheritdoc cref="ReportRow"/>
    private sealed class AttemptRow
    {
        public long File { get; set; }
        public int Number { get; set; }
        public long AtMs { get; set; }
        public string? AskedBy { get; set; }
        public string? Sha256 { get; set; }
        public long? EndedMs { get; set; }
        public string? Outcome { get; set; }
        public string? Detail { get; set; }

        public AttemptReport ToReport() => new(
            Number, FileRow.At(AtMs)!.Value, AskedBy, Sha256, FileRow.At(EndedMs),
            Outcome is null ? null : FileRow.Parse<AttemptOutcome>(Outcome), Detail);
    }
}

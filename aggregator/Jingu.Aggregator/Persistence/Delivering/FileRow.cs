using System.Collections.Immutable;
using Dapper;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Delivering;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Persistence.Delivering;

/// <summary>A file as the columns are; Dapper fills it.</summary>
internal sealed class FileRow
{
    private const string Query =
        """
        SELECT number, delivery, month, report, unit, format, part, revision, state, round, failed,
            failing_machine_ms AS FailingMs, next_machine_ms AS NextMs, name, figures,
            EXISTS (SELECT 1 FROM report_content AS content WHERE content.file = file.number) AS HasContent,
            (SELECT COUNT(*) FROM report_attempt AS attempt WHERE attempt.file = file.number) AS Attempts
        FROM report_file AS file
        """;

    public long Number { get; set; }
    public string Delivery { get; set; } = "";
    public string Month { get; set; } = "";
    public string Report { get; set; } = "";
    public string Unit { get; set; } = "";
    public string Format { get; set; } = "";
    public string Part { get; set; } = "";
    public int Revision { get; set; }
    public string State { get; set; } = "";
    public int Round { get; set; }
    public int Failed { get; set; }
    public long? FailingMs { get; set; }
    public long? NextMs { get; set; }
    public string? Name { get; set; }
    public string? Figures { get; set; }
    public bool HasContent { get; set; }
    public int Attempts { get; set; }

    /// <param name="where">Of the table's columns, by the name <c>file</c>, with its order.</param>
    public static async Task<ImmutableArray<StoredFile>> ReadAsync(
        SqliteConnection connection, string where, object parameters, CancellationToken stop) =>
        [
            .. (await connection.QueryAsync<FileRow>(new($"{Query} {where}", parameters, cancellationToken: stop)))
                .Select(row => row.ToFile()),
        ];

    /// <summary>The value that a word stands for.</summary>
    public static T Parse<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().First(value => ReportWords.Of(value) == word);

    /// <summary>UTC.</summary>
    public static DateTimeOffset? At(long? milliseconds) =>
        milliseconds is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    private StoredFile ToFile() => new(
        Number,
        new(
            Delivery, MonthReport.Parse(Month)!.Value, Parse<ReportKind>(Report), Unit, Parse<ReportFormat>(Format),
            Part, Revision),
        Parse<FileState>(State), Round, Failed, At(FailingMs), At(NextMs), Name, HasContent, Figures, Attempts);
}

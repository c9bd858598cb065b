using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Jingu.Aggregator.Reporting.Delivering;

/// <summary>A report that can go out by itself; its word is the address under <c>/api/reports</c>.</summary>
internal enum ReportKind
{
    /// <summary>The month sheet of every unit, each a file of its own.</summary>
    Month,
    Campus,
    Statistics,
    CutOffs,
    Meters,
    Restatements,
}

/// <summary>What a report goes out as; its word is the <c>format</c> of the address.</summary>
internal enum ReportFormat
{
    Xlsx,

    /// <summary>Every table of the report is a file of its own.</summary>
    Csv,
    Pdf,
    Json,
}

/// <summary>The words of reports and formats in aggregator.yaml, in addresses and in names of files.</summary>
internal static class ReportWords
{
    public static readonly FrozenDictionary<string, ReportKind> Kinds =
        Enum.GetValues<ReportKind>().ToFrozenDictionary(kind => Of(kind));

    public static readonly FrozenDictionary<string, ReportFormat> Formats =
        Enum.GetValues<ReportFormat>().ToFrozenDictionary(format => Of(format));

    /// <summary>Such as <c>cut-offs</c>.</summary>
    public static string Of(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The tables of a report, as <c>part</c> names them, in the order of its workbook.</summary>
    public static ImmutableArray<string> PartsOf(ReportKind kind) => kind switch
    {
        ReportKind.Month => ["month", "meters", "adjustments", "switching", "decisions"],
        ReportKind.Campus => ["units", "buildings"],
        ReportKind.Statistics => ["statistics"],
        ReportKind.CutOffs => ["switching", "decisions"],
        ReportKind.Meters => ["meter-exchange"],
        ReportKind.Restatements => ["restatements"],
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

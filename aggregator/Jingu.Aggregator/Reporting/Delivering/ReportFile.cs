using System.Collections.Immutable;
using System.Globalization;
using Jingu.Contracts.Ids;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Delivering;

/// <summary>One file that a delivery owes of a month. Immutable.</summary>
/// <param name="Delivery">Its id in aggregator.yaml.</param>
/// <param name="Unit">Of a month sheet; empty for every other report.</param>
/// <param name="Part">Of CSV, which table it is; empty for every other format.</param>
/// <param name="Revision">1 for the first that goes out of a month, 2 for the first that replaces it.</param>
internal sealed record ReportFile(
    string Delivery, YearMonth Month, ReportKind Report, string Unit, ReportFormat Format, string Part, int Revision)
{
    /// <summary>What stands in the name of a file that lacks something.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>
    /// Where the API answers with the same file. Statistics are of a year, as it stands after the month.
    /// </summary>
    public string Address => AddressAs(Format, Part);

    /// <summary>Where the API tells the same report as JSON.</summary>
    public string JsonAddress => AddressAs(ReportFormat.Json, "");

    /// <summary>
    /// The same for the same file, whatever was tried before: a-z, 0-9, '-' and one dot. Tells what it is of, and that
    /// something was missing.
    /// </summary>
    public string NameOf(SiteId site, bool isComplete)
    {
        var words = new[]
        {
            site.Value, ReportWords.Of(Report), Unit, MonthReport.Text(Month),
            // The first table of some reports is named like the report itself.
            Part == ReportWords.Of(Report) ? "" : Part,
            Revision == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"r{Revision}"),
            isComplete ? "" : Incomplete,
        };
        return $"{string.Join('-', words.Where(word => word.Length > 0))}.{ReportWords.Of(Format)}";
    }

    /// <summary>
    /// Names the content for whoever takes it: attempts with the same key have the same bytes, whatever was restarted
    /// in between.
    /// </summary>
    /// <param name="round">Another one when a person has a file that had arrived made and sent anew.</param>
    public string KeyOf(SiteId site, int round) => string.Join(
        ':', site.Value, Delivery, MonthReport.Text(Month), ReportWords.Of(Report), Unit, ReportWords.Of(Format), Part,
        string.Create(CultureInfo.InvariantCulture, $"r{Revision}"), round.ToString(CultureInfo.InvariantCulture));

    /// <summary>Everything that a delivery owes of a month.</summary>
    public static ImmutableArray<ReportFile> Of(
        string delivery, YearMonth month, IEnumerable<ReportKind> reports, IReadOnlyCollection<ReportFormat> formats,
        IReadOnlyCollection<UnitId> units) =>
    [
        .. from report in reports
           from unit in report == ReportKind.Month ? units.Select(unit => unit.Value) : [""]
           from format in formats
           from part in format == ReportFormat.Csv ? ReportWords.PartsOf(report) : [""]
           select new ReportFile(delivery, month, report, unit, format, part, 1),
    ];

    private string AddressAs(ReportFormat format, string part)
    {
        var of = Report == ReportKind.Statistics
            ? string.Create(CultureInfo.InvariantCulture, $"year={Month.Year:D4}")
            : $"month={MonthReport.Text(Month)}";
        return $"/api/reports/{ReportWords.Of(Report)}?{(Unit.Length > 0 ? $"unit={Unit}&" : "")}{of}"
            + $"&format={ReportWords.Of(format)}{(part.Length > 0 ? $"&part={part}" : "")}";
    }
}

using System.Globalization;
using Jingu.Aggregator.Reporting;

namespace Jingu.Aggregator.Web;

/// <summary>A month's report as CSV (RFC 4180), one row per unit, a header row first. Wh and L.</summary>
internal static class ReportCsv
{
    private const string Header =
        "month,unit,name,headcount,electricityWh,electricityMeasured,electricityEstimated,electricityMissing,"
        + "waterL,waterMeasured,waterEstimated,waterMissing";

    public static string Write(MonthReport report) =>
        string.Concat(report.Units.Select(unit => Row(report.Month, unit)).Prepend(Header).Select(row => row + "\r\n"));

    private static string Row(string month, UnitReport unit) => string.Join(',', [
        month,
        unit.Id,
        Quoted(unit.Name),
        Text(unit.Headcount),
        Text(unit.Electricity.UsedWh),
        Text(unit.Electricity.Quality.Measured),
        Text(unit.Electricity.Quality.Estimated),
        Text(unit.Electricity.Quality.Missing),
        Text(unit.Water.UsedL),
        Text(unit.Water.Quality.Measured),
        Text(unit.Water.Quality.Estimated),
        Text(unit.Water.Quality.Missing)]);

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json;
using Jingu.Aggregator.Reporting.Lighting;

namespace Jingu.Aggregator.Web;

/// <summary>Lighting zones as CSV (RFC 4180), a header row first; empty where not known.</summary>
internal static class LightingCsv
{
    private const string Header =
        "from,countedTo,zone,name,building,point,usedWh,baselineWh,savedWh,savedThousandths,baseline,source,"
        + "intervalsMeasured,intervalsOther,intervalsMissing,gap";

    /// <summary>One row per zone.</summary>
    public static string Write(LightingReport report) => string.Concat(
        report.Zones.Select(zone => Row(report, zone)).Prepend(Header).Select(row => row + "\r\n"));

    private static string Row(LightingReport report, ZoneReport zone) => string.Join(',', [
        report.From, report.CountedTo, zone.Id, Quoted(zone.Name), zone.Building, zone.Point, Text(zone.UsedWh),
        Text(zone.BaselineWh), Text(zone.SavedWh), Text(zone.SavedThousandths), Word(zone.Kind),
        Quoted(zone.Source ?? ""), Text(zone.Intervals.Measured),
        Text(ZoneSavings.OtherThanMeasured(zone.Intervals)), Text(zone.Intervals.Missing), Word(zone.Gap)]);

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>As in the JSON.</summary>
    private static string Word(Enum? value) =>
        value is null ? "" : JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}

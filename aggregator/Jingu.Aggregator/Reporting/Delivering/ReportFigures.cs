using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Delivering;

/// <summary>What a report tells, without when and from which import it was made. Pure.</summary>
internal static class ReportFigures
{
    /// <summary>Members at the root that differ though no figure does.</summary>
    private static readonly string[] Circumstances = ["madeAt", "pending", "plan", "zoneVersion"];

    /// <summary>SHA-256 in lower case: another one where a figure, a name or a sentence differs.</summary>
    /// <param name="json">The report as the API answers it.</param>
    /// <param name="kind">Of statistics, a year by months, those behind the month are left out.</param>
    public static string DigestOf(ReadOnlySpan<byte> json, ReportKind kind, YearMonth month)
    {
        var report = JsonNode.Parse(json)!;
        if (report is JsonObject root)
        {
            foreach (var name in Circumstances)
                root.Remove(name);
        }
        else if (kind == ReportKind.Statistics)
        {
            var last = MonthReport.Text(month);
            report = new JsonArray(
                [
                    .. report.AsArray().Where(row => string.CompareOrdinal((string)row!["month"]!, last) <= 0)
                        .Select(row => row!.DeepClone()),
                ]);
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(report.ToJsonString())));
    }
}

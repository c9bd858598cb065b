using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Comparing;
using Jingu.Aggregator.Reporting.Indicators;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Tables;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>The HTTP API of comparisons, read-only.</summary>
internal static class CompareApi
{
    public static void MapCompareApi(this WebApplication app) =>
        app.MapGet("/api/compare", CompareAsync).Requires(Access.Read);

    /// <summary>
    /// Units or buildings of a month or year, ranked by an indicator, raw and corrected, beside the year and the month
    /// before, targets and limits.
    /// </summary>
    private static async Task<IResult> CompareAsync(
        string? of, string? by, string? month, int? year, string? format, StoredComparisons comparisons,
        CancellationToken stop)
    {
        if (RollupWords.Find<RollupOf>(of ?? "unit") is not (RollupOf.Unit or RollupOf.Building))
            return Bad($"'{of}' is nothing to compare: of is unit or building.");
        if (IndicatorKind.Find(by ?? IndicatorKind.KwhPerM2) is not { } kind)
        {
            return Bad(
                $"'{by}' is no indicator: by is one of "
                + $"{string.Join(", ", IndicatorKind.All.Select(each => each.Name))}.");
        }
        if (ComparedSpan.Parse(month, year, comparisons.CurrentMonth) is not { } span)
            return Bad("Name a month such as month=2026-03, or a year such as year=2026, not both.");
        var report = await comparisons.MakeAsync(RollupWords.Parse<RollupOf>(of ?? "unit"), kind, span, stop);
        return format switch
        {
            null or "json" => Results.Json(report, WebJson.Words),
            "csv" => TableCsv.Answer(ComparisonTable.Of(report)),
            _ => WrongFormat(format),
        };
    }
}

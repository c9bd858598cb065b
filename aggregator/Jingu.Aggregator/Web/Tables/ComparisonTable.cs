using System.Collections.Immutable;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Comparing;
using Jingu.Aggregator.Reporting.Rollups;

namespace Jingu.Aggregator.Web.Tables;

/// <summary>A comparison as a table: one row for each unit or building.</summary>
internal static class ComparisonTable
{
    public static Table Of(ComparisonReport report) => new(
        "compare",
        [
            "of", "id", "name", "nameEn", "period", "from", "to", "days", "indicator", "rank", "value", "why",
            "correctedRank", "corrected", "notCorrected", "factor", "hoursPerYear", "hoursFactor",
            "squareMetresPerPerson", "spaceFactor", RollupTables.Named("used", report.Resource), "measuredShare",
            "yearBefore", "yearDifference", "yearThousandths", "yearWhy", "monthBefore", "monthDifference",
            "monthThousandths", "monthWhy", "target", "targetToDate", "ofTargetThousandths", "binding", "baseYear",
            "base", "changeFromBase", "constraint", "guide", "verdict", "confirmed", "limitSource",
        ],
        [.. report.Rows.Select(row => Row(report, row))]);

    private static ImmutableArray<Cell> Row(ComparisonReport report, ComparisonRow row) =>
    [
        report.Of, row.Id, row.Name, row.NameEn, report.Period, report.From, report.To, report.Days, report.By,
        row.Rank, row.Value, row.Unknown?.Sentence, row.CorrectedRank, row.Corrected, row.NotCorrected?.Sentence,
        row.Factor, row.Correction?.Hours?.PerYear, row.Correction?.OfHours, row.Correction?.SquareMetres,
        row.Correction?.OfSpace, row.Used, row.Quality.MeasuredShare(), .. Cells(row.YearOnYear),
        .. Cells(row.MonthOnMonth), row.Target?.Target, row.ToDate, row.OfTarget, Yes(row.Target?.IsBinding),
        row.Target?.BaseYear, row.Target?.Base, row.ChangeFromBase, row.HeldAgainst?.Limit.Constraint,
        row.HeldAgainst?.Limit.Guide, row.HeldAgainst?.Verdict is { } verdict ? RollupWords.Of(verdict) : null,
        Yes(row.HeldAgainst?.Limit.IsConfirmed), row.HeldAgainst?.Limit.Source,
    ];

    private static IEnumerable<Cell> Cells(UseChange? change) =>
    [
        change?.Before, change?.Difference, change?.Thousandths, change?.Unknown?.Sentence,
    ];

    private static string? Yes(bool? value) => value is { } known ? known ? "yes" : "no" : null;
}

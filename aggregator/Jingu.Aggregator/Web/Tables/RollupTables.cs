using System.Collections.Immutable;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Web.Tables;

/// <summary>Days, months and restatements as tables.</summary>
internal static class RollupTables
{
    private static readonly ImmutableArray<string> Qualities =
        ["measured", "estimated", "substituted", "manual", "suspect", "missing"];

    public static Table Of(RollupSubject subject, Resource resource, ImmutableArray<RollupRow> rows) => new(
        "rollups",
        [
            "of", "id", "resource", "period", Named("used", resource), .. Qualities, Named("allocated", resource),
            Named("import", resource), Named("generation", resource), Named("export", resource),
            Named("subMeters", resource), Named("gap", resource),
        ],
        [
            .. rows.Select(row => (ImmutableArray<Cell>)[
                RollupWords.Of(subject.Of), subject.Id, RollupWords.Of(resource), row.Period, row.Used,
                .. Cells(row.Quality), row.Allocated, row.Balance?.Import, row.Balance?.Generation,
                row.Balance?.Export, row.Balance?.SubMeters, row.Balance?.Gap]),
        ]);

    public static Table Of(Resource resource, ImmutableArray<CurveQuarter> quarters) => new(
        "curve", ["start", Named("used", resource), "quality"],
        [
            .. quarters.Select(each => (ImmutableArray<Cell>)[each.Start, each.Used, RollupWords.Of(each.Quality)]),
        ]);

    public static Table Of(Resource resource, ImmutableArray<BalanceQuarter> quarters) => new(
        "balance",
        [
            "start", Named("import", resource), Named("generation", resource), Named("export", resource),
            Named("subMeters", resource), Named("gap", resource), "quality",
        ],
        [
            .. quarters.Select(each => (ImmutableArray<Cell>)[
                each.Start, each.Import, each.Generation, each.Export, each.SubMeters, each.Gap,
                RollupWords.Of(each.Quality)]),
        ]);

    public static Table Of(ImmutableArray<StoredRestatement> restated) => new(
        "restatements",
        [
            "number", "of", "id", "resource", "item", "period", "old", "new", "cause", "subject", "at",
            .. Qualities.Select(quality => $"old{Capital(quality)}"),
            .. Qualities.Select(quality => $"new{Capital(quality)}"),
        ],
        [
            .. restated.Select(each => (ImmutableArray<Cell>)[
                each.Number, each.Of, each.Id, each.Resource, each.Item, each.Period, each.Old, each.New, each.Cause,
                each.Subject, each.At, .. Cells(each.OldQuality), .. Cells(each.NewQuality)]),
        ]);

    /// <summary>With the unit of a resource in the name.</summary>
    public static string Named(string name, Resource resource) =>
        name + (resource == Resource.Electricity ? "Wh" : "L");

    private static IEnumerable<Cell> Cells(QualityCounts? counts) =>
    [
        counts?.Measured, counts?.Estimated, counts?.Substituted, counts?.Manual, counts?.Suspect, counts?.Missing,
    ];

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}

using System.Collections.Immutable;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Indicators;

namespace Jingu.Aggregator.Web.Tables;

/// <summary>Indicators as a table: one row for each unit or building, indicator and coefficient kind.</summary>
internal static class IndicatorTable
{
    public static Table Of(IndicatorReport report) => new(
        "indicators",
        [
            "of", "id", "from", "to", "days", "indicator", "kind", "value", "target", "targetToDate", "binding",
            "baseYear", "base", "changeFromBase", "coefficientSets", "confirmed", "why",
        ],
        [
            .. from subject in report.Subjects
               from indicator in subject.Indicators
               select Row(report, subject, indicator),
        ]);

    private static ImmutableArray<Cell> Row(IndicatorReport report, SubjectIndicators subject, Indicator each) =>
    [
        subject.Of, subject.Id, report.From, report.To, report.Days, each.Name, each.Kind, each.Value,
        each.Target?.Target, each.ToDate, each.Target is { } target ? Yes(target.IsBinding) : null,
        each.Target?.BaseYear, each.Target?.Base, each.ChangeFromBase,
        string.Join("; ", each.Coefficients.Select(used => $"{used.Set} ({used.Scope})")),
        each.Coefficients.IsEmpty ? null : Yes(each.Coefficients.All(used => used.IsConfirmed)), each.Why,
    ];

    private static string Yes(bool value) => value ? "yes" : "no";
}

using System.Collections.Immutable;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Aggregator.Reporting.Sheets;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Web.Tables;

/// <summary>The sheets that people sign as tables, the one that a CSV answers with first.</summary>
internal static class SheetTables
{
    private static readonly ImmutableArray<string> ResourceColumns =
    [
        "resource", "in", "quota", "adjustments", "budget", "used", "allocated", "left", "pv", "grid", "forecastLow",
        "forecastMiddle", "forecastHigh", "usedUpEarly", "usedUpMiddle", "usedUpLate", "stage", "cuts",
        "measuredShare", "measured", "estimated", "substituted", "manual", "suspect", "missing", "why",
    ];

    public static ImmutableArray<Table> Of(MonthSheet sheet) =>
    [
        new(
            "month", ["month", "unit", "name", "nameEn", "over", "madeAt", "pending", "plan", .. ResourceColumns],
            [
                .. sheet.Resources.Select(each => (ImmutableArray<Cell>)[
                    sheet.Month, sheet.Unit, sheet.Name, sheet.NameEn, Yes(sheet.IsOver), sheet.MadeAt,
                    sheet.Pending, sheet.Plan, .. Cells(each)]),
            ]),
        new(
            "meters",
            [
                "point", "resource", "in", "openingMeter", "openingAt", "openingRegister", "closingMeter", "closingAt",
                "closingRegister", "used", "checked",
            ],
            [
                .. sheet.Meters.Select(each => (ImmutableArray<Cell>)[
                    each.Point, each.Resource, In(each.Resource), each.Opening?.Meter, each.Opening?.At,
                    each.Opening?.Register, each.Closing?.Meter, each.Closing?.At, each.Closing?.Register, each.Used,
                    each.IsChecked is { } isChecked ? Yes(isChecked) : null]),
            ]),
        new(
            "adjustments", ["resource", "in", "id", "kind", "amount", "actor", "reason", "at"],
            [
                .. from resource in sheet.Resources
                   from each in resource.Adjustments
                   select (ImmutableArray<Cell>)[
                       resource.Resource, resource.BaseUnit, each.Id, each.Kind, each.Amount, each.Actor, each.Reason,
                       each.At],
            ]),
        .. Enforced(sheet.Actions, sheet.Decisions),
    ];

    public static ImmutableArray<Table> Of(CampusSheet sheet) =>
    [
        new(
            "units", ["month", "unit", "name", "nameEn", .. ResourceColumns],
            [
                .. from unit in sheet.Units
                   from each in unit.Resources
                   select (ImmutableArray<Cell>)[
                       sheet.Month, unit.Unit, unit.Name, unit.NameEn, .. Cells(each)],
            ]),
        new(
            "buildings",
            [
                "month", "building", "name", "nameEn", "resource", "in", "used", "import", "generation", "export",
                "subMeters", "gap", "unitsMeasured", "unitsAllocated", "common", "gapAfterSharing",
            ],
            [
                .. sheet.Buildings.Select(each => (ImmutableArray<Cell>)[
                    sheet.Month, each.Building, each.Name, each.NameEn, each.Resource, In(each.Resource),
                    each.Month.Used, each.Month.Balance?.Import, each.Month.Balance?.Generation,
                    each.Month.Balance?.Export, each.Month.Balance?.SubMeters, each.Month.Balance?.Gap,
                    each.Shares?.Units.Sum(unit => unit.Measured), each.Shares?.Units.Sum(unit => unit.Allocated),
                    each.Shares?.Common, each.Shares?.Gap]),
            ]),
    ];

    public static ImmutableArray<Table> Of(EnforcementReport report) => Enforced(report.Actions, report.Decisions);

    public static ImmutableArray<Table> Of(ImmutableArray<MeterChange> changes) =>
    [
        new(
            "meter-exchange",
            [
                "at", "gateway", "point", "kind", "meterBefore", "meter", "serial", "closing", "opening",
                "totalBefore", "total", "by", "reason", "sentence", "text",
            ],
            [
                .. changes.Select(each => (ImmutableArray<Cell>)[
                    each.At, each.Gateway, each.Point, each.Kind, each.MeterBefore, each.Meter, each.Serial,
                    (double?)each.Closing, (double?)each.Opening, each.TotalBefore, each.Total, each.By, each.Reason,
                    Say(each.Sentence), each.Text]),
            ]),
    ];

    /// <summary>In kWh, m3 and yuan, as the form wants them, beside the exact counts.</summary>
    public static ImmutableArray<Table> Of(ImmutableArray<StatisticsRow> rows) =>
    [
        new(
            "statistics",
            [
                "month", "unit", "name", "nameEn", "code", "nature", "squareMetres", "landSquareMetres", "users",
                "newEnergyVehicles", "electricityKwh", "electricityWh", "electricityYuan", "waterM3", "waterL",
                "waterYuan", "heatedSquareMetres", .. StatisticsRow.Unmetered, "sources",
            ],
            [
                .. rows.Select(row => (ImmutableArray<Cell>)[
                    row.Month, row.Unit, row.Name, row.NameEn, row.Institution?.Code, row.Institution?.Nature,
                    row.SquareMetres, row.Institution?.LandSquareMetres, row.Users,
                    row.Institution?.NewEnergyVehicles, row.ElectricityWh / 1000d, row.ElectricityWh,
                    row.ElectricityCost?.Fen / 100d, row.WaterL / 1000d, row.WaterL, row.WaterCost?.Fen / 100d,
                    row.Institution?.HeatedSquareMetres,
                    .. StatisticsRow.Unmetered.Select(_ => (Cell)new Cell.Empty()), row.Sources]),
            ]),
    ];

    private static ImmutableArray<Table> Enforced(
        ImmutableArray<ActionReport> actions, ImmutableArray<DecisionReport> decisions) =>
    [
        new(
            "switching",
            [
                "decidedAt", "gateway", "switchPoint", "unit", "resource", "operation", "state", "grade", "finding",
                "attempts", "attemptedAt", "settledAt", "sentence", "text",
            ],
            [
                .. actions.Select(each => (ImmutableArray<Cell>)[
                    EventFacts.Instant(each.DecidedAt), each.Gateway, each.Point, each.Unit, each.Resource,
                    each.Operation, each.State, each.Grade, each.Finding, each.Attempts,
                    EventFacts.Instant(each.AttemptedAt), EventFacts.Instant(each.SettledAt), Say(each.Sentence),
                    each.Text]),
            ]),
        new(
            "decisions", ["at", "gateway", "subject", "rule", "asks", "drill", "decidedAgain", "sentence", "text"],
            [
                .. decisions.Select(each => (ImmutableArray<Cell>)[
                    each.At, each.Gateway, each.Subject, each.Rule, string.Join(' ', each.Asks), Yes(each.Drill),
                    each.Outcome.ToString().ToLowerInvariant(), Say(each.Sentence), each.Text]),
            ]),
    ];

    private static IEnumerable<Cell> Cells(SheetResource each) =>
    [
        each.Resource, each.BaseUnit, each.Quota, each.Adjustments.Sum(entry => entry.Amount), each.Budget, each.Used,
        each.Allocated, each.Left, each.Pv?.Pv, each.Pv?.Grid, each.AtEnd?.Low, each.AtEnd?.Middle, each.AtEnd?.High,
        each.RunOut?.Early, each.RunOut?.Middle, each.RunOut?.Late, each.Stage, each.Cuts, each.Shares?.Measured,
        .. Cells(each.Quality), Say(each.WhySentence),
    ];

    private static IEnumerable<Cell> Cells(QualityCounts counts) =>
    [
        counts.Measured, counts.Estimated, counts.Substituted, counts.Manual, counts.Suspect, counts.Missing,
    ];

    /// <summary>In the language of the request.</summary>
    private static string? Say(Sentence? sentence) => sentence is null ? null : SentenceWords.Of(sentence);

    private static string In(string resource) =>
        Configuration.Words.Resources[resource] == Resource.Electricity ? "Wh" : "L";

    private static string Yes(bool value) => value ? "yes" : "no";
}

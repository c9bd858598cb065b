using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Comparing;
using Jingu.Aggregator.Reporting.Indicators;
using Jingu.Aggregator.Reporting.Sheets;
using Jingu.Budgets.Adjustments;
using Jingu.Budgets.Coefficients;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Quotas;

namespace Jingu.Aggregator.Planning.Importing;

/// <summary>One kind of planning data: its name in addresses, its columns, and what a row is about.</summary>
/// <param name="Stored">Its table in the relational store.</param>
/// <param name="Key">Of two rows that agree in these columns, the later one holds. Not both in one import.</param>
internal sealed record PlanTable(
    string Name, string Stored, ImmutableArray<PlanColumn> Columns, ImmutableArray<string> Key)
{
    private static readonly PlanColumn Source = PlanColumn.Text("source");
    private static readonly PlanColumn From = PlanColumn.Day("from", "effective_from");
    private static readonly PlanColumn Resource = PlanColumn.Choice("resource", "electricity", "water");
    private static readonly PlanColumn Unit = PlanColumn.Unit("unit");
    private static readonly PlanColumn Class = PlanColumn.Choice("class", "a", "b");
    private static readonly PlanColumn Climate = PlanColumn.Choice("climate", [.. PlanWords.Climates]);

    public static readonly PlanTable Headcounts = new(
        "headcounts", "plan_headcount",
        [
            Unit, From, PlanColumn.Number("established", 0, Headcount.Max),
            PlanColumn.Number("users", 0, Headcount.Max), Source,
        ],
        ["unit", "from"]);

    public static readonly PlanTable Areas = new(
        "areas", "plan_area",
        [Unit, From, PlanColumn.Number("squareMetres", 0, 10_000_000, "square_metres"), Source],
        ["unit", "from"]);

    public static readonly PlanTable Quotas = new(
        "quotas", "plan_quota",
        [Resource, From, PlanColumn.Number("perHead", 0, Quota.Max, "per_head"), Unit.Optional(), Source],
        ["resource", "unit", "from"]);

    public static readonly PlanTable Shapes = new(
        "shapes", "plan_shape",
        [
            Resource, From,
            .. Enumerable.Range(1, 12).Select(month => PlanColumn.Number($"m{month}", 0, MonthShape.SeasonMax)),
            PlanColumn.Number("workingDay", 1, MonthShape.WeightMax, "working_day"),
            PlanColumn.Number("restDay", 1, MonthShape.WeightMax, "rest_day"), Source,
        ],
        ["resource", "from"]);

    public static readonly PlanTable Days = new(
        "days", "plan_day",
        [
            PlanColumn.Day("date"), PlanColumn.Choice("kind", "working", "rest"), PlanColumn.Text("name").Optional(),
            Source,
        ],
        ["date"]);

    public static readonly PlanTable Coefficients = new(
        "coefficients", "plan_coefficient",
        [
            PlanColumn.Text("set", "set_name"), PlanColumn.Choice("kind", [.. PlanWords.Coefficients.Keys]), Resource,
            From, PlanColumn.Number("milligrams", 0, Coefficient.Max), PlanColumn.Text("scope"),
            PlanColumn.Choice("confirmed", "yes", "no"), Source,
        ],
        ["kind", "resource", "from"]);

    public static readonly PlanTable Adjustments = new(
        "adjustments", "plan_adjustment",
        [
            PlanColumn.Id("id"), PlanColumn.Choice("kind", [.. PlanWords.Adjustments.Keys]), Unit.Optional(),
            PlanColumn.Unit("toUnit", "to_unit").Optional(), Resource.Optional(), PlanColumn.Month("month").Optional(),
            PlanColumn.Number("amount", 1, AdjustmentBook.AmountMax).Optional(), PlanColumn.Id("reverses").Optional(),
            PlanColumn.Text("reason"),
        ],
        ["id"]);

    public static readonly PlanTable Ladders = new(
        "ladders", "plan_ladder",
        [
            Resource, Unit.Optional(), YesNo("drill"), YesNo("automatic").Optional(),
            PlanColumn.Number("noticePercent", 1, 99, "notice_percent").Optional(),
            PlanColumn.Number("warningPercent", 1, 99, "warning_percent").Optional(),
            PlanColumn.Number("firstNoticeHours", 72, 720, "first_notice_hours").Optional(),
            PlanColumn.Number("finalNoticeMinutes", 30, 1_440, "final_notice_minutes").Optional(),
            YesNo("reminder").Optional(), YesNo("cutOnLease", "cut_on_lease").Optional(),
            PlanColumn.Number("emergency", 0, AdjustmentBook.AmountMax).Optional(),
            PlanColumn.Number("cutSpacingSeconds", 0, 3_600, "cut_spacing_s").Optional(),
            PlanColumn.Number("restoreSpacingSeconds", 0, 3_600, "restore_spacing_s").Optional(), Source,
        ],
        ["resource", "unit"]);

    public static readonly PlanTable Hours = new(
        "hours", "plan_hours",
        [
            PlanColumn.Id("name"), PlanColumn.Time("begin"), PlanColumn.Time("end"),
            PlanColumn.Choice("days", [.. PlanWords.FriendlyDays.Keys, PlanWords.None]), Source,
        ],
        ["name"]);

    public static readonly PlanTable HeldDays = new(
        "held-days", "plan_held_day",
        [
            PlanColumn.Day("date"), PlanColumn.Choice("kind", [.. PlanWords.HeldDays.Keys, PlanWords.None]),
            PlanColumn.Text("name").Optional(), Source,
        ],
        ["date"]);

    public static readonly PlanTable Circuits = new(
        "circuits", "plan_circuit",
        [
            PlanColumn.Id("switchPoint", "switch_point"), PlanColumn.Id("gateway"), Unit, Resource,
            PlanColumn.Number("place", 0, UnitPolicy.CircuitsMax), YesNo("dim"), YesNo("reminder"), Source,
        ],
        ["switchPoint"]);

    public static readonly PlanTable Allocations = new(
        "allocations", "plan_allocation",
        [
            PlanColumn.Id("point"), Unit, From,
            PlanColumn.Choice("rule", [.. PlanWords.Allocations.Keys, PlanWords.None]),
            PlanColumn.Number("thousandths", 1, 1_000).Optional(), Source,
        ],
        ["point", "unit", "from"]);

    public static readonly PlanTable Sheddable = new(
        "sheddable", "plan_sheddable",
        [
            PlanColumn.Id("switchPoint", "switch_point"), PlanColumn.Id("gateway"), Unit,
            PlanColumn.Choice("kind", [.. PlanWords.Loads.Keys]), PlanColumn.Number("place", 0, 10_000),
            PlanColumn.Number("expectedWatts", 1, 100_000_000, "expected_watts"), Source,
        ],
        ["switchPoint"]);

    public static readonly PlanTable PvCredits = new(
        "pv-credits", "plan_pv_credit",
        [
            PlanColumn.Id("plant"), Unit, From,
            PlanColumn.Choice("part", [.. PlanWords.CreditParts.Keys, PlanWords.None]),
            PlanColumn.Number("thousandths", 1, 1_000).Optional(), Source,
        ],
        ["plant", "unit", "from"]);

    public static readonly PlanTable Targets = new(
        "targets", "plan_target",
        [
            PlanColumn.Choice("indicator", [.. IndicatorKind.All.Select(kind => kind.Word).Distinct()]),
            PlanColumn.Choice("coal", "coal-calorific", "coal-equivalent").Optional(), Unit.Optional(),
            PlanColumn.Number("year", 2000, 2199), PlanColumn.Number("thousandths", 0, 1_000_000_000),
            PlanColumn.Number("baseYear", 2000, 2199, "base_year").Optional(),
            PlanColumn.Number("baseThousandths", 1, 1_000_000_000, "base_thousandths").Optional(), YesNo("binding"),
            Source,
        ],
        ["indicator", "coal", "unit", "year"]);

    public static readonly PlanTable UseHours = new(
        "use-hours", "plan_use_hours",
        [
            PlanColumn.Choice("of", "unit", "building") with { Stored = "subject_kind" },
            PlanColumn.Id("id") with { Stored = "subject" }, From,
            PlanColumn.Number("hoursPerYear", 1, UseCorrection.HoursMax, "hours_per_year"), Source,
        ],
        ["of", "id", "from"]);

    public static readonly PlanTable BuildingClasses = new(
        "building-classes", "plan_building_class",
        [PlanColumn.Id("building"), From, Class, Climate, Source],
        ["building", "from"]);

    public static readonly PlanTable UseLimits = new(
        "use-limits", "plan_use_limit",
        [
            Class, Climate, From, PlanColumn.Number("constraintWh", 1, 10_000_000, "constraint_wh"),
            PlanColumn.Number("guideWh", 1, 10_000_000, "guide_wh"), YesNo("confirmed"), Source,
        ],
        ["class", "climate", "from"]);

    public static readonly PlanTable Institutions = new(
        "institutions", "plan_institution",
        [
            Unit, From, PlanColumn.Text("code"), PlanColumn.Choice("nature", [.. PlanWords.Natures]),
            PlanColumn.Number("landSquareMetres", 0, 100_000_000, "land_square_metres").Optional(),
            PlanColumn.Number("heatedSquareMetres", 0, 10_000_000, "heated_square_metres").Optional(),
            PlanColumn.Number("newEnergyVehicles", 0, 100_000, "new_energy_vehicles").Optional(), Source,
        ],
        ["unit", "from"]);

    public static readonly PlanTable Costs = new(
        "costs", "plan_cost",
        [Unit, Resource, PlanColumn.Month("month"), PlanColumn.Number("fen", 0, BilledCost.FenMax), Source],
        ["unit", "resource", "month"]);

    public static readonly ImmutableArray<PlanTable> All =
    [
        Headcounts, Areas, Quotas, Shapes, Days, Coefficients, Adjustments, Ladders, Hours, HeldDays, Circuits,
        Allocations, Sheddable, PvCredits, Targets, UseHours, BuildingClasses, UseLimits, Institutions, Costs,
    ];

    /// <summary>The table of a name; null where there is none.</summary>
    public static PlanTable? Of(string name) => All.FirstOrDefault(table => table.Name == name);

    /// <summary>What a row is about: two rows with the same one speak of the same.</summary>
    /// <param name="value">Of a column; null where it was left empty.</param>
    public string KeyOf(Func<string, string?> value) => string.Join('\n', Key.Select(value));

    private static PlanColumn YesNo(string name, string? stored = null) =>
        PlanColumn.Choice(name, "yes", "no") with { Stored = stored ?? name };
}

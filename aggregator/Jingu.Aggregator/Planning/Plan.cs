using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Budgets.Adjustments;
using Jingu.Budgets.Coefficients;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Planning;

/// <summary>
/// All planning data as of an import: what budgets are computed from. Immutable; the same imports make the same plan.
/// </summary>
internal sealed partial class Plan
{
    private readonly ILookup<UnitId, Dated<Headcount>> _headcounts;
    private readonly ILookup<UnitId, Dated<long>> _areas;
    private readonly ILookup<(Resource, UnitId?), Dated<Quota>> _quotas;
    private readonly ILookup<Resource, Dated<MonthShape>> _shapes;
    private readonly ILookup<(CoefficientKind, Resource), Dated<Coefficient>> _coefficients;
    private readonly ImmutableArray<StoredImport> _imports;

    public Plan(ImmutableArray<StoredImport> imports)
    {
        _imports = imports;
        Number = imports.IsEmpty ? 0 : imports[^1].Number;
        var rows = imports.SelectMany(import => import.Import.Rows.Select(row => new Row(import, row))).ToList();
        IEnumerable<Row> Of(PlanTable table) => rows.Where(row => row.Import.Import.Table == table);
        _headcounts = Of(PlanTable.Headcounts).ToLookup(
            row => row.Values.Unit("unit"),
            row => Dated(row, new Headcount(
                (int)row.Values.Count("established"), (int)row.Values.Count("users"), row.Source)));
        _areas = Of(PlanTable.Areas).ToLookup(
            row => row.Values.Unit("unit"), row => Dated(row, row.Values.Count("squareMetres")));
        _quotas = Of(PlanTable.Quotas).ToLookup(
            row => (row.Values.Resource(), row.Values.UnitOrNull("unit")),
            row => Dated(row, new Quota(row.Values.Count("perHead"), row.Source)));
        _shapes = Of(PlanTable.Shapes).ToLookup(row => row.Values.Resource(), row => Dated(row, ShapeOf(row)));
        _coefficients = Of(PlanTable.Coefficients).ToLookup(
            row => (PlanWords.Coefficients[row.Values.Text("kind")], row.Values.Resource()),
            row => Dated(row, CoefficientOf(row)));
        WorkingDays = new(Of(PlanTable.Days).Select(row => (row.Values.Day("date"), DayOf(row))));
        ReadPolicies(Of);
        _sheddable = [.. Last(Of(PlanTable.Sheddable), "switchPoint")];
        _targets = [.. Of(PlanTable.Targets).Select(row => row.Values)];
        ReadPremises(Of);
        _allocations = Of(PlanTable.Allocations).ToLookup(
            row => (new PointId(row.Values.Text("point")), row.Values.Unit("unit")),
            row => Dated(row, new Allocation(
                row.Values.Text("rule"), row.Values.TextOrNull("thousandths") is null
                    ? 0
                    : row.Values.Count("thousandths"), row.Source)));
        _credits = Of(PlanTable.PvCredits).ToLookup(
            row => (new PlantId(row.Values.Text("plant")), row.Values.Unit("unit")), CreditOf);
        Adjustments = Of(PlanTable.Adjustments).Aggregate(AdjustmentBook.Empty, (book, row) =>
            book.Add(OrderOf(row.Import.Import, row.Values)) is AdjustmentOutcome.Added added
                ? added.Book
                : throw new InvalidDataException(
                    $"Adjustment {row.Values.Text("id")} is stored but contradicts earlier ones: restore a copy."));
    }

    /// <summary>Of the last import; 0 without any. Results are stamped with it.</summary>
    public long Number { get; }

    public AdjustmentBook Adjustments { get; }

    /// <summary>The calendar that was imported: holidays, and days that are made up for.</summary>
    public WorkingDays WorkingDays { get; }

    /// <summary>As it would be with one more import; this one stays as it is.</summary>
    public Plan With(PlanImport import) => new(_imports.Add(new(Number + 1, import)));

    /// <summary>A table as it stands.</summary>
    /// <param name="today">The site's local day.</param>
    public ImmutableArray<KeptRow> Kept(PlanTable table, LocalDate today) => KeptRow.All(_imports, table, today);

    /// <summary>A unit's budget before adjustments.</summary>
    public BudgetOutcome Budget(UnitId unit, Resource resource, YearMonth month) =>
        Budgeting.Of(month, new(
            new(_headcounts[unit]),
            new EffectiveDated<Quota>(_quotas[(resource, null)]).Until(new(_quotas[(resource, unit)])),
            new(_shapes[resource]),
            WorkingDays));

    /// <summary>Wh or L that a unit may use in a month, adjustments included; null where a budget is missing.</summary>
    public long? Available(UnitId unit, Resource resource, YearMonth month) =>
        Budget(unit, resource, month) is BudgetOutcome.Computed computed
            ? computed.Budget.Amount + Adjustments.Sum(unit, resource, month)
            : null;

    /// <summary>What the calendar says of a day; null where it follows the week.</summary>
    public DeclaredDay? Declared(LocalDate day) => WorkingDays.Declared(day);

    /// <summary>The factor that holds on the first day of a month; null where none was imported.</summary>
    public Dated<Coefficient>? Coefficient(CoefficientKind kind, Resource resource, YearMonth month) =>
        new EffectiveDated<Coefficient>(_coefficients[(kind, resource)]).At(month.OnDayOfMonth(1));

    /// <summary>A unit's floor area on a day, m2; null where none was imported.</summary>
    public long? SquareMetres(UnitId unit, LocalDate day) => new EffectiveDated<long>(_areas[unit]).At(day)?.Value;

    /// <summary>What a row of an import of adjustments asks for.</summary>
    public static AdjustmentOrder OrderOf(PlanImport import, PlanRow row) => new(
        new(row.Text("id")),
        PlanWords.Adjustments[row.Text("kind")],
        row.UnitOrNull("unit"),
        row.UnitOrNull("toUnit"),
        row.TextOrNull("resource") is null ? null : row.Resource(),
        row.TextOrNull("month") is { } month ? Reporting.MonthReport.Parse(month) : null,
        row.TextOrNull("amount") is null ? null : row.Count("amount"),
        row.TextOrNull("reverses") is { } reverses ? new AdjustmentId(reverses) : null,
        import.Head.Actor,
        row.Text("reason"),
        import.At);

    private static Dated<T> Dated<T>(Row row, T value) => new(row.Values.Day("from"), value);

    private static MonthShape ShapeOf(Row row) => new(
        [.. Enumerable.Range(1, 12).Select(
            month => (int)row.Values.Count(string.Create(CultureInfo.InvariantCulture, $"m{month}")))],
        (int)row.Values.Count("workingDay"),
        (int)row.Values.Count("restDay"),
        row.Source);

    private static Coefficient CoefficientOf(Row row) => new(
        row.Values.Text("set"),
        row.Values.Count("milligrams"),
        row.Values.Text("scope"),
        row.Values.Text("confirmed") == "yes",
        row.Source);

    private static DeclaredDay DayOf(Row row) => new(
        row.Values.Text("kind") == "working" ? DayKind.Working : DayKind.Rest,
        row.Values.TextOrNull("name") ?? "",
        row.Source);

    private sealed record Row(StoredImport Import, PlanRow Values)
    {
        /// <summary>As the row names it, and the import it came in.</summary>
        public string Source => string.Create(
            CultureInfo.InvariantCulture, $"{Values.Text("source")}; import {Import.Number}");
    }
}

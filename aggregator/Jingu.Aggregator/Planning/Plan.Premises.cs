using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Comparing;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Reporting.Sheets;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Planning;

/// <summary>What planning says about premises, institutions and what they were billed.</summary>
internal sealed partial class Plan
{
    private ILookup<RollupSubject, Dated<Sourced>> _useHours = null!;
    private ILookup<BuildingId, Dated<BuildingClass>> _classes = null!;
    private ILookup<(string Class, string Climate), Dated<UseLimit>> _limits = null!;
    private ILookup<UnitId, Dated<Institution>> _institutions = null!;
    private ImmutableDictionary<(UnitId, Resource, YearMonth), BilledCost> _costs = null!;

    /// <summary>Mean hours of use in a year over days; null where some day has none.</summary>
    public UseHours? HoursOf(RollupSubject subject, LocalDays days)
    {
        var hours = new EffectiveDated<Sourced>(_useHours[subject]);
        var held = days.All.Select(hours.At).ToList();
        return held.Count == 0 || held.Contains(null)
            ? null
            : new(held.Average(each => each!.Value.Count), held[^1]!.Value.Source);
    }

    /// <summary>What kind of building it is on a day; null where that was not imported.</summary>
    public BuildingClass? ClassOf(BuildingId building, LocalDate day) =>
        new EffectiveDated<BuildingClass>(_classes[building]).At(day)?.Value;

    /// <summary>What buildings of a class are held against on a day; null where that was not imported.</summary>
    public UseLimit? LimitOf(BuildingClass of, LocalDate day) =>
        new EffectiveDated<UseLimit>(_limits[(of.Class, of.Climate)]).At(day)?.Value;

    /// <summary>What the statistics say of a unit on a day; null where that was not imported.</summary>
    public Institution? InstitutionOf(UnitId unit, LocalDate day) =>
        new EffectiveDated<Institution>(_institutions[unit]).At(day)?.Value;

    /// <summary>What a unit was billed for a month; null where no bill was imported.</summary>
    public BilledCost? CostOf(UnitId unit, Resource resource, YearMonth month) =>
        _costs.GetValueOrDefault((unit, resource, month));

    private void ReadPremises(Func<PlanTable, IEnumerable<Row>> of)
    {
        _useHours = of(PlanTable.UseHours).ToLookup(
            row => new RollupSubject(RollupWords.Parse<RollupOf>(row.Values.Text("of")), row.Values.Text("id")),
            row => Dated(row, new Sourced(row.Values.Count("hoursPerYear"), row.Source)));
        _classes = of(PlanTable.BuildingClasses).ToLookup(
            row => new BuildingId(row.Values.Text("building")),
            row => Dated(row, new BuildingClass(row.Values.Text("class"), row.Values.Text("climate"))));
        _limits = of(PlanTable.UseLimits).ToLookup(
            row => (row.Values.Text("class"), row.Values.Text("climate")),
            row => Dated(row, new UseLimit(
                row.Values.Count("constraintWh") / 1000d, row.Values.Count("guideWh") / 1000d,
                row.Values.Text("confirmed") == "yes", row.Source)));
        _institutions = of(PlanTable.Institutions).ToLookup(
            row => row.Values.Unit("unit"),
            row => Dated(row, new Institution(
                row.Values.Text("code"), row.Values.Text("nature"), CountOrNull(row, "landSquareMetres"),
                CountOrNull(row, "heatedSquareMetres"), CountOrNull(row, "newEnergyVehicles"), row.Source)));
        var costs = ImmutableDictionary.CreateBuilder<(UnitId, Resource, YearMonth), BilledCost>();
        foreach (var row in of(PlanTable.Costs))
        {
            var month = MonthReport.Parse(row.Values.Text("month"))!.Value;
            costs[(row.Values.Unit("unit"), row.Values.Resource(), month)] =
                new(row.Values.Count("fen"), row.Source);
        }
        _costs = costs.ToImmutable();
    }

    private static long? CountOrNull(Row row, string column) => row.Values.TextOrNull(column) is { } text
        ? long.Parse(text, CultureInfo.InvariantCulture)
        : null;

    private sealed record Sourced(long Count, string Source);
}

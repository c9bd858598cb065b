using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jingu.Aggregator.Planning.Statements;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>The plants of a site over a period, as the API and files show them.</summary>
/// <param name="From">Included, UTC.</param>
/// <param name="To">Excluded, UTC.</param>
/// <param name="ZoneVersion">The tz data that boundaries were computed with.</param>
/// <param name="Plan">Number of the last import of planning data that was taken into account.</param>
/// <param name="Latitude">Degrees; null where the site has no coordinates.</param>
/// <param name="Buildings">Those with a main or a plant.</param>
/// <param name="Whole">All of them together.</param>
internal sealed record PlantsReport(
    int Schema,
    string Site,
    string Zone,
    string ZoneVersion,
    DateTimeOffset From,
    DateTimeOffset To,
    string Store,
    long Plan,
    double? Latitude,
    double? Longitude,
    ImmutableArray<PlantReport> Plants,
    ImmutableArray<Balance> Buildings,
    Balance Whole)
{
    /// <summary>
    /// What rules credit to units, of a period that is a month; empty without rules. For the next month's budget, if
    /// somebody imports it.
    /// </summary>
    public ImmutableArray<PlantCredit> Credits { get; init; } = [];

    /// <summary>Every quarter hour that is known, building by building; for a file of its own.</summary>
    [JsonIgnore]
    public ImmutableArray<BalanceQuarter> Quarters { get; init; } = [];
}

/// <summary>One plant over a period.</summary>
/// <param name="CapacityW">W peak.</param>
/// <param name="YearlyBand">kWh for a kWp and year that are plausible in this region.</param>
/// <param name="Avoided">By local month and coefficient.</param>
internal sealed record PlantReport(
    string Id,
    string Name,
    string NameEn,
    string Building,
    long CapacityW,
    PlantFigures Figures,
    YieldBand YearlyBand,
    ImmutableArray<AvoidedReport> Avoided,
    ImmutableArray<PlantAlarm> Alarms)
{
    /// <summary>What was to be expected over the period; null where neither light nor other plants tell.</summary>
    public PlantExpectation? Expectation { get; init; }

    /// <summary>Each local day of the period that has begun.</summary>
    public ImmutableArray<PlantDay> Days { get; init; } = [];

    /// <summary>Every quarter hour that is due; answered on its own.</summary>
    [JsonIgnore]
    public ImmutableArray<HeldQuarter> Curve { get; init; } = [];
}

/// <summary>
/// What a plant's energy of a month would have cost as carbon dioxide and coal from the grid, by the coefficients that
/// hold in that month; the two coals are two lines and never added.
/// </summary>
internal sealed record AvoidedReport(string Month, long Wh, ImmutableArray<StatementConversion> Conversions);

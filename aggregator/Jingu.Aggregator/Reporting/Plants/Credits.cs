using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Budgets.Allocation;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>What of a plant's energy is credited.</summary>
internal enum CreditPart
{
    /// <summary>All that it generated.</summary>
    Generation,
    /// <summary>What its building used of it: of every quarter hour's export it bears its share.</summary>
    SelfConsumed,
}

/// <summary>By which rule a unit is credited with part of a plant: whose roof, whose meter.</summary>
/// <param name="Thousandths">1 to 1,000 of the part; those of a plant add up to 1,000 at most.</param>
/// <param name="Source">Where the rule comes from, and from which day on it holds.</param>
internal sealed record CreditRule(PlantId Plant, UnitId Unit, CreditPart Part, long Thousandths, string Source);

/// <summary>
/// What a plant's measured energy of a month gives to units. To the watt-hour: whole = all units + not credited.
/// Estimates are never credited.
/// </summary>
/// <param name="Part">generation or self-consumed.</param>
/// <param name="WholeWh">Measured energy of that part; null where it is not known.</param>
/// <param name="QuartersMeasured">Quarter hours that it was measured in.</param>
/// <param name="Why">Why nothing is credited; null where the rules were applied.</param>
internal sealed record PlantCredit(
    string Plant,
    string Part,
    long? WholeWh,
    int QuartersMeasured,
    int QuartersDue,
    ImmutableArray<UnitCredit> Units,
    long? NotCreditedWh,
    string? Why)
{
    /// <summary>What <see cref="Why"/> says, for texts in another language.</summary>
    [JsonIgnore]
    public CreditDoubt? Doubt { get; init; }
}

/// <summary>Why nothing is credited.</summary>
internal enum CreditDoubt
{
    NoMains,
    NotMeasured,
}

/// <summary>One unit's part, Wh.</summary>
internal sealed record UnitCredit(string Unit, long Thousandths, long Wh, string Source);

/// <summary>Applies the rules of a month. Pure; for reports and for adjustments that a person imports.</summary>
/// <param name="quarters">Quarter hours of balances, of all buildings.</param>
/// <param name="intervals">Of every generation point.</param>
internal sealed class Credits(
    Site site,
    ImmutableArray<BalanceQuarter> quarters,
    IReadOnlyDictionary<PointId, IReadOnlyDictionary<DateTimeOffset, Interval>> intervals)
{
    private const long Thousandths = 1000;

    /// <summary>One for each plant that has rules, in the site's order.</summary>
    /// <param name="due">Quarter hours of the month.</param>
    public ImmutableArray<PlantCredit> Of(ImmutableArray<CreditRule> rules, int due) =>
    [
        .. from plant in site.Plants
           let own = rules.Where(rule => rule.Plant == plant.Id).ToImmutableArray()
           where !own.IsEmpty
           select Of(plant, own, due),
    ];

    private PlantCredit Of(Plant plant, ImmutableArray<CreditRule> rules, int due)
    {
        var part = rules[0].Part;
        PlantCredit Nothing(CreditDoubt doubt, string why) =>
            new(plant.Id.Value, WordOf(part), null, 0, due, [], null, why) { Doubt = doubt };
        if (part == CreditPart.SelfConsumed && !HasMeters(plant.Building))
        {
            return Nothing(
                CreditDoubt.NoMains,
                "no main meter counts import and export of its building: what it used is not known");
        }
        var measured = part == CreditPart.Generation ? Generated(plant) : Consumed(plant);
        if (measured.Count == 0)
            return Nothing(CreditDoubt.NotMeasured, "no quarter hour of it was measured");
        var whole = measured.Sum();
        var shares = Spread.Over(
            whole,
            [.. rules.Select(rule => (Int128)rule.Thousandths), Thousandths - rules.Sum(rule => rule.Thousandths)]);
        return new(
            plant.Id.Value, WordOf(part), whole, measured.Count, due,
            [
                .. rules.Select((rule, index) => new UnitCredit(
                    rule.Unit.Value, rule.Thousandths, shares[index], rule.Source)),
            ],
            shares[^1], null);
    }

    private static string WordOf(CreditPart part) => part == CreditPart.Generation ? "generation" : "self-consumed";

    private bool HasMeters(BuildingId building) =>
        new[] { FlowDirection.Import, FlowDirection.Export }.All(direction => site.Points.Any(
            point => point.Building == building && point.Role == PointRole.Main
                && point.Resource == Resource.Electricity && point.Direction == direction));

    /// <summary>Wh of each quarter hour in which all of its points were measured.</summary>
    private List<long> Generated(Plant plant)
    {
        var points = plant.Points.Select(point => intervals[point]).ToList();
        return
        [
            .. from start in points[0].Keys
               let found = points.Select(point => point.GetValueOrDefault(start)).ToList()
               where found.All(each => each is { Quality: Quality.Measured })
               select found.Sum(each => each!.Amount),
        ];
    }

    /// <summary>
    /// Of each quarter hour in which its building was measured whole: what it generated less its share of the export,
    /// which the building's generating points bear by what they generated.
    /// </summary>
    private List<long> Consumed(Plant plant)
    {
        var points = site.Points
            .Where(point => point.Building == plant.Building && point.Role == PointRole.Plant).Select(point => point.Id)
            .ToList();
        var consumed = new List<long>();
        foreach (var quarter in quarters.Where(each => each.Building == plant.Building && each.IsMeasured))
        {
            var made = points.Select(point => intervals[point][quarter.Start].Amount).ToList();
            // More than was generated comes from elsewhere and takes nothing away.
            var exported = Spread.Over(
                Math.Min(quarter.Export, quarter.Generation), [.. made.Select(amount => (Int128)amount)]);
            consumed.Add(points.Select((point, index) => plant.Points.Contains(point)
                ? made[index] - exported[index]
                : 0).Sum());
        }
        return consumed;
    }
}

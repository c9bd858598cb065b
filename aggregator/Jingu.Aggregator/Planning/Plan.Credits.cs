using System.Collections.Immutable;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Planning;

/// <summary>What planning says about credits of PV; nothing, unless somebody imported rules.</summary>
internal sealed partial class Plan
{
    private readonly ILookup<(PlantId Plant, UnitId Unit), Dated<Credit>> _credits;

    /// <summary>The rules that hold on a day; those of the first of a month hold for all of it.</summary>
    public ImmutableArray<CreditRule> CreditsOn(LocalDate day) =>
    [
        .. from each in _credits
           let dated = new EffectiveDated<Credit>(each).At(day)
           where dated is not null && dated.Value.Part != PlanWords.None
           orderby each.Key.Plant.Value, each.Key.Unit.Value
           select new CreditRule(
               each.Key.Plant, each.Key.Unit, PlanWords.CreditParts[dated.Value.Part], dated.Value.Thousandths,
               $"from {LocalDatePattern.Iso.Format(dated.From)}: {dated.Value.Source}"),
    ];

    /// <summary>The days from a day on, itself included, on which a rule of a plant changes.</summary>
    public IEnumerable<LocalDate> CreditChanges(PlantId plant, LocalDate from) => _credits
        .Where(each => each.Key.Plant == plant).SelectMany(each => each).Select(dated => dated.From)
        .Where(day => day >= from).Distinct().Order();

    private static Dated<Credit> CreditOf(Row row) => Dated(row, new Credit(
        row.Values.Text("part"),
        row.Values.TextOrNull("thousandths") is null ? 0 : row.Values.Count("thousandths"),
        row.Source));

    private sealed record Credit(string Part, long Thousandths, string Source);
}

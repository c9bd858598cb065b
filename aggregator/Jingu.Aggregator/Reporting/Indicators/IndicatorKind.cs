using Jingu.Budgets.Coefficients;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Indicators;

/// <summary>An amount of a resource, converted, for each square metre or person. Immutable.</summary>
/// <param name="Word">In planning tables and the API.</param>
/// <param name="Factor">What it is converted with; null where it is the resource's own kWh or m3.</param>
/// <param name="IsPerPerson">Users 用能人数; else m2 of floor area.</param>
internal sealed record IndicatorKind(string Word, Resource Resource, CoefficientKind? Factor, bool IsPerPerson)
{
    public const string KwhPerM2 = "kwh-per-m2";
    public const string KgcePerM2 = "kgce-per-m2";
    public const string KgcePerPerson = "kgce-per-person";

    /// <summary>Each indicator in kgce twice: the two coal equivalents are never mixed (GB/T 2589-2020).</summary>
    public static readonly IReadOnlyList<IndicatorKind> All =
    [
        new(KwhPerM2, Resource.Electricity, null, false),
        new("kwh-per-person", Resource.Electricity, null, true),
        new(KgcePerM2, Resource.Electricity, CoefficientKind.CoalCalorific, false),
        new(KgcePerM2, Resource.Electricity, CoefficientKind.CoalEquivalent, false),
        new(KgcePerPerson, Resource.Electricity, CoefficientKind.CoalCalorific, true),
        new(KgcePerPerson, Resource.Electricity, CoefficientKind.CoalEquivalent, true),
        new("m3-per-person", Resource.Water, null, true),
        new("kg-co2-per-m2", Resource.Electricity, CoefficientKind.Carbon, false),
    ];

    /// <summary>
    /// One word for each: of those in kgce with the coal behind a dot, such as <c>kgce-per-m2.coal-calorific</c>.
    /// </summary>
    public string Name => IsCoal(Word) ? $"{Word}.{WordOf(Factor!.Value)}" : Word;

    /// <summary>Of a <see cref="Name"/>; null where there is none.</summary>
    public static IndicatorKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The word of the API for what something is converted with.</summary>
    public static string WordOf(CoefficientKind kind) => kind switch
    {
        CoefficientKind.Carbon => "carbon",
        CoefficientKind.CoalCalorific => "coal-calorific",
        _ => "coal-equivalent",
    };

    /// <summary>True for those in kgce, which say by which coal.</summary>
    public static bool IsCoal(string word) => word is KgcePerM2 or KgcePerPerson;
}

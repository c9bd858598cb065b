using System.Collections.Frozen;
using Jingu.Budgets.Adjustments;
using Jingu.Budgets.Coefficients;

namespace Jingu.Aggregator.Planning.Importing;

/// <summary>The words of planning tables for enumerations.</summary>
internal static class PlanWords
{
    public static readonly FrozenDictionary<string, AdjustmentKind> Adjustments =
        new Dictionary<string, AdjustmentKind>
        {
            ["extension"] = AdjustmentKind.Extension,
            ["transfer"] = AdjustmentKind.Transfer,
            ["carry-over"] = AdjustmentKind.CarryOver,
            ["recovery"] = AdjustmentKind.Recovery,
            ["emergency"] = AdjustmentKind.Emergency,
            ["reversal"] = AdjustmentKind.Reversal,
        }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, CoefficientKind> Coefficients =
        new Dictionary<string, CoefficientKind>
        {
            ["carbon"] = CoefficientKind.Carbon,
            ["coal-calorific"] = CoefficientKind.CoalCalorific,
            ["coal-equivalent"] = CoefficientKind.CoalEquivalent,
        }.ToFrozenDictionary();

    /// <summary>The word of a value.</summary>
    public static string Of(AdjustmentKind kind) => Adjustments.Single(item => item.Value == kind).Key;

    /// <inheritdoc cref="Of(AdjustmentKind)"/>
    public static string Of(CoefficientKind kind) => Coefficients.Single(item => item.Value == kind).Key;
}

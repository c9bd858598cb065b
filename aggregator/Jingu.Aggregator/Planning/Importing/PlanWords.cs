using System.Collections.Frozen;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Budgets.Adjustments;
using Jingu.Budgets.Allocation;
using Jingu.Budgets.Coefficients;
using Jingu.Budgets.DemandResponse;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using NodaTime.Text;

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

    public static readonly FrozenDictionary<string, AllocationRule> Allocations =
        Enum.GetValues<AllocationRule>().ToFrozenDictionary(rule => Configuration.Words.Of(rule));

    public static readonly FrozenDictionary<string, LoadKind> Loads = new Dictionary<string, LoadKind>
    {
        ["circuit"] = LoadKind.Circuit,
        ["lamp"] = LoadKind.Lamp,
        ["set-point"] = LoadKind.SetPoint,
    }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, CreditPart> CreditParts = new Dictionary<string, CreditPart>
    {
        ["generation"] = CreditPart.Generation,
        ["self-consumed"] = CreditPart.SelfConsumed,
    }.ToFrozenDictionary();

    /// <summary>Climates of the thermal design of buildings (GB 50176), severe cold 严寒 to mild 温和.</summary>
    public static readonly string[] Climates =
    [
        "severe-cold", "cold", "hot-summer-cold-winter", "hot-summer-warm-winter", "mild",
    ];

    /// <summary>单位性质: state organ 01, institution 02 and its kinds 021 to 026, social group 03.</summary>
    public static readonly string[] Natures = ["01", "02", "021", "022", "023", "024", "025", "026", "03"];

    /// <summary>Takes an earlier row of the same key back.</summary>
    public const string None = "none";

    public static readonly LocalTimePattern TimeOfDay = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static readonly FrozenDictionary<string, FriendlyDays> FriendlyDays =
        new Dictionary<string, FriendlyDays>
        {
            ["every"] = Jingu.Budgets.Policies.FriendlyDays.Every,
            ["working"] = Jingu.Budgets.Policies.FriendlyDays.Working,
            ["rest"] = Jingu.Budgets.Policies.FriendlyDays.Rest,
        }.ToFrozenDictionary();

    public static readonly FrozenDictionary<string, HoldReason> HeldDays = new Dictionary<string, HoldReason>
    {
        ["special"] = HoldReason.SpecialDay,
        ["extreme-heat"] = HoldReason.ExtremeHeat,
        ["extreme-cold"] = HoldReason.ExtremeCold,
    }.ToFrozenDictionary();

    /// <summary>The word of a value.</summary>
    public static string Of(AdjustmentKind kind) => Adjustments.Single(item => item.Value == kind).Key;

    /// <inheritdoc cref="Of(AdjustmentKind)"/>
    public static string Of(HoldReason reason) => HeldDays.Single(item => item.Value == reason).Key;

    /// <inheritdoc cref="Of(AdjustmentKind)"/>
    public static string Of(LoadKind kind) => Loads.Single(item => item.Value == kind).Key;

    /// <inheritdoc cref="Of(AdjustmentKind)"/>
    public static string Of(CoefficientKind kind) => Coefficients.Single(item => item.Value == kind).Key;
}

using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Budgets.Adjustments;

/// <summary>What a budget is changed by after it was computed.</summary>
public enum AdjustmentKind
{
    /// <summary>More for one unit and month.</summary>
    Extension,
    /// <summary>From one unit to another, in the same month.</summary>
    Transfer,
    /// <summary>What was saved last month, added.</summary>
    CarryOver,
    /// <summary>What was overdrawn last month, taken off.</summary>
    Recovery,
    /// <summary>The emergency allowance 应急额度: added now, taken off the next month in the same entry.</summary>
    Emergency,
    /// <summary>Takes an earlier adjustment back by its opposite (红冲): nothing is ever edited.</summary>
    Reversal,
}

/// <summary>What somebody asks to be entered.</summary>
/// <param name="Unit">Whose budget; of a transfer, the unit that gives. Null for a reversal.</param>
/// <param name="ToUnit">Of a transfer only: the unit that takes.</param>
/// <param name="Resource">Null for a reversal.</param>
/// <param name="Month">The local month it counts in. Null for a reversal.</param>
/// <param name="Amount">Wh or L, above zero whichever way it counts; null for a reversal.</param>
/// <param name="Reverses">Of a reversal only: what it takes back.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Reason">Why, for an auditor.</param>
/// <param name="At">Site time of the entry, UTC.</param>
public sealed record AdjustmentOrder(
    AdjustmentId Id,
    AdjustmentKind Kind,
    UnitId? Unit,
    UnitId? ToUnit,
    Resource? Resource,
    YearMonth? Month,
    long? Amount,
    AdjustmentId? Reverses,
    string Actor,
    string Reason,
    DateTimeOffset At);

/// <summary>A change of one budget: Wh or L, signed.</summary>
public sealed record AdjustmentLeg(UnitId Unit, Resource Resource, YearMonth Month, long Amount);

/// <summary>An adjustment as entered; <see cref="AdjustmentBook"/> makes it, and it never changes.</summary>
/// <param name="Legs">
/// What it changes. A transfer and an emergency allowance have two that add up to zero; a reversal has the opposite of
/// each leg it takes back.
/// </param>
public sealed record Adjustment(AdjustmentOrder Order, ImmutableArray<AdjustmentLeg> Legs);

using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Budgets.Adjustments;

/// <summary>
/// All adjustments in the order they were entered. Immutable, safe from any thread: adding makes another book. The same
/// orders in the same order make the same book.
/// </summary>
public sealed class AdjustmentBook
{
    /// <summary>The largest amount of one adjustment: 1 TWh, or 10^12 L.</summary>
    public const long AmountMax = 1_000_000_000_000;

    public static readonly AdjustmentBook Empty = new([], [], []);

    private readonly ImmutableDictionary<AdjustmentId, Adjustment> _byId;
    private readonly ImmutableHashSet<AdjustmentId> _reversed;

    private AdjustmentBook(
        ImmutableList<Adjustment> all,
        ImmutableDictionary<AdjustmentId, Adjustment> byId,
        ImmutableHashSet<AdjustmentId> reversed) =>
        (All, _byId, _reversed) = (all, byId, reversed);

    public ImmutableList<Adjustment> All { get; }

    /// <summary>Adds an order, or says which of its fields is wrong and why.</summary>
    public AdjustmentOutcome Add(AdjustmentOrder order)
    {
        if (_byId.ContainsKey(order.Id))
            return Refuse("id", $"'{order.Id}' is entered already: an adjustment is never edited; give another id.");
        var (legs, refusal) = order.Kind == AdjustmentKind.Reversal ? Reverse(order) : LegsOf(order);
        if (refusal is not null)
            return refusal;
        var adjustment = new Adjustment(order, legs);
        return new AdjustmentOutcome.Added(
            new(
                All.Add(adjustment),
                _byId.Add(order.Id, adjustment),
                order.Reverses is { } reversed ? _reversed.Add(reversed) : _reversed),
            adjustment);
    }

    /// <summary>What changes a unit's budget of a month, in the order it was entered.</summary>
    public IEnumerable<(Adjustment Adjustment, AdjustmentLeg Leg)> Of(
        UnitId unit, Resource resource, YearMonth month) =>
        from adjustment in All
        from leg in adjustment.Legs
        where leg.Unit == unit && leg.Resource == resource && leg.Month == month
        select (adjustment, leg);

    /// <summary>Wh or L that a unit's budget of a month is changed by, signed.</summary>
    public long Sum(UnitId unit, Resource resource, YearMonth month) =>
        Of(unit, resource, month).Sum(item => item.Leg.Amount);

    private (ImmutableArray<AdjustmentLeg>, AdjustmentOutcome.Refused?) Reverse(AdjustmentOrder order)
    {
        if (order is not { Unit: null, ToUnit: null, Resource: null, Month: null, Amount: null })
        {
            return ([], Refuse(
                "reverses",
                "a reversal takes back the whole of what it names: "
                    + "leave unit, toUnit, resource, month and amount empty."));
        }
        if (order.Reverses is not { } id)
            return ([], Refuse("reverses", "is missing: name the adjustment that is taken back."));
        if (!_byId.TryGetValue(id, out var earlier))
            return ([], Refuse("reverses", $"'{id}' is not entered: there is nothing to take back."));
        if (earlier.Order.Kind == AdjustmentKind.Reversal)
            return ([], Refuse("reverses", $"'{id}' is itself a reversal: enter what is meant as a new adjustment."));
        return _reversed.Contains(id)
            ? ([], Refuse("reverses", $"'{id}' is taken back already."))
            : ([.. earlier.Legs.Select(leg => leg with { Amount = -leg.Amount })], null);
    }

    private static (ImmutableArray<AdjustmentLeg>, AdjustmentOutcome.Refused?) LegsOf(AdjustmentOrder order)
    {
        if (order.Unit is not { } unit)
            return ([], Refuse("unit", "is missing: name whose budget changes."));
        if (order.Resource is not { } resource)
            return ([], Refuse("resource", "is missing: electricity or water."));
        if (order.Month is not { } month)
            return ([], Refuse("month", "is missing: write one such as 2026-03."));
        if (order.Amount is not (> 0 and <= AmountMax and var amount))
            return ([], Refuse("amount", $"must be 1 to {AmountMax} Wh or L; the kind says which way it counts."));
        if (order.Reverses is not null)
            return ([], Refuse("reverses", "goes with a reversal only: leave it empty."));
        var leg = new AdjustmentLeg(unit, resource, month, amount);
        switch (order.Kind)
        {
            case AdjustmentKind.Transfer:
                return order.ToUnit is { } taker && taker != unit
                    ? ([leg with { Amount = -amount }, leg with { Unit = taker }], null)
                    : ([], Refuse("toUnit", "names the other unit that takes what this one gives."));
            case var _ when order.ToUnit is not null:
                return ([], Refuse("toUnit", "goes with a transfer only: leave it empty."));
            case AdjustmentKind.Emergency:
                return ([leg, leg with { Month = Next(month), Amount = -amount }], null);
            case AdjustmentKind.Recovery:
                return ([leg with { Amount = -amount }], null);
            default:
                return ([leg], null);
        }
    }

    private static YearMonth Next(YearMonth month) => month.OnDayOfMonth(1).PlusMonths(1).ToYearMonth();

    private static AdjustmentOutcome.Refused Refuse(string field, string why) => new(field, why);
}

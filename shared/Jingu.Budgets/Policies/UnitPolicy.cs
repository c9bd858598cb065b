using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Leases;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Grants;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Policies;

/// <summary>How one gateway treats one unit for one resource.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Number">The unit's number in grant codes, 0 to 99; of all its resources the same.</param>
/// <param name="Ladder">Its ladder.</param>
/// <param name="Months">The current month and the next ones, <see cref="MonthsMax"/> at most. In a month that is not
/// named the unit is held, never cut.</param>
/// <param name="Points">The measured metering points behind this gateway that count for the unit, electricity and water
/// apart. None: nothing is measured here, and nothing is cut.</param>
/// <param name="Switching">The unit's circuits; null: it has none behind this gateway, and is only warned.</param>
/// <param name="Lease">The part of the budget that this gateway may spend; null: the unit sits behind this gateway
/// alone.</param>
public sealed record UnitPolicy(
    UnitId Unit,
    Resource Resource,
    int Number,
    LadderPolicy Ladder,
    ImmutableArray<MonthAllowance> Months,
    ImmutableArray<PointId> Points,
    SwitchSequence? Switching,
    LeaseGrant? Lease)
{
    /// <summary>
    /// The part of the month after, so that a gateway without contact goes on when the month turns; null: none yet.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LeaseGrant? NextLease { get; init; }

    /// <summary>The parts that it grants, by month.</summary>
    public IEnumerable<LeaseGrant> AllLeases() => new[] { Lease, NextLease }.OfType<LeaseGrant>();

    /// <summary>The most months that one carries.</summary>
    public const int MonthsMax = 3;

    /// <summary>The most metering points of a unit behind one gateway.</summary>
    public const int PointsMax = 200;

    /// <summary>The most circuits of a unit behind one gateway.</summary>
    public const int CircuitsMax = 64;

    /// <summary>What the unit may use in a month such as <c>2026-03</c>; null when the policy does not say.</summary>
    public MonthAllowance? Of(string month) => Months.FirstOrDefault(allowance => allowance.Month == month);

    /// <summary>What is wrong in it, a sentence each; empty when it can be used.</summary>
    public ImmutableArray<string> Faults()
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        void Demand(bool holds, string what)
        {
            if (!holds)
                faults.Add($"{Unit}, {Resource}: {what}");
        }

        Demand(Enum.IsDefined(Resource), "no such resource");
        Demand(Number is >= 0 and < GrantCode.UnitsMax, $"number {Number} is not 0 to {GrantCode.UnitsMax - 1}");
        Demand(Ladder.Unit == Unit && Ladder.Resource == Resource,
            $"its ladder is that of {Ladder.Unit} for {Ladder.Resource}");
        faults.AddRange(Ladder.Faults());
        Demand(Months.Length <= MonthsMax, $"{Months.Length} months, {MonthsMax} at most");
        Demand(Months.DistinctBy(month => month.Month).Count() == Months.Length, "a month stands in it twice");
        foreach (var month in Months)
        {
            foreach (var fault in month.Faults())
                Demand(false, fault);
        }
        Demand(Points.Length <= PointsMax, $"{Points.Length} metering points, {PointsMax} at most");
        if (Switching is { } switching)
        {
            Demand(switching.Circuits.Length <= CircuitsMax,
                $"{switching.Circuits.Length} circuits, {CircuitsMax} at most");
            Demand(switching.Circuits.DistinctBy(circuit => circuit.Point).Count() == switching.Circuits.Length,
                "a switch point is listed twice");
            Demand(switching.Reminder.All(point => switching.Circuits.Any(circuit => circuit.Point == point)),
                "the reminder names a switch point that is not listed");
            Demand(IsPause(switching.CutSpacing), "cutSpacing must be 0 to 1 h");
            Demand(IsPause(switching.RestoreSpacing), "restoreSpacing must be 0 to 1 h");
            Demand(IsPause(switching.OnMin), "onMin must be 0 to 1 h");
            Demand(IsPause(switching.OffMin), "offMin must be 0 to 1 h");
        }
        Demand(Lease is not null || NextLease is null, "it has a lease of the next month and none of this");
        foreach (var lease in AllLeases())
        {
            Demand(lease is { Version: >= 1, UsedElsewhere: >= 0 }, "its lease has figures below zero");
            Demand(lease.Part is >= -MonthAllowance.BudgetMax and <= MonthAllowance.BudgetMax,
                $"its lease must be within {MonthAllowance.BudgetMax} of zero");
            Demand(MonthAllowance.IsMonth(lease.Period), $"its lease is of '{lease.Period}', which is no month");
        }
        return faults.ToImmutable();
    }

    private static bool IsPause(TimeSpan length) => length >= TimeSpan.Zero && length <= TimeSpan.FromHours(1);
}

using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Bench;

/// <summary>What a unit is allotted for each head and month, before the season: Wh or L.</summary>
/// <param name="RunsOut">It is too little for what the unit is going to use in the run.</param>
internal sealed record UnitQuota(UnitId Unit, Resource Resource, long PerHead, bool RunsOut);

/// <summary>
/// Quotas by which some units run out in the middle of the run and no other comes near it, because the bench knows what
/// each is going to use. Synthetic, and says so. The same seed picks the same units. Immutable.
/// </summary>
internal sealed record BudgetPlan(ImmutableArray<UnitQuota> Quotas)
{
    /// <summary>Of the whole campus; a smaller one has one for each six units, and at least one.</summary>
    public const int RunningOutMax = 4;
    private const int UnitsForEach = 6;

    /// <summary>A unit that runs out is allotted these shares of what it uses within the run, per mille.</summary>
    private const int ShortMin = 450;
    private const int ShortMax = 600;

    /// <summary>All others: of what they use in the whole month, per mille.</summary>
    private const int Ample = 1500;

    /// <summary>Per mille of an even month, January first; they add up to twelve months.</summary>
    public static readonly ImmutableArray<int> ElectricityMonths =
        [1150, 1050, 900, 800, 850, 1050, 1300, 1300, 1000, 800, 850, 950];

    public static readonly ImmutableArray<int> WaterMonths = [.. Enumerable.Repeat(1000, 12)];

    public static BudgetPlan Of(VirtualCampus campus, BenchPeriod period, ulong seed)
    {
        var units = campus.Plan.Units;
        var count = Math.Clamp(units.Length / UnitsForEach, 1, RunningOutMax);
        var lots = Noise.Of(seed, "run-out");
        var order = units.Select((unit, index) => (unit.Id, Lot: lots.At(index))).OrderBy(one => one.Lot)
            .Take(count).Select(one => one.Id).ToList();
        var quotas = ImmutableArray.CreateBuilder<UnitQuota>();
        foreach (var point in campus.Plan.Points.Where(point => point.Role == Role.Unit))
        {
            var place = order.IndexOf(point.Unit!.Value);
            // The last of several runs out of water, the others of electricity.
            var resource = place > 0 && place == count - 1 ? Resource.Water : Resource.Electricity;
            var runsOut = place >= 0 && point.Resource == resource;
            var use = runsOut
                ? campus.Use(point, period.From, period.To)
                : campus.Use(point, period.Month.From, period.Month.To);
            var share = runsOut ? ShortMin + (int)((ShortMax - ShortMin) * lots.At(units.Length + place)) : Ample;
            var heads = campus.Plan.Unit(point.Unit.Value).Headcount;
            var season = (point.Resource == Resource.Water ? WaterMonths : ElectricityMonths)[period.Month.Month - 1];
            var perHead = Math.Max(1, use * share / ((long)heads * season));
            quotas.Add(new(point.Unit.Value, point.Resource, perHead, runsOut));
        }
        return new(quotas.ToImmutable());
    }

    /// <summary>For the report.</summary>
    public string Note => "Budgets are synthetic; made to run out: "
        + string.Join(", ", Quotas.Where(quota => quota.RunsOut).Select(quota =>
            $"{quota.Unit} of {(quota.Resource == Resource.Water ? "water" : "electricity")}"))
        + ".";
}

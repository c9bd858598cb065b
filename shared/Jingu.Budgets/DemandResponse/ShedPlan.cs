using System.Collections.Immutable;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.DemandResponse;

/// <summary>Which loads an event sheds, when each goes and returns, and what that is expected to bring. Pure.</summary>
/// <param name="TargetWatts">What was asked for.</param>
/// <param name="ExpectedWatts">What the loads are declared to bring together.</param>
/// <param name="Loads">In the order in which they go.</param>
public sealed record ShedPlan(long TargetWatts, long ExpectedWatts, ImmutableArray<PlannedLoad> Loads)
{
    /// <summary>Loads go and return this far apart at most.</summary>
    public static readonly TimeSpan SpacingMax = TimeSpan.FromMinutes(1);

    /// <summary>All of them have gone, and returned, within this time.</summary>
    public static readonly TimeSpan SpreadMax = TimeSpan.FromMinutes(10);

    /// <summary>W by which the depth is not reached; 0 when it is.</summary>
    public long ShortWatts => long.Max(0, TargetWatts - ExpectedWatts);

    /// <summary>
    /// Takes loads in their declared order until the target is reached, the least comfort first as the site declared
    /// it; all of them where that is not enough. They return in the same order, so each is away equally long.
    /// </summary>
    public static ShedPlan Of(
        long targetWatts, DateTimeOffset from, DateTimeOffset to, ImmutableArray<Sheddable> sheddable)
    {
        var taken = ImmutableArray.CreateBuilder<Sheddable>();
        var expected = 0L;
        foreach (var load in sheddable.OrderBy(load => load.Place)
            .ThenBy(load => load.Point.Value, StringComparer.Ordinal))
        {
            if (expected >= targetWatts)
                break;
            taken.Add(load);
            expected += load.ExpectedWatts;
        }
        var spacing = TimeSpan.FromSeconds(Math.Floor(
            Math.Min(SpacingMax.TotalSeconds, SpreadMax.TotalSeconds / Math.Max(1, taken.Count))));
        return new(
            targetWatts, expected,
            [
                .. taken.Select((load, place) => new PlannedLoad(
                    load.Point, load.Gateway, load.Unit, load.Kind, load.ExpectedWatts, from + (place * spacing),
                    to + (place * spacing))),
            ]);
    }
}

/// <summary>A load that the site declared sheddable.</summary>
/// <param name="Place">In which order it goes, from 1.</param>
/// <param name="ExpectedWatts">What shedding it is declared to bring.</param>
public sealed record Sheddable(
    SwitchPointId Point, GatewayId Gateway, UnitId Unit, LoadKind Kind, long Place, long ExpectedWatts);

/// <summary>A load of a plan, with its own beginning and end, UTC.</summary>
public sealed record PlannedLoad(
    SwitchPointId Point, GatewayId Gateway, UnitId Unit, LoadKind Kind, long ExpectedWatts, DateTimeOffset From,
    DateTimeOffset To);

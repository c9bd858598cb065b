using System.Collections.Immutable;

namespace Jingu.Budgets.DemandResponse;

/// <summary>What an event brought: what was measured, held against the baseline. Pure.</summary>
/// <param name="Quarters">Quarter hour by quarter hour, also after the event: what comes back then is told too.</param>
public sealed record Reduction(ImmutableArray<QuarterReduction> Quarters)
{
    /// <summary>Of the quarter hours within the event that are known on both sides, Wh.</summary>
    public long BaselineWh => Known.Sum(quarter => quarter.BaselineWh!.Value);

    /// <summary>The same of what was measured, Wh.</summary>
    public long MeasuredWh => Known.Sum(quarter => quarter.MeasuredWh!.Value);

    /// <summary>Less than the baseline, Wh; below zero: more.</summary>
    public long ReducedWh => BaselineWh - MeasuredWh;

    /// <summary>Thousandths of the baseline; null where nothing is known.</summary>
    public long? Thousandths => BaselineWh > 0 ? ReducedWh * 1000 / BaselineWh : null;

    /// <summary>Quarter hours of the event of which one side is not known.</summary>
    public ImmutableArray<DateTimeOffset> Unknown =>
        [.. Quarters.Where(quarter => quarter.IsEvent && !quarter.IsKnown).Select(quarter => quarter.From)];

    private IEnumerable<QuarterReduction> Known => Quarters.Where(quarter => quarter.IsEvent && quarter.IsKnown);

    /// <param name="measured">From the beginning of the event on; null: nobody measured it.</param>
    public static Reduction Of(
        Baseline? baseline, DateTimeOffset from, DateTimeOffset to, ImmutableArray<long?> measured) => new(
    [
        .. measured.Select((wh, place) => (Wh: wh, Place: place, At: from + (place * TimeSpan.FromMinutes(15))))
            .Select(quarter => new QuarterReduction(
                quarter.At, quarter.At < to,
                baseline is not null && quarter.Place < baseline.Curve.Length ? baseline.Curve[quarter.Place] : null,
                quarter.Wh)),
    ]);

    /// <summary>Several meters together; a quarter hour that one of them does not know is not known.</summary>
    public static Reduction Sum(ImmutableArray<Reduction> parts) => new(
        parts.IsEmpty ? [] :
        [
            .. parts[0].Quarters.Select((quarter, place) => quarter with
            {
                BaselineWh = Added(parts, part => part.Quarters[place].BaselineWh),
                MeasuredWh = Added(parts, part => part.Quarters[place].MeasuredWh),
            }),
        ]);

    private static long? Added(ImmutableArray<Reduction> parts, Func<Reduction, long?> of) =>
        parts.All(part => of(part) is not null) ? parts.Sum(part => of(part)!.Value) : null;
}

/// <param name="From">When the quarter hour begins, UTC.</param>
/// <param name="IsEvent">It lies within the event; false: after it.</param>
/// <param name="BaselineWh">What would have been used; null: not known.</param>
/// <param name="MeasuredWh">What was used; null: not measured.</param>
public sealed record QuarterReduction(DateTimeOffset From, bool IsEvent, long? BaselineWh, long? MeasuredWh)
{
    /// <summary>Both sides are known.</summary>
    public bool IsKnown => BaselineWh is not null && MeasuredWh is not null;

    /// <summary>Less than the baseline, Wh; null where one side is not known.</summary>
    public long? ReducedWh => BaselineWh - MeasuredWh;
}

namespace Jingu.Aggregator.Reporting.Rollups;

/// <summary>A day or month of a point, unit or building, Wh or L; null is not known, and never 0.</summary>
/// <param name="Period">Such as 2026-03-05 or 2026-03.</param>
/// <param name="Used">See <see cref="RollupItem.Used"/>.</param>
/// <param name="Quality">Of the intervals that are due by now.</param>
/// <param name="Allocated">Of a unit's month, where a rule gives it a part of a shared meter.</param>
internal sealed record RollupRow(string Period, long? Used, QualityCounts Quality, long? Allocated)
{
    /// <summary>Measured and allocated; null where nothing was measured.</summary>
    public long? Whole() => Used is { } used ? used + (Allocated ?? 0) : null;

    /// <summary>Of a building with a main.</summary>
    public BalanceSums? Balance { get; init; }

    /// <param name="due">Quarter hours of the period that are over.</param>
    /// <param name="series">How many intervals a quarter hour should have.</param>
    public static RollupRow Of(
        string period, IReadOnlyDictionary<RollupItem, RollupSum> sums, int due, int series)
    {
        var used = sums.GetValueOrDefault(RollupItem.Used);
        return new(
            period, used?.Amount, (used ?? new(0, QualityCounts.None, series)).QualityOf(due),
            sums.GetValueOrDefault(RollupItem.Allocated)?.Amount)
        {
            Balance = sums.TryGetValue(RollupItem.Gap, out var gap)
                ? new(
                    sums[RollupItem.Import].Amount, sums[RollupItem.Generation].Amount,
                    sums[RollupItem.Export].Amount, sums[RollupItem.SubMeters].Amount, gap.Amount,
                    gap.QualityOf(due))
                : null,
        };
    }
}

/// <summary>
/// Import + generation - export = sub-meters + gap, Wh or L, in the quarter hours of which all points are known.
/// </summary>
/// <param name="Quality">Of the gap: each quarter hour by the worst of its inputs.</param>
internal sealed record BalanceSums(
    long Import, long Generation, long Export, long SubMeters, long Gap, QualityCounts Quality);

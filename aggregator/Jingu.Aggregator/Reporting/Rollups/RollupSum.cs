using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Rollups;

/// <summary>What intervals of a period add up to. Immutable.</summary>
/// <param name="Amount">Wh or L; only a gap may lie below zero.</param>
/// <param name="Stored">How many intervals of each quality are in it; not those that are absent.</param>
/// <param name="Series">How many intervals each quarter hour should have: one for each point.</param>
internal sealed record RollupSum(long Amount, QualityCounts Stored, int Series)
{
    public static RollupSum operator +(RollupSum left, RollupSum right) =>
        new(left.Amount + right.Amount, left.Stored + right.Stored, left.Series + right.Series);

    /// <summary>Of one series; null where there is no interval, for that is not 0.</summary>
    public static RollupSum? Of(IReadOnlyCollection<(long Amount, Quality Quality)> intervals) => intervals.Count == 0
        ? null
        : new(
            intervals.Sum(each => each.Amount),
            QualityCounts.Of(intervals.GroupBy(each => each.Quality).ToDictionary(
                group => group.Key, group => group.Count())),
            1);

    /// <summary>With what is due and absent as missing.</summary>
    /// <param name="due">Quarter hours that are over.</param>
    public QualityCounts QualityOf(int due) =>
        Stored with { Missing = Stored.Missing + Math.Max(0, (due * Series) - Stored.All) };

    /// <summary>True where no interval of a period is absent.</summary>
    public bool IsWhole(MonthPeriod period) => Stored.All >= (long)period.Intervals * Series;
}

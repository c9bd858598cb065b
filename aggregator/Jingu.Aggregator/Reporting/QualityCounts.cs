using System.Collections.Immutable;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting;

/// <summary>Intervals by quality (design.md, section 3).</summary>
internal sealed record QualityCounts(int Measured, int Estimated, int Substituted, int Manual, int Suspect, int Missing)
{
    public static readonly QualityCounts None = new(0, 0, 0, 0, 0, 0);

    /// <summary>Of those that are stored.</summary>
    public static QualityCounts Of(IReadOnlyDictionary<Quality, int> intervals)
    {
        int Count(Quality quality) => intervals.GetValueOrDefault(quality);
        return new(
            Count(Quality.Measured), Count(Quality.Estimated), Count(Quality.Substituted), Count(Quality.Manual),
            Count(Quality.Suspect), Count(Quality.Missing));
    }

    /// <param name="due">Intervals that should be there by now; those that are not are missing.</param>
    public static QualityCounts Of(ImmutableSortedDictionary<Quality, int> intervals, int due)
    {
        var stored = Of(intervals);
        return stored with { Missing = stored.Missing + Math.Max(0, due - stored.All) };
    }

    public static QualityCounts operator +(QualityCounts left, QualityCounts right) => new(
        left.Measured + right.Measured,
        left.Estimated + right.Estimated,
        left.Substituted + right.Substituted,
        left.Manual + right.Manual,
        left.Suspect + right.Suspect,
        left.Missing + right.Missing);

    /// <summary>What part of the intervals that are due is of which quality; null where nothing is due yet.</summary>
    public QualityShares? Shares => All == 0
        ? null
        : new(Part(Measured), Part(Estimated), Part(Substituted), Part(Manual), Part(Suspect), Part(Missing));

    /// <summary>The part that was measured, 0 to 1; null where nothing is due yet. For a screen.</summary>
    public double? MeasuredShare() => Shares?.Measured;

    /// <summary>All of them together.</summary>
    public int All => Measured + Estimated + Substituted + Manual + Suspect + Missing;

    private double Part(int intervals) => (double)intervals / All;
}

/// <summary>Parts of the intervals that are due, each 0 to 1; together 1. For a screen.</summary>
internal sealed record QualityShares(
    double Measured, double Estimated, double Substituted, double Manual, double Suspect, double Missing);

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>
/// Finds single values of power that cannot be: beyond the rating, far below zero, or alone among neighbours that
/// agree. Clouds are none: they leave a tenth of the light at least, and a sensor that dips too explains a dip. Pure.
/// </summary>
internal static class Outliers
{
    /// <summary>Of the capacity; bright cloud edges lift a plant to little more than its rating.</summary>
    public const double RatingMax = 1.10;

    /// <summary>Of the capacity; at night an inverter draws less than a hundredth.</summary>
    public const double NegativeMax = 0.05;

    /// <summary>Neighbours are judged by from this part of the capacity on.</summary>
    public const double NeighbourMin = 0.3;

    /// <summary>A lonely value is less than this part of both neighbours, or they of it.</summary>
    public const double LonelyRatio = 0.15;

    /// <summary>Neighbours lie no farther away.</summary>
    public static readonly TimeSpan NeighbourMax = TimeSpan.FromMinutes(20);

    /// <returns>For each sample whether its power is an outlier.</returns>
    public static bool[] Of(IReadOnlyList<PlantSample> samples, long capacityW) =>
        [.. samples.Select((sample, index) => IsBeyond(sample, capacityW) || IsLonely(samples, index, capacityW))];

    private static bool IsBeyond(PlantSample sample, long capacityW) =>
        sample.Power > RatingMax * capacityW || sample.Power < -NegativeMax * capacityW;

    private static bool IsLonely(IReadOnlyList<PlantSample> samples, int index, long capacityW)
    {
        if (index == 0 || index == samples.Count - 1)
            return false;
        var (before, sample, after) = (samples[index - 1], samples[index], samples[index + 1]);
        if (sample.Power is not { } power || before.Power is not { } left || after.Power is not { } right
            || sample.At - before.At > NeighbourMax || after.At - sample.At > NeighbourMax
            || IsExplained(before, sample, after))
        {
            return false;
        }
        var (low, high) = (Math.Min(left, right), Math.Max(left, right));
        var isDip = low >= NeighbourMin * capacityW && power < LonelyRatio * low;
        var isSpike = power >= NeighbourMin * capacityW && high < LonelyRatio * power;
        return isDip || isSpike;
    }

    /// <summary>The light changed as much.</summary>
    private static bool IsExplained(PlantSample before, PlantSample sample, PlantSample after)
    {
        if (sample.Brightest is not { } light || before.Brightest is not { } left || after.Brightest is not { } right)
            return false;
        return light < 0.5 * Math.Min(left, right) || light > 2 * Math.Max(left, right);
    }
}

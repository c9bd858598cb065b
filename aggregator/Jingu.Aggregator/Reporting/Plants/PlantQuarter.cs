using System.Collections.Immutable;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>One quarter hour of a plant; null is not known, and never zero.</summary>
/// <param name="Start">UTC.</param>
/// <param name="Wh">What it generated, by the ledgers of all its points.</param>
/// <param name="MeasuredWh">The same where all of it was measured; an estimate has the right sum only.</param>
/// <param name="Irradiance">Mean of the quarter hour, W/m2, not below zero.</param>
internal sealed record PlantQuarter(DateTimeOffset Start, long? Wh, long? MeasuredWh, double? Irradiance)
{
    /// <summary>Of a quarter hour, that samples have to stand for before its mean is known.</summary>
    public const double IrradianceShareMin = 0.8;

    /// <summary>Every quarter hour that starts in a period, in order.</summary>
    /// <param name="intervals">Of each of the plant's generation points.</param>
    /// <param name="light">Samples of the sensor in the plane of the array, by instant.</param>
    public static ImmutableArray<PlantQuarter> All(
        MonthPeriod period, IReadOnlyCollection<IReadOnlyCollection<Interval>> intervals,
        IReadOnlyList<PlantSample> light)
    {
        var means = Irradiances(light);
        var points = intervals.Select(point => point.ToDictionary(each => each.Start)).ToList();
        return
        [
            .. from start in period.Starts()
               let found = points.Select(point => point.GetValueOrDefault(start)).ToList()
               let isKnown = found.Count > 0 && found.All(each => each is { Quality: not Quality.Missing })
               let isMeasured = isKnown && found.All(each => each!.Quality == Quality.Measured)
               let sum = found.Sum(each => each?.Amount ?? 0)
               select new PlantQuarter(
                   start, isKnown ? sum : null, isMeasured ? sum : null,
                   means.TryGetValue(start, out var mean) ? mean : null),
        ];
    }

    /// <summary>
    /// Means of quarter hours, each sample weighed by the time it stands for; at night sensors show a little less than
    /// nothing, which counts as nothing.
    /// </summary>
    private static Dictionary<DateTimeOffset, double> Irradiances(IReadOnlyList<PlantSample> samples)
    {
        var sums = new Dictionary<DateTimeOffset, (double Sum, double Seconds)>();
        for (var i = 0; i < samples.Count; i++)
        {
            if (samples[i].Irradiance is not { } irradiance)
                continue;
            var start = Interval.StartOf(samples[i].At);
            var seconds = PlantSample.StandsFor(samples, i).TotalSeconds;
            var (sum, so) = sums.GetValueOrDefault(start);
            sums[start] = (sum + (Math.Max(0, irradiance) * seconds), so + seconds);
        }
        return sums.Where(each => each.Value.Seconds >= IrradianceShareMin * Interval.Length.TotalSeconds)
            .ToDictionary(each => each.Key, each => each.Value.Sum / each.Value.Seconds);
    }
}

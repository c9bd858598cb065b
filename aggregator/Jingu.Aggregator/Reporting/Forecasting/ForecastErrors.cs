namespace Jingu.Aggregator.Reporting.Forecasting;

/// <summary>
/// How far forecasts of a history were off, as the ratio of what was used to what was expected, and the band that
/// follows for the next one. Immutable, safe from any thread.
/// </summary>
/// <remarks>
/// The band holds without a model of use: it is what the same rule missed by on this unit's own past, most of all
/// lately and over about as many days. A few ratios that a building of no history would have stand beside them, so that
/// a short past is not trusted too far: they are all there is at the begin, and weigh little after a season.
/// </remarks>
/// <param name="expected">
/// The rule: Wh or L expected of so many days (the second value) from the begin of a day (the first) on, by what was
/// known then; null where it says nothing.
/// </param>
internal sealed class ForecastErrors(UseHistory history, Func<int, int, double?> expected)
{
    /// <summary>Origins that are looked back at, every second day of them.</summary>
    private const int OriginsMax = 90;
    private const int OriginStep = 2;

    /// <summary>Days after which a miss weighs half.</summary>
    private const double HalfLife = 60;

    /// <summary>A miss beyond this factor counts as one of it: a day that was shut, a meter that stood.</summary>
    private const double RatioMax = 1.6;

    /// <summary>What the ratios of <see cref="Unknown"/> weigh together, in misses of yesterday's forecast.</summary>
    private const double UnknownWeight = 10;

    /// <summary>
    /// Ratios of a building that nothing is known of, by hand; they did well on every second recorded building.
    /// </summary>
    private static readonly double[] Unknown = [0.80, 0.88, 0.93, 0.97, 1, 1.03, 1.07, 1.13, 1.23];

    /// <summary>Ratios below which a tenth, and nine tenths, of all misses are expected.</summary>
    /// <param name="origin">The day at whose begin the forecast is made; later days are not looked at.</param>
    /// <param name="days">How many days it is for, at least 1.</param>
    public (double Low, double High) Band(int origin, int days)
    {
        var misses = new List<(double Ratio, double Weight)>();
        misses.AddRange(Unknown.Select(ratio => (ratio, UnknownWeight / Unknown.Length)));
        foreach (var span in new[] { (days + 1) / 2, ((3 * days) + 2) / 4, days }.Distinct())
        {
            for (var back = span; back < span + OriginsMax && back <= origin; back += OriginStep)
            {
                if (Ratio(origin - back, span) is { } ratio)
                    misses.Add((ratio, Math.Pow(0.5, (back - span) / HalfLife) * 2 / (3 * Math.Sqrt(span))));
            }
        }
        misses.Sort();
        return (Quantile(misses, 0.1), Quantile(misses, 0.9));
    }

    /// <summary>What was used of what had been expected; null where that is not known.</summary>
    private double? Ratio(int origin, int days) =>
        history.Sum(origin, days) is { } used && expected(origin, days) is > 0 and { } foreseen
            ? Math.Clamp(used / foreseen, 1 / RatioMax, RatioMax)
            : null;

    /// <summary>Between the two values on whose middles the share falls.</summary>
    private static double Quantile(List<(double Ratio, double Weight)> sorted, double share)
    {
        var all = sorted.Sum(miss => miss.Weight);
        var (before, last) = (0d, (Ratio: sorted[0].Ratio, Middle: 0d));
        foreach (var (ratio, weight) in sorted)
        {
            var middle = (before + (weight / 2)) / all;
            if (middle >= share)
            {
                return last.Middle >= share || middle <= last.Middle
                    ? ratio
                    : last.Ratio + ((ratio - last.Ratio) * (share - last.Middle) / (middle - last.Middle));
            }
            (before, last) = (before + weight, (ratio, middle));
        }
        return last.Ratio;
    }
}

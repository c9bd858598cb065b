namespace Jingu.Aggregator.Reporting.Forecasting;

/// <summary>
/// How the forecasts for a week that this rule would have made each day of the last eight weeks compare with what was
/// used: each from what was known on its own day.
/// </summary>
/// <param name="Forecasts">How many there are; what was used is known of each.</param>
/// <param name="Within">How many of them had the use within their band; four of five are meant to.</param>
/// <param name="MissThousandths">The middle one of their misses, in thousandths of what was used.</param>
internal sealed record ForecastAccuracy(int Forecasts, int Within, int MissThousandths)
{
    /// <summary>Days each of them is for.</summary>
    public const int Days = 7;

    private const int OriginsMax = 56;

    /// <summary>Null where no week with a forecast is over and known.</summary>
    public static ForecastAccuracy? Of(UseHistory history, DayLevels levels, ForecastErrors errors)
    {
        var (within, misses) = (0, new List<double>());
        var last = history.Count - Days;
        for (var origin = last; origin >= Math.Max(1, last - OriginsMax + 1); origin--)
        {
            if (history.Sum(origin, Days) is not ({ } used and > 0) || levels.Sum(origin, Days) is not { } expected)
                continue;
            var (low, high) = errors.Band(origin, Days);
            if (used >= expected * low && used <= expected * high)
                within++;
            misses.Add(Math.Abs(expected - used) / used);
        }
        if (misses.Count == 0)
            return null;
        misses.Sort();
        return new(misses.Count, within, (int)Math.Min(1_000_000, Math.Round(misses[misses.Count / 2] * 1000)));
    }
}

using Jingu.Budgets.Quotas;

namespace Jingu.Aggregator.Reporting.Forecasting;

/// <summary>
/// How a day's use spreads over the hours of the local clock, for each kind of day: the mean of the latest days of
/// which hours are known; evenly where there is none. Immutable, safe from any thread.
/// </summary>
internal sealed class HourShares
{
    public const int Hours = 24;

    /// <summary>Days of a kind that are looked at.</summary>
    private const int DaysMax = 10;

    private readonly double[] _working;
    private readonly double[] _rest;

    public HourShares(UseHistory history)
    {
        _working = Cumulative(history, DayKind.Working);
        _rest = Cumulative(history, DayKind.Rest);
    }

    /// <summary>The share of a day's use, 0 to 1, that falls before an hour of the day, 0 to 24, parts too.</summary>
    public double Before(DayKind kind, double hour)
    {
        var shares = Of(kind);
        var whole = Math.Min((int)hour, Hours - 1);
        return shares[whole] + ((shares[whole + 1] - shares[whole]) * (hour - whole));
    }

    /// <summary>The hour of the day, 0 to 24, before which a share of its use, 0 to 1, falls.</summary>
    public double HourOf(DayKind kind, double share)
    {
        var shares = Of(kind);
        var hour = 0;
        while (hour < Hours - 1 && shares[hour + 1] < share)
            hour++;
        var within = shares[hour + 1] - shares[hour];
        return within > 0 ? hour + Math.Clamp((share - shares[hour]) / within, 0, 1) : hour;
    }

    private double[] Of(DayKind kind) => kind == DayKind.Working ? _working : _rest;

    private static double[] Cumulative(UseHistory history, DayKind kind)
    {
        var sums = new double[Hours];
        var seen = 0;
        for (var day = history.Count - 1; day >= 0 && seen < DaysMax; day--)
        {
            if (history.KindOf(day) != kind || history[day] is not { Hours.Length: Hours } used)
                continue;
            for (var hour = 0; hour < Hours; hour++)
                sums[hour] += used.Hours[hour];
            seen++;
        }
        var all = sums.Sum();
        var shares = new double[Hours + 1];
        for (var hour = 0; hour < Hours; hour++)
            shares[hour + 1] = all > 0 ? shares[hour] + (sums[hour] / all) : (hour + 1d) / Hours;
        shares[Hours] = 1;
        return shares;
    }
}

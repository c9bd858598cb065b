namespace Jingu.Budgets.Ladders;

/// <summary>
/// The forecast of prepayment meters: what remains, divided by the mean of the last 7 days.
/// </summary>
public static class Forecast
{
    /// <summary>The farthest that is looked ahead; beyond it nothing is foreseen.</summary>
    public static readonly TimeSpan HorizonMax = TimeSpan.FromDays(400);

    /// <summary>
    /// When what remains is used; at once when nothing remains, null when there is no mean or the end lies beyond the
    /// horizon. Rounded down to the millisecond.
    /// </summary>
    /// <param name="now">From when.</param>
    /// <param name="remaining">Wh or L.</param>
    /// <param name="dailyMean">Wh or L a day; null when not known.</param>
    public static DateTimeOffset? RunOut(DateTimeOffset now, long remaining, long? dailyMean)
    {
        if (dailyMean is not > 0)
            return null;
        if (remaining <= 0)
            return now;
        var milliseconds = (Int128)remaining * (TimeSpan.TicksPerDay / TimeSpan.TicksPerMillisecond) / dailyMean.Value;
        return milliseconds > (Int128)(HorizonMax.Ticks / TimeSpan.TicksPerMillisecond)
            ? null
            : now.AddTicks((long)milliseconds * TimeSpan.TicksPerMillisecond);
    }
}

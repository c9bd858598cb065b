using System.Numerics;
using Jingu.Budgets.Quotas;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Campus;

/// <summary>
/// How much of a month's budget may have been used by an instant, if it is to last: by each day's own share of it, not
/// by a straight line. Pure.
/// </summary>
internal static class BudgetPace
{
    /// <summary>
    /// Wh or L, rounded down: the shares of the days that are over and of the running one the part that has passed,
    /// stretched to the whole budget. Null where no day has a share.
    /// </summary>
    /// <param name="available">Wh or L: the budget with its adjustments; below zero it is none.</param>
    /// <param name="month">The budget before adjustments, with the share of every day.</param>
    public static long? At(long available, MonthBudget month, DateTimeOffset now, DateTimeZone zone)
    {
        if (month.Amount <= 0)
            return null;
        var today = Instant.FromDateTimeOffset(now).InZone(zone).Date;
        var (shares, running) = (month.Days.Where(day => day.Day < today).Sum(day => day.Share),
            month.Days.FirstOrDefault(day => day.Day == today)?.Share ?? 0);
        var day = MonthPeriod.OfDays(today, today.PlusDays(1), zone);
        // Three factors of a budget, a share and an instant are wider than any integer type of a fixed length.
        var (length, passed) = ((BigInteger)(day.To - day.From).Ticks, (BigInteger)(now - day.From).Ticks);
        return (long)(Math.Max(0, available) * (shares * length + running * passed) / (month.Amount * length));
    }
}

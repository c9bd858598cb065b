using System.Collections.Immutable;
using Jingu.Budgets.Quotas;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Forecasting;

/// <summary>What a unit is expected to use of a resource until the end of a month, and with which band.</summary>
/// <param name="Days">From today on, each day until the end, in order.</param>
/// <param name="KnownDays">Days of use that it was made from.</param>
internal sealed record UseForecast(LocalDateTime Now, ImmutableArray<ForecastDay> Days, int KnownDays)
{
    private HourShares Shares { get; init; } = null!;

    private Func<ForecastAccuracy?> Checked { get; init; } = null!;

    /// <summary>
    /// The forecast at a local time, until the end of the last day. Null where no day was known yet: then nothing is
    /// said, rather than something invented.
    /// </summary>
    /// <param name="history">Until yesterday; today is not among it.</param>
    /// <param name="now">Site's local time.</param>
    /// <param name="end">The day after the last one, at most <see cref="UseHistory.AheadMax"/> from now.</param>
    public static UseForecast? Make(UseHistory history, LocalDateTime now, LocalDate end)
    {
        var levels = new DayLevels(history);
        var origin = Period.DaysBetween(history.First, now.Date);
        var ahead = Period.DaysBetween(now.Date, end);
        if (origin != history.Count || ahead is < 1 or > UseHistory.AheadMax)
            throw new ArgumentException($"{now.Date} does not follow the history, or {end} does not follow it.");
        if (levels.Of(origin, DayKind.Working) is null)
            return null;
        var (shares, errors) = (new HourShares(history), new ForecastErrors(history, levels.Sum));
        var days = ImmutableArray.CreateBuilder<ForecastDay>(ahead);
        var (expected, low, high) = (0d, 0d, 0d);
        for (var day = 0; day < ahead; day++)
        {
            var kind = history.KindOf(origin + day);
            var rest = day == 0 ? 1 - shares.Before(kind, HourOf(now)) : 1;
            expected += levels.Of(origin, kind)!.Value * rest;
            var band = errors.Band(origin, day + 1);
            // What was used cannot become less again.
            (low, high) = (Math.Max(low, expected * band.Low), Math.Max(high, expected * band.High));
            days.Add(new(
                now.Date.PlusDays(day), kind, (long)Math.Round(low),
                (long)Math.Round(Math.Clamp(expected, low, high)), (long)Math.Round(high)));
        }
        return new(now, days.MoveToImmutable(), history.Known)
        {
            Shares = shares,
            Checked = () => ForecastAccuracy.Of(history, levels, errors),
        };
    }

    /// <summary>How such forecasts fared, computed when asked; null before the first week that can be.</summary>
    public ForecastAccuracy? Past() => Checked();

    /// <summary>When what is left of a budget will be used.</summary>
    /// <param name="left">Wh or L; 0 or less where it is used already.</param>
    public RunOutBand RunOut(long left) => new(
        RunOut(left, day => day.High), RunOut(left, day => day.Middle), RunOut(left, day => day.Low));

    private LocalDateTime? RunOut(long left, Func<ForecastDay, long> path)
    {
        if (left <= 0)
            return Now;
        var before = 0L;
        foreach (var day in Days)
        {
            var after = path(day);
            if (after >= left)
            {
                var from = day.Date == Now.Date ? Shares.Before(day.Kind, HourOf(Now)) : 0;
                var share = from + ((1 - from) * (left - before) / (after - before));
                var minutes = (long)Math.Floor(Shares.HourOf(day.Kind, share) * 60);
                return LocalDateTime.Max(Now, day.Date.AtMidnight().PlusMinutes(minutes));
            }
            before = after;
        }
        return null;
    }

    private static double HourOf(LocalDateTime now) => now.TickOfDay / (double)NodaConstants.TicksPerHour;
}

/// <summary>
/// Wh or L from now to the end of a day: a tenth of all outcomes is expected below <paramref name="Low"/>, half below
/// <paramref name="Middle"/>, nine tenths below <paramref name="High"/>.
/// </summary>
internal sealed record ForecastDay(LocalDate Date, DayKind Kind, long Low, long Middle, long High);

/// <summary>
/// Local times at which a budget is used up: in one of ten cases before <paramref name="Early"/>, in half before
/// <paramref name="Middle"/>, in nine of ten before <paramref name="Late"/>. Null: not within the month.
/// </summary>
internal sealed record RunOutBand(LocalDateTime? Early, LocalDateTime? Middle, LocalDateTime? Late);

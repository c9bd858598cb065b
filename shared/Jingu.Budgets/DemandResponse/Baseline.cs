using System.Collections.Immutable;
using NodaTime;

namespace Jingu.Budgets.DemandResponse;

/// <summary>
/// What would have been used without an event: a curve by quarter hours, and the days that it comes from. Pure.
/// </summary>
/// <param name="Days">Averaged, the latest first.</param>
/// <param name="Adjustment">By how much the same day lies above or below them before the event, thousandths.</param>
/// <param name="Curve">Wh of each quarter hour.</param>
public sealed record Baseline(ImmutableArray<LocalDate> Days, long Adjustment, ImmutableArray<long> Curve)
{
    /// <summary>Named in every record: two reports by two methods must not be compared.</summary>
    public const string Method =
        "mean of the same quarter hours of the last 5 days of the same kind without event or cut, times the ratio of "
        + "the same day to them from 2 h to 1 h before the event, within 0.8 to 1.2";

    /// <summary>Days that are averaged.</summary>
    public const int DaysMax = 5;

    /// <summary>How far back days are looked for.</summary>
    public const int LookBackDays = 30;

    /// <summary>The adjustment compares these quarter hours...</summary>
    public const int BeforeQuarters = 4;

    /// <summary>... which end so long before the event, so that nobody moves his own baseline by what he does just
    /// before.</summary>
    public static readonly TimeSpan BeforeEnds = TimeSpan.FromHours(1);

    private const long Whole = 1000;
    private const long AdjustmentMin = 800;
    private const long AdjustmentMax = 1200;

    /// <summary>
    /// Null where no day is known whole. Where the same day is not known before the event, nothing is adjusted.
    /// </summary>
    /// <param name="latestFirst">Days that may be compared; one with a quarter hour that nobody measured is passed
    /// over.</param>
    /// <param name="before">The same day before the event, Wh; empty or with gaps: not known.</param>
    public static Baseline? Of(IEnumerable<DayUse> latestFirst, ImmutableArray<long?> before)
    {
        var days = latestFirst.Where(day => day.IsWhole).Take(DaysMax).ToList();
        if (days.Count == 0)
            return null;
        var usual = days.Sum(day => day.Before.Sum(wh => wh!.Value));
        var adjustment = usual > 0 && !before.IsEmpty && before.All(wh => wh is not null)
            ? long.Clamp(before.Sum(wh => wh!.Value) * days.Count * Whole / usual, AdjustmentMin, AdjustmentMax)
            : Whole;
        return new(
            [.. days.Select(day => day.Day)], adjustment,
            [
                .. Enumerable.Range(0, days[0].During.Length).Select(
                    quarter => days.Sum(day => day.During[quarter]!.Value) * adjustment / (days.Count * Whole)),
            ]);
    }
}

/// <summary>What was measured on one day, Wh by quarter hour; null: nobody measured it.</summary>
/// <param name="Before">The quarter hours that the adjustment compares.</param>
/// <param name="During">From the beginning of the event on.</param>
public sealed record DayUse(LocalDate Day, ImmutableArray<long?> Before, ImmutableArray<long?> During)
{
    internal bool IsWhole => Before.All(wh => wh is not null) && During.All(wh => wh is not null);
}

using Jingu.Budgets.Quotas;
using Jingu.Lighting.Timetables;
using NodaTime;

namespace Jingu.Lighting.Savings;

/// <summary>
/// What the rules of a zone saved, against its own baseline, with the method that the figure rests on. Immutable.
/// </summary>
public abstract record LightingSavings
{
    private LightingSavings()
    {
    }

    /// <summary>A figure.</summary>
    /// <param name="Method">How it was come to, a sentence to be shown beside it.</param>
    /// <param name="BaselineWattHours">What the zone would have used, Wh.</param>
    /// <param name="UsedWattHours">What it used, Wh.</param>
    public sealed record Known(string Method, long BaselineWattHours, long UsedWattHours) : LightingSavings
    {
        /// <summary>Wh; negative: the rules cost more than they saved.</summary>
        public long SavedWattHours => BaselineWattHours - UsedWattHours;

        /// <summary>Thousandths of the baseline, rounded down; null where that is nothing.</summary>
        public long? SavedThousandths => BaselineWattHours == 0
            ? null
            : (long)Math.Floor(1000m * SavedWattHours / BaselineWattHours);
    }

    /// <summary>No figure.</summary>
    /// <param name="Why">A sentence that ends with what to do.</param>
    public sealed record NotKnown(string Why) : LightingSavings;

    /// <summary>Judges whole local days.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="last">The last of them, included.</param>
    /// <param name="usedWattHours">What the zone's own meter counted on them, Wh; null where it has none.</param>
    public static LightingSavings Of(
        SavingsBaseline baseline, LightingSite site, LocalDate first, LocalDate last, long? usedWattHours)
    {
        if (last < first)
            return new NotKnown("The period ends before it begins: name its first day first.");
        if (usedWattHours is not { } used)
            return new NotKnown("The zone has no meter of its own: name the point below its lamps.");
        return baseline switch
        {
            SavingsBaseline.Stipulated stipulated => Of(stipulated, site, first, last, used),
            SavingsBaseline.Measured measured => Of(measured, site, first, last, used),
            _ => new NotKnown(
                "No baseline is known: state rated power and former hours, or measure two weeks without rules."),
        };
    }

    private static LightingSavings Of(
        SavingsBaseline.Stipulated stipulated, LightingSite site, LocalDate first, LocalDate last, long used)
    {
        if (stipulated.RatedWatts < 1 || stipulated.Windows.IsDefaultOrEmpty)
            return new NotKnown("The stipulated baseline has no power or no hours: state both.");
        var lit = site.TimeIn(stipulated.Windows, site.MidnightOf(first), site.MidnightOf(last.PlusDays(1)));
        return new Known(
            "stipulated: rated power times the hours that a schedule without rules would have lit "
            + "(as in IPMVP option A)",
            (long)(stipulated.RatedWatts * (decimal)lit.Ticks / TimeSpan.TicksPerHour),
            used);
    }

    private static LightingSavings Of(
        SavingsBaseline.Measured measured, LightingSite site, LocalDate first, LocalDate last, long used)
    {
        if (measured.Days.Any(day => day.Day >= first && day.Day <= last))
            return new NotKnown("A day of the period is in its own baseline: name reference days before it.");
        var sum = 0L;
        foreach (var kind in new[] { DayKind.Working, DayKind.Rest })
        {
            var days = site.DaysOf(kind, first, last);
            if (days == 0)
                continue;
            if (measured.MeanOf(kind, site.Calendar) is not { } mean)
            {
                return new NotKnown(
                    $"The baseline has too few days of kind {kind}: measure "
                    + $"{SavingsBaseline.Measured.WorkingDaysMin} working days and "
                    + $"{SavingsBaseline.Measured.RestDaysMin} days of rest without rules.");
            }
            sum += days * mean;
        }
        return new Known(
            "measured: the mean of reference days before the rules, working days and days of rest apart, not corrected "
            + "for the season",
            sum,
            used);
    }
}

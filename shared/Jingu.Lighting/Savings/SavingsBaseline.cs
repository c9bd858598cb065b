using System.Collections.Immutable;
using Jingu.Budgets.Quotas;
using Jingu.Lighting.Timetables;
using NodaTime;

namespace Jingu.Lighting.Savings;

/// <summary>What a zone would have used without its rules. Immutable.</summary>
public abstract record SavingsBaseline
{
    private SavingsBaseline()
    {
    }

    /// <summary>Nobody stated one: nothing can be said of savings.</summary>
    public sealed record Unknown : SavingsBaseline;

    /// <summary>
    /// Rated power of the lamps, measured or from their plates, times the hours that the site states they were lit
    /// before: both stipulated, as in option A of IPMVP (its text was not at hand).
    /// </summary>
    /// <param name="RatedWatts">Of all lamps of the zone at full light, W, 1 up.</param>
    /// <param name="Windows">When they were lit before, 1 to 16; windows that overlap count once.</param>
    public sealed record Stipulated(int RatedWatts, ImmutableArray<DayWindow> Windows) : SavingsBaseline;

    /// <summary>
    /// The mean of whole days measured before the rules were switched on, working days and days of rest apart. Not
    /// corrected for the season.
    /// </summary>
    /// <param name="Days">Each with what the zone used, Wh.</param>
    public sealed record Measured(ImmutableArray<(LocalDate Day, long WattHours)> Days) : SavingsBaseline
    {
        /// <summary>Fewer working days say nothing: two weeks.</summary>
        public const int WorkingDaysMin = 10;

        /// <summary>Fewer days of rest say nothing.</summary>
        public const int RestDaysMin = 4;

        internal long? MeanOf(DayKind kind, WorkingDays calendar)
        {
            var alike = Days.Where(day => calendar.KindOf(day.Day) == kind).ToList();
            return alike.Count < (kind == DayKind.Working ? WorkingDaysMin : RestDaysMin)
                ? null
                : alike.Sum(day => day.WattHours) / alike.Count;
        }
    }
}

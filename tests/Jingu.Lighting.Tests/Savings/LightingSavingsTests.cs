using System.Collections.Immutable;
using Jingu.Lighting.Savings;
using Jingu.Lighting.Tests.Zones;
using NodaTime;
using Xunit;

namespace Jingu.Lighting.Tests.Savings;

/// <summary>Savings are held against the zone's own baseline, and say by which method.</summary>
public sealed class LightingSavingsTests
{
    private static readonly LocalDate Monday = new(2026, 10, 5);
    private static readonly LocalDate Sunday = new(2026, 10, 11);

    /// <summary>Six working days, because that Saturday is worked, of 10 h; both windows name noon once.</summary>
    [Fact]
    public void A_stipulated_baseline_is_rated_power_times_the_hours_of_the_former_schedule()
    {
        var baseline = new SavingsBaseline.Stipulated(400, [SomeZone.Window(8, 14), SomeZone.Window(12, 18)]);
        var known = Assert.IsType<LightingSavings.Known>(Of(baseline, 9_000));
        Assert.Equal((24_000, 15_000, 625L), (known.BaselineWattHours, known.SavedWattHours, known.SavedThousandths));
        Assert.StartsWith("stipulated: rated power times the hours", known.Method);
    }

    [Fact]
    public void A_measured_baseline_is_the_mean_of_reference_days_of_each_kind()
    {
        var known = Assert.IsType<LightingSavings.Known>(Of(new SavingsBaseline.Measured(Reference(28)), 30_000));
        Assert.Equal((6 * 4_000) + 500, known.BaselineWattHours);
        Assert.Equal((-5_500, -225L), (known.SavedWattHours, known.SavedThousandths));
        Assert.StartsWith("measured: the mean of reference days", known.Method);
        Assert.Contains("not corrected for the season", known.Method);
    }

    [Fact]
    public void Without_a_baseline_or_a_meter_it_says_so_and_what_to_do()
    {
        Assert.Contains("No baseline is known: state", Why(new SavingsBaseline.Unknown(), 1));
        Assert.Contains("no meter of its own", Why(new SavingsBaseline.Unknown(), null));
        Assert.Contains("no power or no hours", Why(new SavingsBaseline.Stipulated(0, [SomeZone.Window(8, 18)]), 1));
        Assert.Contains("too few days of kind Working", Why(new SavingsBaseline.Measured(Reference(12)), 1));
        Assert.Contains(
            "in its own baseline", Why(new SavingsBaseline.Measured([.. Reference(28), (Sunday, 1)]), 1));
    }

    /// <summary>The days before the holiday, newest first: 4,000 Wh on working days, 500 on others.</summary>
    private static ImmutableArray<(LocalDate Day, long WattHours)> Reference(int days) =>
    [
        .. Enumerable.Range(2, days).Select(back => new LocalDate(2026, 10, 1).PlusDays(-back))
            .Select(day => (day, day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? 500L : 4_000L)),
    ];

    private static string Why(SavingsBaseline baseline, long? used) =>
        Assert.IsType<LightingSavings.NotKnown>(Of(baseline, used)).Why;

    private static LightingSavings Of(SavingsBaseline baseline, long? used) =>
        LightingSavings.Of(baseline, SomeZone.Site, Monday, Sunday, used);
}

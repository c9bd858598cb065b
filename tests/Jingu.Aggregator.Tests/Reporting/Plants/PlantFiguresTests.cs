using System.Collections.Immutable;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Time.Sun;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Plants;

public sealed class PlantFiguresTests
{
    private const long CapacityW = 10_000;
    private static readonly Daylight ByPlace = new(new Coordinates(29.985, 122.207));
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    [Theory]
    [InlineData(250, "below")]
    [InlineData(300, "within")]
    [InlineData(330, "above")]
    public void A_whole_year_is_judged_by_the_plausible_band_and_nothing_else_is(long wh, string verdict)
    {
        var year = MonthPeriod.OfDays(new LocalDate(2025, 1, 1), new LocalDate(2026, 1, 1), Zone);
        var month = MonthPeriod.OfDays(new LocalDate(2025, 1, 1), new LocalDate(2025, 2, 1), Zone);

        Assert.Equal(verdict, Band(year, Steady(year, wh)).Verdict);
        Assert.Equal((960, 1_125), (Band(year, Steady(year, wh)).Low, Band(year, Steady(year, wh)).High));
        Assert.Null(Band(month, Steady(month, wh)).Verdict);
        Assert.Null(Band(year, Steady(year, wh).SetItem(7, new(year.From.AddHours(1.75), null, null, null))).Verdict);
    }

    [Fact]
    public void What_is_not_known_is_null_and_not_zero()
    {
        var day = Day();
        var figures = PlantFigures.Of(CapacityW, Steady(day, 0).Select(
            quarter => quarter with { Wh = null, MeasuredWh = null }).ToImmutableArray(), ByPlace);

        Assert.Equal((null, null, null), (figures.EnergyWh, figures.FinalYield, figures.PowerMeanW));
        Assert.Equal((null, null), (figures.PerformanceRatio, figures.Availability));
        Assert.Equal((96, 0), (figures.QuartersDue, figures.QuartersKnown));
        Assert.Equal(0, PlantFigures.Of(CapacityW, Steady(day, 0), ByPlace).EnergyWh);
    }

    [Fact]
    public void Availability_counts_output_in_daylight_and_leaves_out_what_was_not_measured()
    {
        var noon = Day().From.AddHours(12);
        var quarters = Steady(Day(), 500).Select(quarter => (quarter.Start - noon).TotalHours switch
        {
            >= 0 and < 1 => quarter with { Wh = 0, MeasuredWh = 0 },
            >= 1 and < 1.5 => quarter with { MeasuredWh = null },
            _ => quarter,
        }).ToImmutableArray();

        var available = PlantFigures.Of(CapacityW, quarters, ByPlace).Availability!;

        Assert.Equal((4, 2), (available.Judged - available.Generating, available.LeftOut));
        // From 10 degrees to 10 degrees the sun stands about ten and a half hours over Zhoushan in March.
        Assert.InRange(available.Judged + available.LeftOut, 40, 44);
        Assert.Null(PlantFigures.Of(CapacityW, quarters, new(null)).Availability);
    }

    [Fact]
    public void Inverters_of_one_plant_are_added_where_each_is_known_and_a_sensor_holds_for_a_while()
    {
        var at = Day().From;
        MeterSample Inverter(int minute, double? power, int? state = 4) =>
            new(at.AddMinutes(minute), power, 600 + minute, 1, state, null);
        MeterSample Sensor(int minute, double light) => new(at.AddMinutes(minute), null, null, null, null, light);

        var joined = SampleJoining.Join(
            [[Inverter(0, 10), Inverter(5, 20), Inverter(10, 30)],
             [Inverter(1, 1), Inverter(6, null, PlantSample.Fault)]],
            [[Sensor(-20, 800), Sensor(4, 900)]]);

        Assert.Equal([null, 21, null], joined.Select(sample => sample.Power));
        Assert.Equal([null, 900, 900], joined.Select(sample => sample.Irradiance));
        Assert.Equal([4, 4, PlantSample.Fault], joined.Select(sample => sample.State));
        Assert.Equal(610, joined.Max(sample => sample.DcVoltage));
    }

    [Fact]
    public void Siblings_are_compared_by_their_median_where_they_were_measured()
    {
        var day = Day();
        var medians = SiblingYields.Medians(
        [
            SiblingYields.OwnOf(1_000, Steady(day, 100)),
            SiblingYields.OwnOf(2_000, Steady(day, 100)),
            SiblingYields.OwnOf(CapacityW, Steady(day, 2_000).SetItem(0, new(day.From, 2_000, null, null))),
        ]);

        Assert.Equal((0.2, 0.4), (medians[day.From], medians[day.From.AddMinutes(15)]));
    }

    private static MonthPeriod Day() =>
        MonthPeriod.OfDays(new LocalDate(2026, 3, 10), new LocalDate(2026, 3, 11), Zone);

    private static YieldBand Band(MonthPeriod period, ImmutableArray<PlantQuarter> quarters) =>
        YieldBand.Of(PlantFigures.Of(CapacityW, quarters, ByPlace), period);

    private static ImmutableArray<PlantQuarter> Steady(MonthPeriod period, long wh) =>
        [.. period.Starts().Select(start => new PlantQuarter(start, wh, wh, null))];
}

using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Contracts.Readings;
using Jingu.Time.Sun;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Plants;

/// <summary>A plant of 10 kWp at Zhoushan on days in March; samples every five minutes.</summary>
public sealed class PlantAlarmsTests
{
    private const long CapacityW = 10_000;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly Coordinates Zhoushan = new(29.985, 122.207);
    private static readonly DateTimeOffset Midnight = new(2026, 3, 10, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly Dictionary<DateTimeOffset, double> Alone = [];

    [Fact]
    public void Nights_without_output_raise_nothing()
    {
        var alarms = Of(Day(3, (_, sun) => Sunny(sun)));

        Assert.Empty(alarms);
    }

    [Fact]
    public void A_plant_that_stays_dark_by_day_is_told_once_and_ends_when_it_returns()
    {
        // It trips at ten on the first day and comes back at nine on the third.
        var (trip, back) = (Midnight.AddHours(10), Midnight.AddDays(2).AddHours(9));
        var alarms = Of(Day(3, (at, sun) => at >= trip && at < back ? new(at, 0) : Sunny(sun) with { At = at }));

        var alarm = Assert.Single(alarms);
        Assert.Equal((PlantAlarmKind.NoOutput, trip, back), (alarm.Kind, alarm.Begin, alarm.End));
        Assert.Equal(TimeSpan.FromHours(2) - Step, alarm.Raised - alarm.Begin);
        Assert.Empty(alarm.Hints);
    }

    [Fact]
    public void What_the_inverter_says_itself_is_a_fault_and_not_an_open_cause()
    {
        var trip = Midnight.AddHours(10);
        var alarms = Of(Day(1, (at, sun) => at >= trip
            ? new(at, 0, 400, 0, PlantSample.Fault)
            : Sunny(sun) with { At = at, State = 4 }));

        var alarm = Assert.Single(alarms);
        Assert.Equal((PlantAlarmKind.InverterFault, trip), (alarm.Kind, alarm.Begin));
        Assert.Contains(new("state", 7, 7, alarm.Samples), alarm.Evidence);
    }

    [Fact]
    public void A_throttled_inverter_is_no_alarm() =>
        Assert.Empty(Of(Day(1, (at, _) => new(at, 0, 600, 0, PlantSample.Throttled))));

    [Fact]
    public void A_short_or_flickering_lack_of_output_is_not_told_and_a_short_return_ends_nothing()
    {
        var noon = Midnight.AddHours(12);
        bool IsDark(DateTimeOffset at, params (int From, int To)[] minutes) =>
            minutes.Any(span => at >= noon.AddMinutes(span.From) && at < noon.AddMinutes(span.To));
        ImmutableArray<PlantSample> With(params (int, int)[] minutes) =>
            Day(1, (at, sun) => IsDark(at, minutes) ? new(at, 0) : Sunny(sun) with { At = at });

        Assert.Empty(Of(With((0, 115))));
        Assert.Empty(Of(With((-60, 0), (10, 60), (70, 120))));
        var alarm = Assert.Single(Of(With((-120, 0), (20, 60))));
        Assert.Equal(noon.AddMinutes(60), alarm.End);
    }

    [Fact]
    public void Silence_is_no_alarm_of_the_plant() =>
        Assert.Empty(Of(Day(2, (at, _) => new(at, null))));

    [Fact]
    public void Without_coordinates_and_sensors_nothing_is_said_about_missing_output() =>
        Assert.Empty(PlantAlarms.Of(new(CapacityW, new(null), Day(1, (at, _) => new(at, 0)), Alone)));

    [Fact]
    public void Far_below_its_siblings_is_told_with_what_was_expected()
    {
        var samples = Day(1, (at, sun) => Sunny(sun) with { At = at, Power = Sunny(sun).Power * 0.4 });
        var siblings = samples.GroupBy(sample => Interval.StartOf(sample.At)).ToDictionary(
            group => group.Key, group => group.Average(sample => sample.Power!.Value / 0.4 / CapacityW));

        var alarm = Assert.Single(PlantAlarms.Of(new(CapacityW, new(Zhoushan), samples, siblings)));
        var even = samples.Select(sample => sample with { Power = sample.Power * 2 }).ToImmutableArray();

        Assert.Equal(PlantAlarmKind.BelowSiblings, alarm.Kind);
        Assert.Contains(alarm.Evidence, evidence => evidence.Name == "expectedW" && evidence.Max > 5_000);
        Assert.Empty(PlantAlarms.Of(new(CapacityW, new(Zhoushan), even, siblings)));
    }

    [Fact]
    public void Far_below_what_the_light_lets_expect_is_told()
    {
        var samples = Day(1, (at, sun) => new(at, Sunny(sun).Power * 0.3, Irradiance: Light(sun)));

        var alarm = Assert.Single(Of(samples));

        Assert.Equal(PlantAlarmKind.BelowExpectation, alarm.Kind);
        Assert.Empty(Of([.. samples.Select(sample => sample with { Power = sample.Power * 2 })]));
    }

    [Fact]
    public void A_frozen_value_is_stale_but_a_frozen_night_and_an_inverter_at_its_limit_are_not()
    {
        var noon = Midnight.AddHours(12);
        ImmutableArray<PlantSample> Frozen(double power, int hours) => Day(1, (at, sun) =>
            at >= noon && at < noon.AddHours(hours) ? new(at, power) : Sunny(sun) with { At = at });

        Assert.Equal(PlantAlarmKind.StaleValues, Assert.Single(Of(Frozen(4_321, 2))).Kind);
        Assert.Empty(Of(Frozen(4_321, 1)));
        Assert.Empty(Of(Frozen(8_000, 3)));
        // What moves beside it shows that somebody measures.
        Assert.Empty(Of([.. Frozen(4_321, 3).Select(
            (sample, index) => sample with { DcVoltage = 600 + (index % 7), DcCurrent = 7 })]));
    }

    private static ImmutableArray<PlantAlarm> Of(ImmutableArray<PlantSample> samples) =>
        PlantAlarms.Of(new(CapacityW, new(Zhoushan), samples, Alone));

    private static ImmutableArray<PlantSample> Day(int days, Func<DateTimeOffset, double, PlantSample> sample) =>
    [
        .. from index in Enumerable.Range(0, (int)(TimeSpan.FromDays(days) / Step))
           let at = Midnight + (index * Step)
           select sample(at, SunPosition.At(Zhoushan, at).Elevation) with { At = at },
    ];

    private static double Light(double elevation) => 900 * Math.Max(0, Math.Sin(elevation * Math.PI / 180));

    private static PlantSample Sunny(double elevation) => new(default, Light(elevation) / 1000 * 0.8 * CapacityW);
}

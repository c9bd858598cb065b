using Jingu.Lighting.Zones;
using Xunit;
using static Jingu.Lighting.Zones.LightReason;

namespace Jingu.Lighting.Tests.Zones;

/// <summary>A sensor that is silent, impossible or stuck is not believed, and the schedule holds until it is.</summary>
public sealed class FailedSensorTests
{
    private static readonly ZoneRules Sensed = new() { Absence = new(), Schedule = SomeZone.OfficeHours };
    private static readonly ZoneRules Daylit = new() { Daylight = new(TargetLux: 150, FullLux: 200) };

    [Fact]
    public void Without_its_sensor_the_zone_is_lit_by_the_schedule() =>
        ZoneTable.With(Sensed)
            .At("05 09:00").PresenceFails().Expect(0, Idle)
            .At("05 09:04:50").ExpectPresenceFault(SensorFault.None)
            .At("05 09:05").ExpectPresenceFault(SensorFault.Silent).Expect(1000, SensorFailed)
            .At("05 18:00").Expect(150, ScheduleEnded)
            .At("05 18:05").Expect(0, ScheduleEnded)
            .At("06 08:00").Expect(1000, SensorFailed);

    [Fact]
    public void Whoever_is_there_after_hours_when_it_fails_keeps_the_light_until_the_next_window_ends() =>
        ZoneTable.With(Sensed)
            .At("05 19:00").Somebody().Press(SwitchKind.On)
            .At("05 20:00").PresenceFails()
            .At("06 06:00").Expect(1000, SensorFailed)
            .At("06 18:05").Expect(0, ScheduleEnded);

    [Fact]
    public void A_sensor_that_fails_in_the_dimmed_step_darkens_nothing() =>
        ZoneTable.With(Sensed with { DimFor = TimeSpan.FromMinutes(10) })
            .At("05 09:00").Somebody().Press(SwitchKind.On)
            .At("05 12:00").Nobody().At("05 12:14").PresenceFails()
            .At("05 12:15").Expect(150, Absent)
            .At("05 12:19").Expect(1000, SensorFailed);

    [Fact]
    public void It_is_believed_again_after_ten_good_minutes_and_the_hold_time_begins_anew() =>
        ZoneTable.With(Sensed)
            .At("05 09:00").PresenceFails()
            .At("05 10:00").SensorsReturn().Expect(1000, SensorFailed)
            .At("05 10:09:50").ExpectPresenceFault(SensorFault.Silent)
            .At("05 10:10").ExpectPresenceFault(SensorFault.None)
            .At("05 10:24:40").Expect(1000, Occupied)
            .At("05 10:24:50").Expect(150, Absent);

    [Fact]
    public void A_sensor_on_its_way_back_is_believed_at_once_when_it_sees_somebody() =>
        ZoneTable.With(Sensed with { Absence = new() { AutoOn = true } })
            .At("05 19:00").PresenceFails().At("05 20:00").Expect(0, Idle)
            .Somebody().SensorsReturn().At("05 20:01").ExpectPresenceFault(SensorFault.Silent).Expect(1000, Occupied);

    [Fact]
    public void The_other_sensor_still_sees_people_and_one_alone_never_calls_the_zone_empty() =>
        ZoneTable.With(SomeZone.With(Sensed with { Absence = new() { AutoOn = true } }, presence: 2))
            .At("05 19:00").PresenceFails(1).At("05 19:10").Expect(0, Idle)
            .Somebody(0).Expect(1000, Occupied)
            .Nobody(0).At("05 20:00").Expect(1000, SensorFailed)
            .SensorsReturn().At("05 20:10").ExpectPresenceFault(SensorFault.None, 1)
            .At("05 20:26").Expect(150, Absent);

    [Fact]
    public void Somebody_without_a_break_for_a_day_is_a_stuck_sensor() =>
        ZoneTable.With(Sensed)
            .At("05 08:00").Somebody().Press(SwitchKind.On)
            .At("06 07:59:50").ExpectPresenceFault(SensorFault.None).Expect(1000, Occupied)
            .At("06 08:00").ExpectPresenceFault(SensorFault.Stuck)
            .At("06 18:05").Expect(0, ScheduleEnded)
            .Nobody().At("06 18:15").ExpectPresenceFault(SensorFault.None);

    [Fact]
    public void A_sensor_that_missed_three_people_at_the_switch_is_stuck() =>
        ZoneTable.With(Sensed)
            .At("05 08:00").Press(SwitchKind.On).At("05 08:16").Press(SwitchKind.On)
            .ExpectPresenceFault(SensorFault.None)
            .At("05 10:20").Press(SwitchKind.On).At("05 10:21").ExpectPresenceFault(SensorFault.Stuck)
            .At("05 12:30").Expect(1000, SensorFailed);

    [Fact]
    public void Without_its_light_sensor_the_zone_gets_all_light() =>
        Lit(daylight: 100)
            .At("05 10:00").ExpectBetween(175, 325)
            .LuxFails().At("05 10:05").ExpectLuxFault(SensorFault.Silent).Expect(1000, SensorFailed)
            .SensorsReturn().At("05 10:14").Expect(1000, SensorFailed)
            .At("05 11:00").ExpectBetween(175, 325);

    [Theory]
    [InlineData(-1)]
    [InlineData(200_000)]
    public void A_light_that_cannot_be_is_not_believed(long lux) =>
        Lit(daylight: 100)
            .At("05 10:00").Lux(lux).ExpectLuxFault(SensorFault.Impossible).Expect(1000, SensorFailed);

    [Fact]
    public void A_light_sensor_that_does_not_see_its_own_lamps_is_stuck_and_the_desk_is_not_left_dark() =>
        Lit(daylight: 0)
            .At("05 10:00").Lux(400)
            .At("05 10:30").ExpectLuxFault(SensorFault.Stuck).Expect(1000, SensorFailed);

    [Fact]
    public void A_figure_that_never_moves_by_day_is_stuck_until_it_moves_and_by_night_it_may_stand() =>
        Lit(daylight: 0)
            .At("05 08:30").Lux(150)
            .At("05 10:29").ExpectLuxFault(SensorFault.None)
            .At("05 10:31").ExpectLuxFault(SensorFault.Stuck)
            .At("05 19:00").Expect(1000, SensorFailed)
            .Lux(149).At("05 19:10").ExpectLuxFault(SensorFault.None)
            .At("06 04:00").ExpectLuxFault(SensorFault.None);

    private static ZoneTable Lit(int daylight) =>
        ZoneTable.With(Daylit).Room(light => daylight + (light / 5)).At("05 08:00").Press(SwitchKind.On);
}

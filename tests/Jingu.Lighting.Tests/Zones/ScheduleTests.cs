using Jingu.Lighting.Timetables;
using Jingu.Lighting.Zones;
using Xunit;
using static Jingu.Lighting.Zones.LightReason;

namespace Jingu.Lighting.Tests.Zones;

/// <summary>Windows of working days, by the clock and by the sun.</summary>
public sealed class ScheduleTests
{
    private static readonly ZoneRules Office = new() { Schedule = SomeZone.OfficeHours };

    [Fact]
    public void A_window_lights_and_its_end_dims_and_then_darkens() =>
        ZoneTable.With(Office)
            .At("05 07:59:50").Expect(0, Idle)
            .At("05 08:00").Expect(1000, Scheduled)
            .At("05 17:59:50").Expect(1000, Scheduled)
            .At("05 18:00").Expect(150, ScheduleEnded)
            .At("05 18:05").Expect(0, ScheduleEnded);

    [Fact]
    public void A_holiday_and_a_weekend_are_dark_and_a_Saturday_that_is_worked_is_lit() =>
        ZoneTable.With(Office, "01 07:00")
            .At("01 12:00").Expect(0, Idle)
            .At("02 12:00").Expect(1000, Scheduled)
            .At("04 12:00").Expect(0, ScheduleEnded)
            .At("10 12:00").Expect(1000, Scheduled)
            .At("11 12:00").Expect(0, ScheduleEnded);

    [Fact]
    public void After_the_window_the_switch_lights_for_the_stated_time() =>
        ZoneTable.With(Office)
            .At("05 20:00").Press(SwitchKind.On).Expect(1000, ByHand)
            .At("05 21:59:50").Expect(1000, ByHand)
            .At("05 22:00").Expect(150, ScheduleEnded)
            .At("05 22:05").Expect(0, ScheduleEnded);

    [Fact]
    public void A_zone_put_out_in_its_window_is_lit_again_after_the_stated_time() =>
        ZoneTable.With(Office)
            .At("05 09:00").Press(SwitchKind.Off).Expect(0, ByHand)
            .At("05 10:59:50").Expect(0, ByHand)
            .At("05 11:00").Expect(1000, Scheduled);

    /// <summary>On 5 October 2026 the sun sets over Zhoushan (30.0 N, 122.2 E) at about 17:28.</summary>
    [Fact]
    public void A_window_may_begin_before_sunset_and_end_at_sunrise()
    {
        var rules = new ZoneRules
        {
            Schedule = new(
                [new(new DayMark.Sunset(TimeSpan.FromMinutes(-30)), new DayMark.Sunrise(TimeSpan.Zero), null)]),
        };
        ZoneTable.With(rules)
            .At("05 16:45").Expect(0, Idle)
            .At("05 17:10").Expect(1000, Scheduled)
            .At("06 05:40").Expect(1000, Scheduled)
            .At("06 06:10").Expect(0, ScheduleEnded);
    }

    [Fact]
    public void A_window_over_midnight_belongs_to_the_day_on_which_it_begins() =>
        ZoneTable.With(new ZoneRules { Schedule = new([SomeZone.Window(22, 6)]) }, "09 20:00")
            .At("09 23:00").Expect(1000, Scheduled)
            .At("10 05:59").Expect(1000, Scheduled)
            .At("10 07:00").Expect(0, ScheduleEnded)
            .At("10 23:00").Expect(1000, Scheduled)
            .At("11 23:00").Expect(0, ScheduleEnded);

    [Fact]
    public void Where_people_are_sensed_the_sensors_decide_and_not_the_window() =>
        ZoneTable.With(Office with { Absence = new() { AutoOn = true } })
            .At("05 09:00").Expect(0, Idle)
            .Somebody().Expect(1000, Occupied)
            .At("05 19:00").Expect(1000, Occupied)
            .Nobody().At("05 19:15").Expect(150, Absent)
            .At("05 19:20").Expect(0, Absent);
}

using Jingu.Lighting.Zones;
using Xunit;
using static Jingu.Lighting.Zones.LightReason;

namespace Jingu.Lighting.Tests.Zones;

/// <summary>People leave, lights go off; the local switch wins for a time.</summary>
public sealed class AbsenceTests
{
    private static readonly ZoneRules ManualOn = new() { Absence = new() };
    private static readonly ZoneRules AutoOn = new() { Absence = new() { AutoOn = true } };

    [Fact]
    public void People_leave_and_after_the_hold_time_the_zone_is_dimmed_and_then_dark() =>
        ZoneTable.With(ManualOn)
            .At("05 08:00").Somebody().Press(SwitchKind.On).Expect(1000, ByHand)
            .At("05 11:30").Expect(1000, Occupied)
            .Nobody()
            .At("05 11:44:50").Expect(1000, Occupied)
            .At("05 11:45").Expect(150, Absent)
            .At("05 11:49:50").Expect(150, Absent)
            .At("05 11:50").Expect(0, Absent);

    [Fact]
    public void Whoever_comes_back_in_the_dimmed_step_has_light_at_once() =>
        ZoneTable.With(ManualOn)
            .At("05 08:00").Somebody().Press(SwitchKind.On)
            .At("05 11:00").Nobody()
            .At("05 11:17").Expect(150, Absent)
            .Somebody().Expect(1000, Occupied);

    [Fact]
    public void Nobody_is_lit_without_asking_unless_the_rule_says_so()
    {
        ZoneTable.With(ManualOn).At("05 08:00").Somebody().At("05 09:00").Expect(0, Idle);
        ZoneTable.With(AutoOn).At("05 08:00").Somebody().Expect(1000, Occupied);
    }

    [Fact]
    public void A_person_whom_the_sensor_misses_presses_once_and_keeps_the_light_for_the_stated_time() =>
        ZoneTable.With(ManualOn)
            .At("05 08:00").Somebody().Press(SwitchKind.On)
            .At("05 09:00").Nobody()
            .At("05 09:16").Expect(150, Absent)
            .Press(SwitchKind.On).Expect(1000, ByHand)
            .At("05 11:15:50").Expect(1000, ByHand)
            .At("05 11:16").Expect(150, Absent);

    [Fact]
    public void The_switch_puts_out_and_no_rule_lights_until_its_time_is_over() =>
        ZoneTable.With(AutoOn)
            .At("05 08:00").Somebody().Expect(1000, Occupied)
            .At("05 09:00").Press(SwitchKind.Off).Expect(0, ByHand)
            .At("05 10:59:50").Expect(0, ByHand)
            .At("05 11:00").Expect(1000, Occupied);

    [Fact]
    public void What_a_person_chose_ends_when_all_have_left() =>
        ZoneTable.With(AutoOn)
            .At("05 08:00").Somebody()
            .At("05 09:00").Press(SwitchKind.Off).Expect(0, ByHand)
            .At("05 09:10").Nobody()
            .At("05 09:26").Somebody().Expect(1000, Occupied);

    [Fact]
    public void A_chosen_level_holds_for_the_stated_time() =>
        ZoneTable.With(AutoOn)
            .At("05 08:00").Somebody()
            .At("05 09:00").Press(SwitchKind.Level, 300).Expect(300, ByHand)
            .At("05 10:59:50").Expect(300, ByHand)
            .At("05 11:00").Expect(1000, Occupied);

    [Fact]
    public void Without_any_rule_the_zone_does_what_its_switch_says() =>
        ZoneTable.With(new ZoneRules())
            .At("05 08:00").Press(SwitchKind.On).Expect(1000, ByHand)
            .At("07 08:00").Expect(1000, ByHand)
            .Press(SwitchKind.Off).Expect(0, ByHand)
            .At("09 08:00").Expect(0, ByHand);

    [Fact]
    public void A_restart_goes_on_where_it_was_and_shows_the_dimmed_step_in_full() =>
        ZoneTable.With(ManualOn)
            .At("05 08:00").Somebody().Press(SwitchKind.On)
            .At("05 09:00").Nobody()
            .Off("05 20:00").Expect(150, Absent)
            .At("05 20:04:50").Expect(150, Absent)
            .At("05 20:05").Expect(0, Absent);

    [Fact]
    public void A_restart_that_remembers_nothing_assumes_that_somebody_is_there() =>
        ZoneTable.With(ManualOn, shown: null)
            .Expect(1000, Assumed)
            .At("05 07:14:50").ExpectBetween(1000, 1000)
            .At("05 07:15").Expect(150, Absent);
}

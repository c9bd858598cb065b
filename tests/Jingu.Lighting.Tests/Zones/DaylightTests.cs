using Jingu.Lighting.Zones;
using Xunit;
using static Jingu.Lighting.Zones.LightReason;

namespace Jingu.Lighting.Tests.Zones;

/// <summary>
/// Lamps give what daylight lacks. At full light the lamps make the sensor show 200 lx; 150 are wanted.
/// </summary>
public sealed class DaylightTests
{
    private static readonly ZoneRules Rules = new() { Daylight = new(TargetLux: 150, FullLux: 200) };

    [Fact]
    public void The_loop_settles_where_daylight_and_lamps_together_give_the_target() =>
        Lit(daylight: 100).At("05 08:30").ExpectBetween(175, 325);

    [Fact]
    public void Less_light_is_taken_slowly_and_more_is_given_at_once() =>
        Lit(daylight: 20)
            .At("05 09:00").ExpectBetween(570, 730)
            .Room(light => 120 + (light / 5))
            .At("05 09:00:50").ExpectBetween(570, 730)
            .At("05 09:02").ExpectBetween(400, 720)
            .At("05 09:10").ExpectBetween(100, 230)
            .Room(light => light / 5)
            .At("05 09:10:50").ExpectBetween(675, 1000);

    [Fact]
    public void Within_the_dead_band_nothing_moves()
    {
        var table = Lit(daylight: 75).At("05 09:00");
        var moves = table.Moves;
        var noise = 0;
        table.Room(light => 75 + (light / 5) + (noise++ / 2 % 2 == 0 ? 3 : -4)).At("05 12:00");
        Assert.Equal(0, table.MovesSince(moves));
    }

    [Fact]
    public void Lamps_go_off_only_after_a_sustained_surplus_at_their_least_light() =>
        Lit(daylight: 100)
            .At("05 10:00").Room(light => 400 + (light / 5))
            .At("05 10:07").ExpectBetween(100, 100)
            .At("05 10:20").Expect(0, DaylightEnough)
            .Room(light => 160 + (light / 5))
            .At("05 11:00").Expect(0, DaylightEnough)
            .Room(light => 100 + (light / 5)).Expect(250, Daylight);

    [Fact]
    public void A_passing_surplus_puts_nothing_out() =>
        Lit(daylight: 140)
            .At("05 10:00").ExpectBetween(100, 150)
            .Room(light => 400 + (light / 5))
            .At("05 10:09").ExpectBetween(100, 100)
            .Room(light => 160 + (light / 5)).At("05 10:10")
            .Room(light => 400 + (light / 5))
            .At("05 10:19").ExpectBetween(100, 100);

    [Fact]
    public void A_surplus_before_and_after_a_time_without_a_gateway_is_not_a_sustained_one() =>
        Lit(daylight: 400)
            .At("05 08:05").Expect(100, Daylight)
            .Off("05 12:00").Expect(100, Daylight)
            .At("05 12:09").Expect(100, Daylight)
            .At("05 12:11").Expect(0, DaylightEnough);

    [Fact]
    public void Whoever_comes_in_gets_what_is_missing_and_no_flash_of_full_light() =>
        ZoneTable.With(Rules with { Absence = new() { AutoOn = true } })
            .Room(light => 100 + (light / 5))
            .At("05 08:00").Somebody().ExpectBetween(240, 250);

    [Fact]
    public void Whoever_comes_in_by_bright_day_gets_no_light_by_itself_and_the_least_by_the_switch()
    {
        var rules = Rules with { Absence = new() { AutoOn = true } };
        ZoneTable.With(rules).Room(_ => 300).At("05 12:00").Somebody().Expect(0, DaylightEnough);
        ZoneTable.With(Rules).Room(_ => 300).At("05 12:00").Press(SwitchKind.On).Expect(100, Daylight);
    }

    [Fact]
    public void The_switch_of_a_lit_zone_gives_all_light_for_the_stated_time() =>
        Lit(daylight: 100)
            .At("05 10:00").Press(SwitchKind.On).Expect(1000, ByHand)
            .At("05 11:59").Expect(1000, ByHand)
            .At("05 12:10").ExpectBetween(200, 330);

    [Fact]
    public void After_a_chosen_level_the_lamps_go_off_by_their_least_light_and_a_surplus_as_ever() =>
        Lit(daylight: 400)
            .At("05 10:00").Expect(0, DaylightEnough)
            .Press(SwitchKind.Level, 367).Expect(367, ByHand)
            .At("05 12:00").Expect(100, Daylight)
            .At("05 12:09").Expect(100, Daylight)
            .At("05 12:11").Expect(0, DaylightEnough);

    [Fact]
    public void A_limit_from_outside_does_not_wind_the_loop_up() =>
        Lit(daylight: 50)
            .At("05 10:00").ExpectBetween(400, 600)
            .LadderCap(300).Expect(300, LadderCap)
            .At("05 12:00").Expect(300, LadderCap)
            .LadderCap(null).ExpectBetween(400, 600);

    private static ZoneTable Lit(int daylight) =>
        ZoneTable.With(Rules).Room(light => daylight + (light / 5)).At("05 08:00").Press(SwitchKind.On);
}

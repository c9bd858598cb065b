using Jingu.Budgets.Ladders;
using Jingu.Contracts.Events;
using Jingu.Contracts.State;
using Jingu.Lighting.Zones;
using Xunit;
using static Jingu.Edge.Tests.Control.SupplyScenario;

namespace Jingu.Edge.Tests.Control.Zones;

/// <summary>Lighting zones on the real tick: what rules want reaches lamps, and the ladder's dimming wins.</summary>
public sealed class ZoneTests
{
    private static readonly ZoneRules Rules = new()
    {
        Absence = new() { Hold = TimeSpan.FromMinutes(15), AutoOn = true },
        DimFor = TimeSpan.FromMinutes(5),
        SwitchHolds = TimeSpan.FromHours(2),
        Sensors = new() { StaleAfter = TimeSpan.FromHours(1), BackAfter = TimeSpan.Zero },
    };

    [Fact]
    public void Lamps_follow_the_people_dimmed_first_then_off_and_on_again()
    {
        using var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").ExpectLit()
            .Leaves().At("01 08:10").ExpectLit()
            .At("01 08:30").ExpectLit(
                "01 08:15:01 lamp-07 254 185", "01 08:15:01 lamp-08 254 185", "01 08:20:02 lamp-07 185 0",
                "01 08:20:02 lamp-08 185 0")
            .At("01 09:00").Comes().ExpectLit("01 09:00:00 lamp-07 0 254", "01 09:00:00 lamp-08 0 254")
            .ExpectSwitched();
    }

    [Fact]
    public void What_a_zone_does_is_told_once_for_each_reason_and_not_for_each_step()
    {
        using var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").ExpectLit()
            .Leaves().At("01 08:30").Comes().At("01 09:00").ExpectTold(
                "01 00:00 zone-light office-07 1000 assumed", "01 01:00 zone-light office-07 1000 occupied",
                "01 08:00 zone-light office-07 1000 assumed", "01 08:15 zone-light office-07 150 absent",
                "01 08:20 zone-light office-07 0 absent", "01 08:30 zone-light office-07 1000 occupied");
    }

    [Fact]
    public void The_ladder_dims_a_lit_zone_and_the_zone_stays_at_or_below_it_until_supply_returns()
    {
        using var month = Due().At("05 08:59").ExpectLit()
            .At("05 09:10").ExpectSwitched(
                "05 09:00:00 lamp-07 Dimmed 209", "05 09:00:30 lamp-08 Dimmed 209", "05 09:01:00 sockets-07 Off",
                "05 09:01:30 lighting-07 Off")
            .ExpectLit()
            // All have left: dark; who comes is lit, but not above what the ladder leaves.
            .At("05 12:00").ExpectLit().Leaves().At("05 13:00").Comes().At("05 13:30")
            .ExpectLit(
                "05 12:15:01 lamp-07 209 185", "05 12:15:01 lamp-08 209 185", "05 12:20:02 lamp-07 185 0",
                "05 12:20:02 lamp-08 185 0", "05 13:00:00 lamp-07 0 209", "05 13:00:00 lamp-08 0 209")
            .At("06 09:00").Extends(10_000).At("06 09:10").ExpectLit().Confirms()
            .At("06 09:30").ExpectLit("06 09:10:00 lamp-07 209 254", "06 09:10:00 lamp-08 209 254")
            .ExpectSwitched("06 09:10:00 lighting-07 On", "06 09:11:00 sockets-07 On").ExpectReplayed();
    }

    [Fact]
    public void What_the_ladder_dimmed_and_the_zone_did_not_move_returns_by_the_ladder_to_its_level()
    {
        using var month = Due().At("05 10:00").ExpectLit().At("06 09:00").Extends(10_000)
            .At("06 09:10").Confirms().At("06 10:00").ExpectLit();
        Assert.Contains(month.Boards.Commands, one => one is { Point.Value: Lamp, Level: 254 });
        Assert.Contains(month.Boards.Commands, one => one is { Point.Value: OtherLamp, Level: 254 });
        Assert.Equal((254, 254), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
    }

    [Fact]
    public void A_dark_zone_that_lights_while_the_ladder_wants_it_dimmed_never_shows_more()
    {
        using var month = Due(isOccupied: false).At("05 12:00").Comes().At("05 14:00");
        Assert.DoesNotContain(month.Boards.Lit, one => one.At > month.Boards.Commands[0].At && one.To > 209);
        Assert.Equal((209, 209), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
    }

    [Fact]
    public void A_drill_and_a_doubtful_clock_cap_no_zone()
    {
        using var drill = With(1000, ladder => ladder with { Drill = true }, lamps: true, zone: Rules)
            .Comes().At("02 09:00").Use(1000).At("05 08:30").At("05 09:00").Expect(Stage.Disconnected)
            .At("05 10:00");
        Assert.Equal((254, 254), (LevelOf(drill, Lamp), LevelOf(drill, OtherLamp)));
        using var doubted = Due().At("05 08:50").ClockIsDoubted().At("05 12:00");
        Assert.Equal((254, 254), (LevelOf(doubted, Lamp), LevelOf(doubted, OtherLamp)));
    }

    [Fact]
    public void The_switch_wins_for_its_time_and_what_a_person_moved_at_a_lamp_is_the_switch()
    {
        using var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").UsesSwitch()
            .ExpectLit("01 08:00:00 lamp-07 254 0", "01 08:00:00 lamp-08 254 0")
            .At("01 10:30").ExpectLit("01 10:00:00 lamp-07 0 254", "01 10:00:00 lamp-08 0 254")
            .Sets(OtherLamp, 200).ExpectLit("01 10:30:00 lamp-07 254 200")
            .At("01 13:00").ExpectLit("01 12:30:01 lamp-07 200 254", "01 12:30:01 lamp-08 200 254")
            .ExpectTold(
                "01 00:00 zone-light office-07 1000 assumed", "01 01:00 zone-light office-07 1000 occupied",
                "01 08:00 zone-light office-07 0 by-hand",
                "01 08:00 zone-override office-07 0 begun", "01 10:00 zone-light office-07 1000 occupied",
                "01 10:00 zone-override office-07 ended", "01 10:30 zone-light office-07 229 by-hand",
                "01 10:30 zone-override office-07 229 begun", "01 12:30 zone-light office-07 1000 occupied",
                "01 12:30 zone-override office-07 ended");
    }

    [Fact]
    public void Who_uses_the_switch_when_warned_of_the_sweep_or_dimmed_as_if_nobody_were_there_keeps_the_light()
    {
        var rules = Rules with { Sweep = new([new(20, 0)]) };
        using var warned = With(1000, lamps: true, zone: rules).Comes().At("01 19:56").UsesSwitch().At("01 20:30");
        Assert.Equal((254, 254), (LevelOf(warned, Lamp), LevelOf(warned, OtherLamp)));
        using var unseen = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").ExpectLit()
            .Leaves().At("01 08:16");
        Assert.Equal(185, LevelOf(unseen, Lamp));
        unseen.UsesSwitch().At("01 09:30");
        Assert.Equal((254, 254), (LevelOf(unseen, Lamp), LevelOf(unseen, OtherLamp)));
    }

    [Fact]
    public void A_sensor_that_falls_silent_is_told_and_nothing_goes_dark_by_it()
    {
        using var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").ExpectLit().PresenceFails()
            .At("01 12:00").ExpectLit()
            .ExpectTold(
                "01 00:00 zone-light office-07 1000 assumed", "01 01:00 zone-light office-07 1000 occupied",
                "01 09:00 zone-light office-07 1000 sensor-failed", "01 09:00 sensor-failed pir-07 silent");
        Assert.Contains(month.Events(), one => one.Text.Contains("nobody answers", StringComparison.Ordinal));
    }

    [Fact]
    public void A_gateway_that_remembers_what_it_was_told_is_found_out_by_the_load_and_the_zone_goes_on()
    {
        using var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").ExpectLit()
            .Lies(Lamp).Leaves().At("01 09:30").ExpectTold(
                "01 00:00 zone-light office-07 1000 assumed", "01 01:00 zone-light office-07 1000 occupied",
                "01 08:00 zone-light office-07 1000 assumed", "01 08:15 zone-light office-07 150 absent",
                "01 08:20 zone-light office-07 0 absent", "01 08:20 lamp-unlike lamp-07 differs");
        month.Comes().At("01 09:31");
        Assert.Equal(254, LevelOf(month, OtherLamp));
    }

    [Fact]
    public void A_lamp_that_takes_no_level_is_told_three_times_then_now_and_then_and_the_others_go_on()
    {
        using var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").ExpectLit()
            .IsDeaf(OtherLamp).Leaves().At("01 10:00").ExpectTold(
                "01 00:00 zone-light office-07 1000 assumed", "01 01:00 zone-light office-07 1000 occupied",
                "01 08:00 zone-light office-07 1000 assumed", "01 08:15 zone-light office-07 150 absent",
                "01 08:15 lamp-unlike lamp-08 differs",
                "01 08:20 zone-light office-07 0 absent");
        Assert.Equal((0, 254), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        Assert.InRange(month.Boards.Lit.Count(one => one.Lamp.Value == OtherLamp), 5, 16);
        month.IsDeaf(OtherLamp, isDeaf: false).At("01 11:30");
        Assert.Equal(0, LevelOf(month, OtherLamp));
    }

    [Fact]
    public void Killed_anywhere_nothing_goes_dark_by_the_start_and_the_zone_goes_on()
    {
        for (var step = 1; step <= 12; step++)
        {
            using var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").ExpectLit()
                .KillAt(step).Leaves().At("01 08:14");
            Assert.Equal((254, 254), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
            month.At("01 09:00");
            Assert.Equal((0, 0), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
            month.Restart().At("01 10:00");
            Assert.Equal((0, 0), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        }
    }

    [Fact]
    public void A_start_takes_for_granted_that_somebody_is_there_and_keeps_what_a_person_chose()
    {
        using var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").Sets(Lamp, 0).At("01 08:01")
            .Leaves().At("01 08:05").IsOffUntil("01 09:00").At("01 09:10");
        Assert.Equal(0, month.Standing.State.Choice!.Light);
        month.At("01 09:20");
        Assert.Null(month.Standing.State.Choice);
    }

    [Fact]
    public void Who_came_to_a_zone_that_was_lit_by_the_switch_is_not_put_in_the_dark_by_a_start()
    {
        // The file knows the switch at eight and that nobody was seen; who came since is in memory only.
        using var month = With(1000, lamps: true, zone: Rules).At("01 08:00");
        Assert.Equal((0, 0), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        month.UsesSwitch().At("01 08:05").Comes().At("01 08:30");
        var lit = month.Boards.Lit.Count;
        month.Restart().At("01 09:30");
        Assert.Equal((lit, 254), (month.Boards.Lit.Count, LevelOf(month, Lamp)));
    }

    [Fact]
    public void Who_came_while_the_gateway_was_off_does_not_see_the_zone_it_was_leaving_go_dark()
    {
        using var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").ExpectLit()
            .Leaves().At("01 08:16").ExpectLit("01 08:15:01 lamp-07 254 185", "01 08:15:01 lamp-08 254 185")
            .Comes().IsOffUntil("01 08:40").At("01 09:30").ExpectLit(
                "01 08:40:00 lamp-07 185 254", "01 08:40:00 lamp-08 185 254");
    }

    [Fact]
    public void A_sensor_was_not_silent_for_as_long_as_the_gateway_was_off()
    {
        using var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").IsOffUntil("01 12:00")
            .At("01 12:30");
        Assert.DoesNotContain(month.Events(), one => one.Kind == EventKinds.SensorFailed);
    }

    [Fact]
    public void A_lamp_that_an_event_sheds_is_not_lit_up_again_before_its_end_and_then_as_the_zone_says()
    {
        using var month = With(100_000, lamps: true, zone: Rules).Comes().At("02 12:00")
            .Event("14:00", "16:00", OtherLamp).At("02 14:30").ExpectLit()
            .ExpectSwitched("02 14:00:00 lamp-08 Dimmed 209")
            .Leaves().At("02 15:30").Comes().At("02 15:59").ExpectLit(
                "02 14:45:01 lamp-07 254 185", "02 14:45:01 lamp-08 209 185", "02 14:50:02 lamp-07 185 0",
                "02 14:50:02 lamp-08 185 0", "02 15:30:00 lamp-07 0 254", "02 15:30:00 lamp-08 0 209")
            .At("02 17:00");
        Assert.Equal((254, 254), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
    }

    [Fact]
    public void A_zone_that_was_dark_when_an_event_began_is_lit_as_far_as_the_event_leaves_and_says_so()
    {
        using var month = With(100_000, lamps: true, zone: Rules).At("02 12:00")
            .Event("14:00", "16:00", Lamp, OtherLamp).At("02 14:30").ExpectLit(
                "01 01:00:00 lamp-07 254 185", "01 01:00:00 lamp-08 254 185", "01 01:05:00 lamp-07 185 0",
                "01 01:05:00 lamp-08 185 0").Comes().At("02 15:59").ExpectLit(
                "02 14:30:00 lamp-07 0 209", "02 14:30:00 lamp-08 0 209");
        Assert.Equal("demand-cap", Assert.Single(month.StateTold.Zones!.Value).Reason);
        month.At("02 17:00");
        Assert.Equal((254, 254), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
    }

    [Fact]
    public void The_state_that_goes_up_lists_the_zone_with_its_light_its_reason_and_since_when()
    {
        using var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").ExpectLit().Leaves()
            .At("01 08:16");
        var told = Assert.Single(month.StateTold.Zones!.Value);
        Assert.Equal(
            (Office, 150, "absent", new DateTimeOffset(2026, 3, 1, 0, 15, 1, TimeSpan.Zero), null),
            (told.Id, told.Light, told.Reason, told.Since, told.Choice));
        // The level of DALI's curve that is next to 150 thousandths.
        Assert.Equal(
            [new LampLighting(Lamp, 152, null), new LampLighting(OtherLamp, 152, null)], told.Lamps!.Value.ToArray());
        Assert.Equal(new SensorLighting("pir-07", "presence", 0, null), Assert.Single(told.Sensors!.Value));
        month.UsesSwitch().At("01 08:17");
        var pressed = new DateTimeOffset(2026, 3, 1, 0, 16, 0, TimeSpan.Zero);
        Assert.InRange(
            Assert.Single(month.StateTold.Zones!.Value).Choice!.Until, pressed + Rules.SwitchHolds,
            pressed + Rules.SwitchHolds + TimeSpan.FromMinutes(1));
        using var bare = With(1000);
        Assert.Null(bare.StateTold.Zones);
    }

    private static int LevelOf(SupplyScenario month, string lamp) => month.Boards.Lamps[new(lamp)].Level;

    /// <summary>Everything is announced; the earliest cut is at nine.</summary>
    private static SupplyScenario Due(bool isOccupied = true)
    {
        var month = With(1000, ladder => ladder with { Automatic = true }, lamps: true, zone: Rules);
        return (isOccupied ? month.Comes() : month).At("02 09:00").Use(1000).At("05 08:30");
    }
}

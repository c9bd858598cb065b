using System.Globalization;
using Jingu.Budgets.Ladders;
using Xunit;
using static Jingu.Edge.Tests.Control.SupplyScenario;

namespace Jingu.Edge.Tests.Control;

/// <summary>The rung disconnected with lamps, on the real tick: lighting dims, circuits go off, all return.</summary>
public sealed class LampTests
{
    [Fact]
    public void Lamps_dim_first_then_circuits_go_off_and_each_lamp_returns_to_the_level_it_had()
    {
        using var month = Due(automatic: false).Sets(OtherLamp, 240)
            .At("05 08:40").Approves().Expect("Approved").ExpectSwitched()
            .At("05 09:00").Expect("Disconnected").ExpectSwitched("05 09:00:00 lamp-07 Dimmed 209")
            .At("05 09:20").ExpectStory(
                "05 09:00 lamp-07 dim proven load", "05 09:01 lamp-08 dim not-proven none",
                "05 09:01 exit-07 refused NotSwitchable", "05 09:01 sockets-07 cut proven load",
                "05 09:02 lighting-07 cut not-proven none", "05 09:02 server-07 refused NotSwitchable",
                "05 09:02 answered: unit-07 electricity is disconnected: sockets-07 proven (load), lighting-07 "
                    + "commanded, not proven, server-07 is never switched (NotSwitchable), lamp-07 proven (load), "
                    + "lamp-08 commanded, not proven, exit-07 is never switched (NotSwitchable).")
            .ExpectSwitched(
                "05 09:00:30 lamp-08 Dimmed 209", "05 09:01:00 sockets-07 Off", "05 09:01:30 lighting-07 Off")
            .At("06 09:00").Extends(10_000).Expect("answered: 10000000 more in 2026-03, on top of 1000000.", "Armed")
            .At("06 09:10").Confirms().Expect("Restored").ExpectSwitched("06 09:10:00 lamp-07 On 254")
            .At("06 10:00").ExpectStory(
                "06 09:10 lamp-07 restore proven load", "06 09:11 lamp-08 restore not-proven none",
                "06 09:12 lighting-07 restore not-proven none", "06 09:13 sockets-07 restore proven load",
                "06 09:13 answered: unit-07 electricity is restored: sockets-07 proven (load), lighting-07 commanded, "
                    + "not proven, server-07 was on already, lamp-07 proven (load), lamp-08 commanded, not proven, "
                    + "exit-07 was left as it was.")
            .ExpectSwitched("06 09:11:00 lamp-08 On 240", "06 09:12:00 lighting-07 On", "06 09:13:00 sockets-07 On")
            .ExpectReplayed();
        Assert.Equal((254, 240), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
    }

    [Fact]
    public void A_lamp_that_is_off_or_low_stays_as_it_is_and_is_not_lit_by_the_restore()
    {
        using var month = Due().Sets(Lamp, 0).Sets(OtherLamp, 180)
            .At("05 09:00").Expect("Disconnected", "exit-07 refused NotSwitchable")
            .ExpectSwitched("05 09:00:00 sockets-07 Off")
            .At("05 10:00").ExpectSwitched("05 09:00:30 lighting-07 Off")
            .At("06 09:00").Extends(10_000).At("06 09:10").Confirms()
            .At("06 12:00").ExpectSwitched("06 09:10:00 lighting-07 On", "06 09:11:00 sockets-07 On");
        Assert.Equal((0, 180), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
    }

    [Fact]
    public void A_lamp_that_people_moved_meanwhile_is_theirs_and_returns_to_nothing()
    {
        using var month = Due()
            .At("05 10:00").ExpectSwitched(
                "05 09:00:00 lamp-07 Dimmed 209", "05 09:00:30 lamp-08 Dimmed 209", "05 09:01:00 sockets-07 Off",
                "05 09:01:30 lighting-07 Off")
            .Sets(Lamp, 0).Sets(OtherLamp, 190)
            .At("06 09:00").Extends(10_000).At("06 09:10").Confirms()
            .At("06 12:00").ExpectSwitched("06 09:10:00 lighting-07 On", "06 09:11:00 sockets-07 On")
            // The level that it was dimmed to, and now by a person.
            .Sets(Lamp, 209).At("06 15:00").ExpectSwitched();
        Assert.Equal((209, 190), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
    }

    [Fact]
    public void A_lamp_that_people_raise_again_stays_so_for_the_shortest_time_on_and_is_dimmed_three_times_at_most()
    {
        using var month = Due().At("05 10:05").Sets(OtherLamp, 254)
            // The hand is seen with the poll at eleven, and wins for ten minutes: no tick comes before twelve.
            .At("05 10:06").At("05 12:30").Sets(OtherLamp, 230).At("05 12:31").At("05 15:30").Sets(OtherLamp, 254)
            .At("05 15:31").At("05 20:00");
        Assert.Equal(
            ["09:00:30", "11:00:00", "13:00:00"],
            month.Boards.Commands.Where(one => one.Point.Value == OtherLamp)
                .Select(one => one.At.AddHours(8).ToString("HH:mm:ss", CultureInfo.InvariantCulture)));
        Assert.Equal(254, LevelOf(month, OtherLamp));
    }

    [Fact]
    public void A_lamp_without_load_is_off_whatever_its_gateway_remembers_and_is_not_lit()
    {
        using var month = Due().SetsUnseen(Lamp, 0)
            .At("05 10:00").ExpectSwitched(
                "05 09:00:00 lamp-08 Dimmed 209", "05 09:00:30 sockets-07 Off", "05 09:01:00 lighting-07 Off");
        Assert.Equal(0, month.Boards.Lamps[new(Lamp)].Light);
    }

    [Fact]
    public void A_gateway_that_answers_with_what_it_was_told_is_found_out_by_the_load()
    {
        using var month = Due().Lies(Lamp).Lies(OtherLamp)
            .At("05 09:00").Expect("Disconnected")
            .At("05 09:20").ExpectStory(
                "05 09:00 lamp-07 dim failed load-remains", "05 09:01 lamp-08 dim not-proven none",
                "05 09:01 exit-07 refused NotSwitchable", "05 09:01 sockets-07 cut proven load",
                "05 09:02 lighting-07 cut not-proven none", "05 09:02 server-07 refused NotSwitchable");
    }

    [Fact]
    public void A_command_that_is_lost_is_seen_and_given_again_three_times_at_most()
    {
        using var month = Due().IsDeaf(OtherLamp)
            .At("05 15:00").ExpectStory(
                "05 09:00 Disconnected", "05 09:00 lamp-07 dim proven load",
                "05 09:01 lamp-08 dim failed level-not-taken", "05 09:01 exit-07 refused NotSwitchable",
                "05 09:01 sockets-07 cut proven load", "05 09:02 lighting-07 cut not-proven none",
                "05 09:02 server-07 refused NotSwitchable", "05 10:00 lamp-08 dim failed level-not-taken",
                "05 11:00 lamp-08 dim failed level-not-taken");
        Assert.Equal(3, month.Boards.Commands.Count(one => one.Point.Value == OtherLamp));
    }

    [Fact]
    public void A_restore_that_is_lost_is_given_again_until_it_is_taken()
    {
        using var month = Due().At("05 10:00").IsDeaf(OtherLamp)
            .At("06 09:00").Extends(10_000).At("06 09:10").Confirms().At("06 11:30").IsDeaf(OtherLamp, false)
            .At("06 13:00");
        Assert.Equal(254, LevelOf(month, OtherLamp));
        Assert.True(month.Boards.Commands.Count(one => one is { Point.Value: OtherLamp, Level: 254 }) > 1);
    }

    [Fact]
    public void A_lamp_that_has_failed_is_told()
    {
        using var month = Due().LampFails(OtherLamp)
            .At("05 09:20").ExpectStory(
                "05 09:00 Disconnected", "05 09:00 lamp-07 dim proven load", "05 09:00 lamp-08 dim failed lamp-failed",
                "05 09:01 exit-07 refused NotSwitchable", "05 09:01 sockets-07 cut proven load",
                "05 09:02 lighting-07 cut not-proven none", "05 09:02 server-07 refused NotSwitchable");
    }

    [Fact]
    public void A_drill_dims_nothing()
    {
        using var month = With(1000, ladder => ladder with { Drill = true }, lamps: true)
            .At("02 09:00").Use(1000).At("05 08:30")
            .At("05 09:00").Expect(Stage.Disconnected)
            .At("06 09:00").ExpectSwitched().ExpectReplayed();
        Assert.Equal((254, 254), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
    }

    [Fact]
    public void A_reminder_dims_its_lamps_and_they_return_by_themselves()
    {
        using var month = With(1000, ladder => ladder with { Reminder = true }, lamps: true)
            .At("02 08:00").Use(910).At("02 08:10").At("02 08:30").ExpectSwitched(
                "02 08:00:00 lamp-08 Dimmed 209", "02 08:00:30 lighting-07 Off", "02 08:10:00 lamp-08 On 254",
                "02 08:11:00 lighting-07 On")
            .ExpectReplayed();
    }

    [Fact]
    public void Killed_at_any_commit_or_command_each_lamp_is_dimmed_once_and_returns_to_its_level()
    {
        for (var step = 1; step <= 16; step++)
        {
            using var month = Due().Sets(OtherLamp, 240).At("05 08:50").KillAt(step).At("05 11:00").ExpectReplayed();
            Assert.Equal(
                ["lamp-07", "lamp-08", "lighting-07", "sockets-07"],
                month.Boards.Commands.Select(one => one.Point.Value).Order(StringComparer.Ordinal));
            month.At("06 09:00").Extends(10_000).At("06 09:10").Confirms().At("06 12:00");
            Assert.Equal((254, 240), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        }
    }

    [Fact]
    public void Killed_at_any_commit_or_command_of_the_return_each_lamp_has_its_level_again()
    {
        for (var step = 1; step <= 16; step++)
        {
            using var month = Due().Sets(OtherLamp, 240)
                .At("06 09:00").Extends(10_000).At("06 09:05").KillAt(step).At("06 09:10").Confirms()
                .At("06 12:00").ExpectReplayed();
            Assert.Equal((254, 240), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        }
    }

    private static int LevelOf(SupplyScenario month, string lamp) => month.Boards.Lamps[new(lamp)].Level;

    /// <summary>Everything is announced; the earliest cut is at nine.</summary>
    private static SupplyScenario Due(bool automatic = true) =>
        With(1000, ladder => ladder with { Automatic = automatic }, lamps: true)
            .At("02 09:00").Use(1000).Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("05 08:30").Expect("FinalNoticeIssued");
}

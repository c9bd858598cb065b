using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;
using static Jingu.Edge.Tests.Control.SupplyScenario;

namespace Jingu.Edge.Tests.Control;

/// <summary>Every rung, on the real tick: what is decided, what is switched, what is proven, and when.</summary>
public sealed class SupplyTests
{
    private const string Cut = "answered: unit-07 electricity is disconnected: sockets-07 proven (load), lighting-07 "
        + "commanded, not proven, server-07 is never switched (NotSwitchable).";

    [Fact]
    public void From_notice_to_cut_to_an_extension_and_back_as_the_ladder_says()
    {
        using var month = Due()
            .At("05 08:40").Approves().Expect("Approved").ExpectSwitched()
            .At("05 09:00").Expect("Disconnected").ExpectSwitched("05 09:00:00 sockets-07 Off")
            .At("05 09:20").ExpectStory(
                "05 09:00 sockets-07 cut proven load", "05 09:01 lighting-07 cut not-proven none",
                "05 09:01 server-07 refused NotSwitchable", "05 09:01 " + Cut)
            .ExpectSwitched("05 09:00:30 lighting-07 Off")
            .At("06 09:00").Extends(10_000)
            .Expect("answered: 10000000 more in 2026-03, on top of 1000000.", "Armed").ExpectSwitched()
            .At("06 09:10").Confirms().Expect("Restored").ExpectSwitched("06 09:10:00 lighting-07 On")
            .At("06 10:00").ExpectStory(
                "06 09:10 lighting-07 restore not-proven none", "06 09:11 sockets-07 restore proven load",
                "06 09:11 answered: unit-07 electricity is restored: sockets-07 proven (load), lighting-07 commanded, "
                    + "not proven, server-07 was on already.")
            .ExpectSwitched("06 09:11:00 sockets-07 On")
            .ExpectReplayed();
    }

    [Fact]
    public void Without_a_persons_approval_nothing_is_cut()
    {
        using var month = Due()
            .At("05 09:00").Expect("HoldChanged").ExpectHold(HoldReason.AwaitingApproval)
            .At("05 11:00").Expect("FinalNoticeLapsed")
            .At("07 09:00").ExpectNothing();
    }

    [Fact]
    public void In_friendly_hours_nothing_is_cut()
    {
        using var month = With(1000, Automatic)
            .Calendar(new([new(new(8, 45), new(14, 0), FriendlyDays.Every)], [], []))
            .At("02 09:00").Use(1000).Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("05 09:00").Expect("HoldChanged").ExpectHold(HoldReason.FriendlyHours)
            .At("05 13:30").Expect("FinalNoticeIssued").ExpectSwitched()
            .At("05 14:00").Expect("HoldChanged", "Disconnected").ExpectSwitched("05 14:00:00 sockets-07 Off");
    }

    [Theory]
    [InlineData(HoldReason.SpecialDay)]
    [InlineData(HoldReason.ExtremeHeat)]
    [InlineData(HoldReason.ExtremeCold)]
    public void On_special_days_and_in_extreme_weather_nothing_is_cut(HoldReason reason)
    {
        using var month = With(1000, Automatic)
            .Calendar(new([], [new(new LocalDate(2026, 3, 5), reason, "")], []))
            .At("02 09:00").Use(1000).Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("05 09:00").Expect("HoldChanged").ExpectHold(reason)
            .At("05 23:30").Expect("FinalNoticeIssued").ExpectSwitched()
            .At("06 00:00").Expect("HoldChanged", "Disconnected").ExpectSwitched("06 00:00:00 sockets-07 Off");
    }

    [Fact]
    public void A_month_that_turns_is_confirmed_on_site_before_supply_returns()
    {
        using var month = With(1000, Automatic, day: 26)
            .At("27 09:00").Use(1000).Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("30 08:30").Expect("FinalNoticeIssued")
            .At("30 09:00").Expect("Disconnected").ExpectSwitched("30 09:00:00 sockets-07 Off")
            .At("01 00:00").ExpectStory(
                "30 09:00 sockets-07 cut proven load", "30 09:01 lighting-07 cut not-proven none",
                "30 09:01 server-07 refused NotSwitchable", "01 00:00 PeriodTurned", "01 00:00 Armed")
            .ExpectSwitched("30 09:00:30 lighting-07 Off")
            .At("01 08:00").Confirms().Expect("Restored", "NoticeReached").ExpectSwitched("01 08:00:00 lighting-07 On")
            .ExpectReplayed();
    }

    [Fact]
    public void A_higher_budget_in_mid_month_takes_back_what_stands()
    {
        using var month = Due()
            .At("05 08:40").Budget(20_000).Expect("Relieved", "FirstNoticeWithdrawn").Expect(Stage.Normal)
            .At("06 09:00").ExpectNothing();
    }

    [Fact]
    public void A_head_count_that_falls_in_mid_month_gives_full_notice_before_anything_is_cut()
    {
        using var month = With(1000, Automatic);
        // At 28 kWh a day the budget lasts beyond the month, as long as it is that of all heads.
        for (var day = 2; day <= 15; day++)
            month.At($"{day:00} 00:00").UseMore(28).ExpectNothing();
        month.At("15 09:00").Budget(380)
            .Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("18 08:00").ExpectNothing()
            .At("18 08:30").Expect("FinalNoticeIssued").ExpectSwitched()
            .At("18 09:00").Expect("Disconnected").ExpectSwitched("18 09:00:00 sockets-07 Off")
            .ExpectReplayed();
    }

    [Fact]
    public void A_drill_decides_and_switches_nothing()
    {
        using var month = With(1000, ladder => ladder with { Drill = true })
            .At("02 09:00").Use(1000).Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("05 08:30").Expect("FinalNoticeIssued")
            .At("05 09:00").Expect("Disconnected").Expect(Stage.Disconnected)
            .BoardPowersUpOff(Sockets)
            .At("06 09:00").ExpectNothing().ExpectReplayed();
    }

    [Fact]
    public void On_a_clock_that_nobody_vouches_for_nothing_is_cut_and_no_month_turns()
    {
        using var month = With(1000, Automatic, day: 27)
            .At("28 09:00").Use(1000).Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("31 08:30").Expect("FinalNoticeIssued")
            .At("31 08:50").ClockIsDoubted().Expect()
            .At("31 09:00").Expect("HoldChanged").ExpectHold(HoldReason.ClockUntrusted).ExpectSwitched()
            .At("01 09:00").ExpectStory("31 11:00 FinalNoticeLapsed").ExpectSwitched();
        Assert.Equal("2026-03", month.State.Ladders.Values.Single().Period);
    }

    [Fact]
    public void On_old_readings_nothing_is_cut()
    {
        using var month = With(1000, ladder => Automatic(ladder) with { ReadingAgeMax = TimeSpan.FromMinutes(10) })
            .At("02 09:00").Use(1000).Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("05 08:30").Expect("FinalNoticeIssued").ReadingsStop()
            .At("05 09:00").Expect("HoldChanged").ExpectHold(HoldReason.ReadingsOld).ExpectSwitched()
            .At("05 09:20").ReadingsReturn().Expect("HoldChanged", "Disconnected")
            .ExpectSwitched("05 09:20:00 sockets-07 Off");
    }

    [Fact]
    public void A_relay_that_welds_is_an_alarm_and_is_not_commanded_again_blindly()
    {
        using var month = DueAutomatic().Sticks(Sockets)
            .At("05 09:00").Expect("Disconnected").ExpectSwitched("05 09:00:00 sockets-07 Off")
            .At("05 12:00").ExpectStory(
                "05 09:00 sockets-07 cut failed load-remains", "05 09:01 lighting-07 cut not-proven none",
                "05 09:01 server-07 refused NotSwitchable")
            .ExpectSwitched("05 09:00:30 lighting-07 Off");
    }

    [Fact]
    public void A_contact_that_does_not_move_is_seen_by_its_feedback()
    {
        using var month = DueAutomatic().Feedback(Sockets).Feedback(LightCircuit).Sticks(Sockets)
            .At("05 09:00").Expect("Disconnected")
            .At("05 09:20").ExpectStory(
                "05 09:00 sockets-07 cut failed welded-or-stuck", "05 09:00 lighting-07 cut proven contact",
                "05 09:01 server-07 refused NotSwitchable");
    }

    [Fact]
    public void Load_after_a_proven_cut_is_a_bypass()
    {
        using var month = DueAutomatic()
            .At("05 09:00").Expect("Disconnected")
            .At("05 09:20").ExpectStory(
                "05 09:00 sockets-07 cut proven load", "05 09:01 lighting-07 cut not-proven none",
                "05 09:01 server-07 refused NotSwitchable")
            .At("05 15:10").Bypasses(Sockets).Expect("sockets-07 cut failed bypass-or-wrong-wiring");
    }

    [Fact]
    public void A_cut_that_could_not_be_proven_is_tried_again_when_load_returns()
    {
        using var month = DueAutomatic()
            .At("05 09:00").Expect("Disconnected")
            .At("05 09:20").ExpectStory(
                "05 09:00 sockets-07 cut proven load", "05 09:01 lighting-07 cut not-proven none",
                "05 09:01 server-07 refused NotSwitchable")
            .ExpectSwitched("05 09:00:00 sockets-07 Off", "05 09:00:30 lighting-07 Off")
            .At("05 10:10").Draws(LightCircuit, 400).Bypasses(LightCircuit).Expect()
            .ExpectSwitched("05 10:10:00 lighting-07 Off")
            .At("05 11:00").ExpectStory("05 10:10 lighting-07 cut failed load-remains");
    }

    [Fact]
    public void A_valve_that_closes_is_proven_by_stillness_and_one_that_sticks_is_a_leak()
    {
        using var closes = Water()
            .At("05 09:00").Expect("Disconnected").ExpectSwitched("05 09:00:00 valve-07 Off")
            .At("06 09:00").ExpectStory("05 09:01 valve-07 cut proven load");
        using var sticks = Water().Sticks(Valve)
            .At("05 09:00").Expect("Disconnected")
            .At("05 09:10").ExpectStory("05 09:00 valve-07 cut failed leak");

        static SupplyScenario Water() => With(1000, Automatic, Resource.Water).Flows(100)
            .At("02 09:00").Use(1000).Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("05 08:30").Expect("FinalNoticeIssued");
    }

    [Fact]
    public void A_board_that_powers_up_off_gets_its_supply_back_without_being_confirmed()
    {
        using var month = With(1000)
            .At("02 08:10").BoardPowersUpOff(Sockets).Expect().ExpectSwitched("02 08:10:00 sockets-07 On")
            .At("02 08:20").ExpectStory("02 08:10 sockets-07 restore proven load");
    }

    [Fact]
    public void A_person_may_forbid_a_cut_for_a_time_and_everything_is_answered()
    {
        using var month = DueAutomatic()
            .At("05 08:40").ForbidsUntil("07 09:00").Expect(
                "CutForbidden",
                "answered: 2026-03-05 08:40: unit-07, electricity: nothing is cut until 2026-03-07 09:00, as ordered "
                    + "by Wang.")
            .At("05 09:00").Expect("HoldChanged").ExpectHold(HoldReason.Forbidden).ExpectSwitched()
            .At("05 09:10").Approves().Expect(
                "CommandIdle",
                "refused: 2026-03-05 09:10: unit-07, electricity: the command Approve by Wang found nothing that it "
                    + "applies to.");
    }

    [Fact]
    public void A_cut_that_a_person_refuses_is_not_made_that_day_and_is_announced_and_asked_for_anew()
    {
        using var month = Due()
            .At("05 08:40").Approves().Expect("Approved")
            .At("05 08:50").Refuses().Expect(
                "CutRefused",
                "answered: 2026-03-05 08:50: unit-07, electricity: the cut is refused by Wang: nothing is cut until "
                    + "2026-03-06 00:00, and then not without another cut-off notice 2 and another approval.",
                "answered: unit-07 electricity was not cut: the approval is void, because what it was for has gone.")
            .At("05 09:00").Expect("HoldChanged").ExpectHold(HoldReason.Forbidden)
            .At("05 23:30").Expect("FinalNoticeIssued")
            .At("06 00:00").Expect("HoldChanged").ExpectHold(HoldReason.AwaitingApproval).ExpectSwitched()
            .At("06 00:10").Approves().ExpectSwitched("06 00:10:00 sockets-07 Off").ExpectReplayed();
    }

    [Fact]
    public void By_a_device_that_behaves_otherwise_than_commissioned_nothing_is_cut_and_supply_still_returns()
    {
        using var month = DueAutomatic().Differs(Sockets)
            .At("05 09:00").Expect("Disconnected", "sockets-07 refused DeviceUnlike")
            .ExpectSwitched("05 09:00:00 lighting-07 Off")
            .At("05 10:00").Differs(Sockets, isUnlike: false).ExpectSwitched("05 10:00:00 sockets-07 Off")
            .At("05 11:00").Differs(Sockets)
            .At("06 09:00").Extends(10_000)
            .At("06 09:10").Confirms()
            .At("06 10:00").ExpectSwitched("06 09:10:00 lighting-07 On", "06 09:11:00 sockets-07 On").ExpectReplayed();
    }

    [Fact]
    public void A_reminder_switches_its_circuits_off_until_its_time_is_over_and_never_a_protected_one()
    {
        using var month = With(1000, ladder => ladder with { Reminder = true })
            .At("02 08:00").Use(910).Expect("NoticeReached", "WarningReached", "ReminderGiven")
            .ExpectSwitched("02 08:00:00 lighting-07 Off")
            .At("02 08:10").ExpectStory(
                "02 08:00 lighting-07 cut not-proven none", "02 08:00 server-07 refused NotSwitchable",
                "02 08:10 ReminderEnded")
            .ExpectSwitched("02 08:10:00 lighting-07 On").ExpectReplayed();
    }

    [Fact]
    public void The_emergency_allowance_that_a_person_selects_puts_the_cut_off_until_it_is_used()
    {
        using var month = With(1000).Budget(1000, emergency: 100)
            .At("02 08:00").Use(810).Expect("NoticeReached")
            .At("02 09:00").Use(1000).Expect("WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("02 09:10").SelectsEmergency().Expect(
                "EmergencySelected",
                "answered: 2026-03-02 09:10: unit-07, electricity: the emergency allowance of 100,000 Wh is selected "
                    + "by Wang; it is recovered from next month.")
            .At("05 12:00").ExpectNothing()
            .At("05 12:10").Use(1100).Expect("FinalNoticeIssued", "HoldChanged").ExpectSwitched();
    }

    [Fact]
    public void Killed_at_any_commit_or_command_it_cuts_once_and_goes_on_from_the_file()
    {
        for (var step = 1; step <= 14; step++)
        {
            using var month = DueAutomatic().At("05 08:50").KillAt(step).At("05 11:00").ExpectReplayed();
            Assert.Equal(Stage.Disconnected, month.State.Ladders.Values.Single().Stage);
            Assert.Equal(
                ["lighting-07", "sockets-07"],
                month.Boards.Commands.Select(one => one.Point.Value).Order(StringComparer.Ordinal));
            Assert.All(
                month.State.Circuits.Values.Where(circuit => circuit.Point.Value != Server),
                circuit => Assert.Contains(
                    circuit.Action!.State, new[] { SwitchActionState.Proven, SwitchActionState.NotProven }));
        }
    }

    [Fact]
    public void A_restart_in_each_state_changes_nothing_but_the_start_hold()
    {
        using var month = With(1000)
            .At("02 08:00").Use(810).Expect("NoticeReached").Restart().Expect()
            .At("02 09:00").Use(1000).Expect("WarningReached", "ExhaustedReached", "FirstNoticeIssued").Restart()
            .At("05 08:30").Expect("FinalNoticeIssued").Restart().Expect()
            .At("05 08:45").Approves().Expect("Approved").Restart().Expect()
            .At("05 09:00").Expect("Disconnected").Restart().Expect()
            .ExpectSwitched("05 09:00:00 sockets-07 Off")
            .At("05 09:20").ExpectStory(
                "05 09:00 sockets-07 cut proven load", "05 09:00 lighting-07 refused Starting",
                "05 09:00 server-07 refused NotSwitchable")
            .ExpectSwitched("05 09:20:00 lighting-07 Off").Restart()
            .At("06 08:00").ExpectStory(
                "05 09:20 lighting-07 cut not-proven none", "05 09:20 " + Cut)
            .At("06 09:00").Extends(10_000).Expect("answered: 10000000 more in 2026-03, on top of 1000000.", "Armed")
            .Restart()
            .At("06 09:10").Confirms().Expect("Restored").Restart().ExpectReplayed();
    }

    private static LadderPolicy Automatic(LadderPolicy ladder) => ladder with { Automatic = true };

    /// <summary>Everything is announced; the earliest cut is at nine.</summary>
    private static SupplyScenario Due() => With(1000)
        .At("02 08:00").Use(810).Expect("NoticeReached")
        .At("02 09:00").Use(1000).Expect("WarningReached", "ExhaustedReached", "FirstNoticeIssued")
        .At("05 08:30").Expect("FinalNoticeIssued");

    private static SupplyScenario DueAutomatic() => With(1000, Automatic)
        .At("02 09:00").Use(1000).Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
        .At("05 08:30").Expect("FinalNoticeIssued");
}

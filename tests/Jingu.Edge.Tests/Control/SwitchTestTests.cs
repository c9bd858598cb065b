using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Switching;
using Xunit;
using static Jingu.Edge.Tests.Control.SupplyScenario;

namespace Jingu.Edge.Tests.Control;

/// <summary>A switch point tested by signed command, on the real tick.</summary>
public sealed class SwitchTestTests
{
    private const string Tested = "answered: cut of sockets-07 proven (load); restore of sockets-07 proven (load).";

    [Fact]
    public void A_test_cuts_one_circuit_for_its_shortest_time_and_is_answered_by_what_was_measured_both_ways()
    {
        using var month = With(1000)
            .At("02 08:30").Tests(Sockets).Expect().ExpectSwitched("02 08:30:00 sockets-07 Off")
            .At("02 09:00").ExpectStory(
                "02 08:30 sockets-07 cut proven load", "02 08:35 sockets-07 restore proven load", "02 08:35 " + Tested)
            .ExpectSwitched("02 08:35:00 sockets-07 On")
            .At("03 08:30").ExpectNothing().ExpectReplayed();
        Assert.Contains(
            month.Events(),
            happened => happened.Text.EndsWith("cut of sockets-07 for a test allowed.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_circuit_that_draws_nothing_is_answered_as_commanded_and_not_proven()
    {
        using var month = With(1000)
            .At("02 08:30").Tests(LightCircuit).Expect()
            .At("02 09:00").ExpectStory(
                "02 08:30 lighting-07 cut not-proven none", "02 08:35 lighting-07 restore not-proven none",
                "02 08:35 answered: cut of lighting-07 commanded, not proven; restore of lighting-07 commanded, not "
                    + "proven.")
            .ExpectSwitched("02 08:30:00 lighting-07 Off", "02 08:35:00 lighting-07 On");
    }

    [Fact]
    public void What_may_return_at_once_returns_when_it_is_known_how_the_cut_went()
    {
        using var month = With(1000)
            .Sequence(sequence => sequence with { OffMin = TimeSpan.Zero, RestoreSpacing = TimeSpan.Zero })
            .At("02 08:30").Tests(Sockets)
            .At("02 08:50").Tests(LightCircuit)
            .At("02 09:00").ExpectSwitched(
                "02 08:30:00 sockets-07 Off", "02 08:30:10 sockets-07 On",
                "02 08:50:00 lighting-07 Off", "02 08:50:30 lighting-07 On");
    }

    [Fact]
    public void What_would_have_to_stay_off_for_long_is_not_tested_over_the_air()
    {
        using var month = With(1000)
            .Sequence(sequence => sequence with { OffMin = TimeSpan.FromMinutes(30) })
            .At("02 08:30").Tests(Sockets).Expect(
                "refused: Nothing has changed: sockets-07 would have to stay off for 30 minutes, and no test over the "
                    + "air cuts so long; use jingu-edge prove-switch on site.")
            .ExpectSwitched();
    }

    [Fact]
    public void A_relay_that_welds_is_found_by_a_test()
    {
        using var month = With(1000).Sticks(Sockets)
            .At("02 08:30").Tests(Sockets).Expect()
            .At("02 09:00").ExpectStory(
                "02 08:30 sockets-07 cut failed load-remains", "02 08:35 sockets-07 restore proven load",
                "02 08:35 answered: cut of sockets-07 failed (load-remains); restore of sockets-07 proven (load).")
            .ExpectSwitched("02 08:30:00 sockets-07 Off", "02 08:35:00 sockets-07 On");
    }

    [Fact]
    public void What_is_never_switched_is_not_tested_either()
    {
        using var month = With(1000)
            .At("02 08:30").Tests(Server).Expect(
                "server-07 refused NotSwitchable",
                "refused: 2026-03-02 08:30: unit-07, electricity: cut of server-07 for a test refused: it is not "
                    + "declared switchable.")
            .At("02 08:40").Tests("sp-99").Expect("refused: Nothing has changed: there is no switch point sp-99 here.")
            .ExpectSwitched().ExpectReplayed();
    }

    [Fact]
    public void A_gateway_that_switches_nothing_answers_too()
    {
        using var month = With(1000).At("02 08:00").Unwired()
            .At("02 08:40").Tests(Sockets).Expect(
                "refused: Nothing has changed: there is no switch point sockets-07 here.");
        Assert.Empty(month.Journal.ReadCommands(waiting: true));
    }

    [Fact]
    public void In_friendly_hours_nothing_is_tested()
    {
        using var month = With(1000)
            .Calendar(new([new(new(8, 0), new(14, 0), FriendlyDays.Every)], [], []))
            .At("02 08:30").Tests(Sockets).Expect(
                "sockets-07 refused NonDisconnect",
                "refused: 2026-03-02 08:30: unit-07, electricity: cut of sockets-07 for a test refused: these are, or "
                    + "may be, non-disconnect hours.")
            .ExpectSwitched();
    }

    [Fact]
    public void In_a_drill_a_test_is_recorded_and_nothing_is_switched()
    {
        using var month = With(1000, ladder => ladder with { Drill = true })
            .At("02 08:30").Tests(Sockets).Expect(
                "sockets-07 refused Drill",
                "refused: 2026-03-02 08:30: unit-07, electricity: cut of sockets-07 for a test refused: this is a "
                    + "drill.")
            .ExpectSwitched().ExpectReplayed();
    }

    [Fact]
    public void On_a_clock_that_nobody_vouches_for_nothing_is_tested()
    {
        using var month = With(1000)
            .At("02 08:20").ClockIsDoubted()
            .At("02 08:30").Tests(Sockets).Expect(
                "refused: Nothing has changed: nobody vouches for this gateway's clock, and the command can lead to "
                    + "less supply.")
            .ExpectSwitched();
    }

    [Fact]
    public void Nothing_is_tested_while_the_ladder_acts_or_a_person_forbade_it_or_another_test_runs()
    {
        using var month = With(1000)
            .At("02 08:00").ForbidsUntil("02 08:30")
            .At("02 08:10").Tests(Sockets)
            .At("02 08:30").Tests(Sockets)
            .At("02 08:32").Tests(LightCircuit)
            .At("02 08:40").Tests(Sockets)
            .At("02 09:00").Use(1000)
            .At("05 08:40").Tests(Sockets)
            .At("05 08:50").ExpectSwitched("02 08:30:00 sockets-07 Off", "02 08:35:00 sockets-07 On");
        Assert.Equal(
            [
                "Nothing has changed: a person forbade to cut unit-07 until 2026-03-02 00:30:00Z.",
                "Nothing has changed: sockets-07 of unit-07 is being switched; try again in some minutes.",
                "Nothing has changed: sockets-07 stays on for 10 minutes after it was switched.",
                "Nothing has changed: the ladder of unit-07 is about to cut, or has cut.",
            ],
            month.Events().Where(happened => happened.Kind == "command-refused").Select(happened => happened.Text));
    }

    [Fact]
    public void A_unit_that_is_disconnected_while_it_is_tested_stays_off()
    {
        using var month = With(1000, ladder => ladder with { Automatic = true })
            .At("02 09:00").Use(1000).Expect("NoticeReached", "WarningReached", "ExhaustedReached", "FirstNoticeIssued")
            .At("05 08:25").Tests(Sockets).Expect().ExpectSwitched("05 08:25:00 sockets-07 Off")
            .At("05 09:00").Expect(Stage.Disconnected)
            .At("06 09:00").ExpectReplayed();
        Assert.Equal(CircuitState.Off, month.Boards.RelayOf(Sockets));
    }

    [Fact]
    public void Killed_at_any_commit_or_command_what_was_cut_returns_and_the_person_is_told_once()
    {
        var cuts = 0;
        for (var step = 1; step <= 12; step++)
        {
            using var month = With(1000).At("02 08:30").KillAt(step).Tests(Sockets).At("02 11:00").ExpectReplayed();
            Assert.Equal(CircuitState.On, month.Boards.RelayOf(Sockets));
            Assert.Single(
                month.Events(), happened => happened.Kind is "command-answered" or "command-refused");
            var commands = month.Boards.Commands.Select(one => one.State).ToList();
            Assert.Equal(commands.Count == 0 ? [] : [CircuitState.Off, CircuitState.On], commands);
            Assert.All(month.State.Circuits.Values, circuit => Assert.Null(circuit.Test));
            cuts += commands.Count;
        }
        Assert.True(cuts > 0, "nothing was cut in all runs: the test says nothing");
    }

    [Fact]
    public void A_test_that_was_cut_when_the_power_failed_returns_at_the_next_start()
    {
        using var month = With(1000)
            .At("02 08:30").Tests(Sockets).ExpectSwitched("02 08:30:00 sockets-07 Off")
            .At("02 08:34").ReadingsStop().Restart().ExpectSwitched()
            .At("02 09:10").ExpectSwitched("02 08:35:00 sockets-07 On");
    }
}

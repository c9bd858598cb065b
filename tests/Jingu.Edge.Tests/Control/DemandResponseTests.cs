using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Events;
using Xunit;
using static Jingu.Edge.Tests.Control.SupplyScenario;

namespace Jingu.Edge.Tests.Control;

/// <summary>Events of demand response on the real tick: what goes, what must not, and that all of it returns.</summary>
public sealed class DemandResponseTests
{
    [Fact]
    public void Loads_go_one_after_another_at_their_instants_and_return_likewise_without_a_person()
    {
        using var month = Peak().Sets(OtherLamp, 240)
            .At("02 18:00").ExpectSwitched(
                "02 14:00:00 chiller-07 Dimmed 115", "02 14:01:00 lamp-08 Dimmed 209", "02 14:02:00 sockets-07 Off",
                "02 16:00:00 chiller-07 On 70", "02 16:01:00 lamp-08 On 240", "02 16:02:00 sockets-07 On")
            .ExpectReplayed();
        ExpectAsBefore(month, lamp: 240);
        Assert.Equal(
            ["chiller-07", "lamp-08", "sockets-07"],
            month.Events().Where(happened => happened.Kind == EventKinds.SwitchActionChanged)
                .Where(happened => happened.Facts["event"] == "peak-1")
                .Select(happened => happened.Subject).Distinct());
        // A set point is told as its machine shows it, not in counts of a register.
        Assert.Contains(month.Events(), happened => happened.Text.StartsWith(
            "dim of chiller-07 from 7.0 to 11.5 (unit-07) was commanded", StringComparison.Ordinal));
        Assert.Contains(month.Events(), happened => happened.Text.StartsWith(
            "restore of chiller-07 from 11.5 to 7.0 (unit-07)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_gateway_that_is_killed_at_any_step_ends_the_event_with_everything_back()
    {
        var shed = 0;
        for (var step = 1; step <= 60; step++)
        {
            using var month = Peak().At("02 13:30").KillAt(step).At("02 15:30");
            shed += month.Boards.Lamps[new(Chiller)].Level == ChilledLess ? 1 : 0;
            month.At("02 20:00").ExpectReplayed();
            ExpectAsBefore(month);
            // A value is written once on each way, whatever was killed.
            Assert.InRange(
                month.Boards.Commands.Count(one => one is { Point.Value: Chiller, Level: ChilledNormally }), 0, 1);
        }
        Assert.True(shed > 30, $"shed in {shed} of 60 lives");
    }

    [Fact]
    public void A_gateway_that_was_without_power_when_the_event_ended_returns_everything_when_it_starts()
    {
        using var month = Peak().At("02 15:00").IsOffUntil("02 17:20").At("02 19:00");
        Assert.All(
            month.Boards.Commands.Where(one => one.At >= Instant(16)), one => Assert.Equal(CircuitState.On, one.State));
        ExpectAsBefore(month);
    }

    [Fact]
    public void Nothing_begins_by_a_clock_that_nobody_trusts_and_what_began_ends_by_one_that_nobody_sets()
    {
        using var early = Peak().At("02 13:30").ClockIsDoubted().At("02 18:00").ExpectSwitched();
        using var late = Peak().At("02 14:30").ClockIsDoubted().At("02 15:30");
        Assert.Equal(ChilledLess, late.Boards.Lamps[new(Chiller)].Level);
        late.At("02 18:00");
        ExpectAsBefore(late);
    }

    [Fact]
    public void What_a_person_set_meanwhile_is_not_overwritten_at_the_end()
    {
        using var month = Peak().At("02 14:30").Sets(Chiller, 80).Sets(OtherLamp, 100).At("02 18:00");
        Assert.Equal((80, 100), (LevelOf(month, Chiller), LevelOf(month, OtherLamp)));
        Assert.Equal(CircuitState.On, month.Boards.RelayOf(Sockets));
    }

    [Fact]
    public void A_circuit_that_people_switched_on_again_is_not_shed_a_second_time()
    {
        using var month = Peak().At("02 14:30").BoardPowersUp(Sockets, CircuitState.On).At("02 18:00");
        Assert.Single(month.Boards.Commands, one => one.Point.Value == Sockets);
    }

    [Fact]
    public void An_event_that_is_called_off_ends_at_once()
    {
        using var month = Peak().At("02 14:30").EventIsCalledOff().At("02 15:00");
        ExpectAsBefore(month);
        month.At("02 18:00");
        Assert.Equal(6, month.Boards.Commands.Count);
    }

    [Fact]
    public void What_is_protected_or_not_commissioned_is_refused_whatever_an_event_says()
    {
        using var month = With(100_000, lamps: true)
            .At("02 12:00").Event("14:00", "16:00", Server, Exit, "nobody", Chiller)
            .At("02 18:00").ExpectSwitched("02 14:03:00 chiller-07 Dimmed 115", "02 16:03:00 chiller-07 On 70");
        Assert.Equal(
            ["server-07 refused NotSwitchable", "exit-07 refused NotSwitchable"],
            month.Seen.Where(line => line.Contains("refused", StringComparison.Ordinal)).Select(line => line[9..]));
    }

    [Fact]
    public void Nothing_is_shed_in_a_drill_or_on_a_day_of_extreme_heat_or_in_friendly_hours()
    {
        using var drill = Peak(ladder => ladder with { Drill = true }).At("02 18:00").ExpectSwitched();
        using var heat = Peak().At("02 13:00")
            .Calendar(HoldCalendar.None with { Days = [new(new(2026, 3, 2), HoldReason.ExtremeHeat, "")] })
            .At("02 18:00").ExpectSwitched().ExpectReplayed();
        using var friendly = Peak().At("02 13:00")
            .Calendar(HoldCalendar.None with { Friendly = [new(new(13, 0), new(17, 0), FriendlyDays.Every)] })
            .At("02 18:00").ExpectSwitched();
    }

    [Fact]
    public void A_unit_that_its_budget_cuts_during_the_event_stays_cut_after_it_and_its_chiller_returns()
    {
        using var month = With(1000, ladder => ladder with { Automatic = true }, lamps: true)
            .At("02 09:00").Use(1000).At("05 08:30").At("05 08:40").Event("08:50", "10:00", Sockets, Chiller)
            .At("05 12:00").Expect(Stage.Disconnected);
        Assert.Equal(CircuitState.Off, month.Boards.RelayOf(Sockets));
        Assert.Equal(ChilledNormally, LevelOf(month, Chiller));
        month.At("06 09:00").Extends(10_000).At("06 09:10").Confirms().At("06 12:00").ExpectReplayed();
        Assert.Equal(CircuitState.On, month.Boards.RelayOf(Sockets));
    }

    [Fact]
    public void A_set_point_outside_its_comfort_limits_is_left_alone()
    {
        using var month = Peak().Sets(Chiller, 55).At("02 18:00");
        Assert.Equal(55, LevelOf(month, Chiller));
        Assert.Contains("02 14:00 chiller-07 refused LevelForbidden", month.Seen);
    }

    /// <summary>An event of two hours, known two hours before.</summary>
    private static SupplyScenario Peak(Func<LadderPolicy, LadderPolicy>? ladder = null) =>
        With(100_000, ladder, lamps: true).At("02 12:00").Event("14:00", "16:00", Chiller, OtherLamp, Sockets);

    private static void ExpectAsBefore(SupplyScenario month, int lamp = 254)
    {
        Assert.Equal((ChilledNormally, lamp), (LevelOf(month, Chiller), LevelOf(month, OtherLamp)));
        Assert.Equal(CircuitState.On, month.Boards.RelayOf(Sockets));
    }

    private static DateTimeOffset Instant(int hour) => new(2026, 3, 2, hour, 0, 0, TimeSpan.FromHours(8));

    private static int LevelOf(SupplyScenario month, string lamp) => month.Boards.Lamps[new(lamp)].Level;
}

using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Edge.Control.Zones;
using Jingu.Edge.Delivery.Signed;
using Jingu.Lighting.Zones;
using Xunit;
using static Jingu.Edge.Tests.Control.SupplyScenario;

namespace Jingu.Edge.Tests.Control.Zones;

/// <summary>
/// The light of a zone by signed order, on the real tick: taken once, answered once, over by itself; ladders and people
/// at the switch win.
/// </summary>
public sealed class ZoneOrderTests
{
    private static readonly ZoneRules Rules = new()
    {
        MinLight = 200,
        Absence = new() { Hold = TimeSpan.FromMinutes(15), AutoOn = true },
        DimFor = TimeSpan.FromMinutes(5),
        Sensors = new() { StaleAfter = TimeSpan.FromHours(1), BackAfter = TimeSpan.Zero },
    };

    [Fact]
    public void Lamps_follow_an_order_though_all_have_left_and_come_back_by_themselves()
    {
        using var month = Lit().Orders(400, "10:00").At("01 08:05").ExpectLit(
                "01 08:00:00 lamp-07 254 221", "01 08:00:00 lamp-08 254 221")
            .Leaves().At("01 09:59").ExpectLit()
            .At("01 10:30").ExpectLit(
                "01 10:00:00 lamp-07 221 185", "01 10:00:00 lamp-08 221 185", "01 10:05:00 lamp-07 185 0",
                "01 10:05:00 lamp-08 185 0")
            .ExpectTold(
                "01 08:00 zone-light office-07 400 by-order",
                "01 08:00 zone-override office-07 Wang 400 00000000000000000000000000000001 begun",
                "01 10:00 zone-light office-07 150 absent",
                "01 10:00 zone-override office-07 Wang 00000000000000000000000000000001 ended",
                "01 10:05 zone-light office-07 0 absent")
            .ExpectStory(
                "01 08:00 answered: 40 % until 2026-03-01 02:00:00Z is ordered. the office is lit to 40 %: a person "
                + "ordered it.")
            .ExpectSwitched();
    }

    [Fact]
    public void An_order_answered_with_its_tick_is_answered_once_whatever_comes_again_and_wherever_it_is_killed()
    {
        for (var step = 1; step <= 6; step++)
        {
            using var month = Lit().Orders(0, "10:00");
            month.KillAt(step).CommandComesAgain().At("01 08:01").CommandComesAgain().Restart().At("01 08:02")
                .CommandComesAgain().At("01 09:00");
            Assert.Equal((0, 0), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
            var answered = Assert.Single(month.Events(), told => told.Kind == EventKinds.CommandAnswered);
            Assert.Equal(
                (Office, "override-zone", new string('0', 31) + "1"),
                (answered.Subject, answered.Facts["action"], answered.Facts["id"]));
            Assert.Single(month.Events(), told => told.Kind == EventKinds.ZoneOverride);
            Assert.Empty(month.Journal.ReadCommands(waiting: true));
            Assert.Empty(month.Boards.Commands);
            month.At("01 11:00");
            Assert.Equal((254, 254), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        }
    }

    [Fact]
    public void Stored_and_gone_before_the_tick_an_order_is_carried_out_by_the_next_process()
    {
        using var month = Lit().Orders(400, "10:00").Restart().At("01 08:30");
        Assert.Equal((221, 221), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        Assert.Single(month.Events(), told => told.Kind == EventKinds.CommandAnswered);
    }

    [Fact]
    public void A_gateway_that_was_off_goes_on_with_an_order_and_does_not_with_one_that_is_over()
    {
        using var month = Lit().Orders(400, "10:00").At("01 08:30").IsOffUntil("01 09:30").At("01 09:40");
        Assert.Equal((221, "by-order"), (LevelOf(month, Lamp), Assert.Single(month.StateTold.Zones!.Value).Reason));
        Assert.Equal("Wang", Assert.Single(month.StateTold.Zones!.Value).Choice!.By);
        month.IsOffUntil("01 13:00").At("01 13:10");
        Assert.Equal(254, LevelOf(month, Lamp));
        Assert.Null(month.Standing.State.Choice);
    }

    [Fact]
    public void Whoever_uses_the_switch_after_an_order_has_their_way_and_so_has_who_moves_a_lamp()
    {
        using var month = Lit().Orders(0, "10:00").At("01 08:30").UsesSwitch().At("01 08:31");
        Assert.Equal((254, 254), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        month.Orders(400, "10:00").At("01 08:40").Sets(Lamp, 200).At("01 09:59");
        Assert.Equal((200, 200), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        Assert.Null(month.Standing.State.Choice!.Order);
        month.Orders(400, "12:00").At("01 10:10");
        Assert.Equal((221, 221), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
    }

    [Fact]
    public void An_order_is_ended_before_its_time_and_nothing_else_is()
    {
        using var month = Lit().Orders(400, "10:00").At("01 08:30").Releases().At("01 08:31");
        Assert.Equal((254, 254), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        month.ExpectStory(
            "01 08:00 answered: 40 % until 2026-03-01 02:00:00Z is ordered. the office is lit to 40 %: a person "
            + "ordered it.",
            "01 08:30 answered: What was ordered has ended. the office is lit to 100 %: somebody is there.");
        month.Sets(Lamp, 200).At("01 08:40").Releases().At("01 08:41").ExpectStory(
            "01 08:40 refused: Nothing has changed: nothing that was ordered holds in the office.");
        Assert.Equal((200, 200), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
    }

    [Fact]
    public void The_ladder_dims_what_was_ordered_brighter_and_says_so()
    {
        using var month = With(1000, ladder => ladder with { Automatic = true }, lamps: true, zone: Rules).Comes()
            .At("02 09:00").Use(1000).At("05 08:30").Orders(900, "05 23:00").At("05 12:00");
        Assert.Equal((209, 209), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        Assert.Equal("ladder-cap", Assert.Single(month.StateTold.Zones!.Value).Reason);
        // A new order is none for the ladder.
        month.Orders(1000, "05 23:00").At("05 13:00");
        Assert.Equal((209, 209), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        Assert.Contains(
            month.Events(), told => told.Kind == EventKinds.CommandAnswered
                && told.Text.EndsWith("the unit's budget leaves no more.", StringComparison.Ordinal));
        // Darker than the ladder leaves is not lit up by it.
        month.Orders(200, "05 23:00").At("05 14:00");
        Assert.InRange(LevelOf(month, Lamp), 190, 208);
    }

    [Fact]
    public void An_event_of_demand_response_leaves_an_order_no_more_than_it_leaves_the_rules()
    {
        using var month = With(100_000, lamps: true, zone: Rules).Comes().At("02 12:00")
            .Event("14:00", "16:00", Lamp, OtherLamp).At("02 14:30").Orders(1000, "18:00").At("02 15:30");
        Assert.Equal((209, 209), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        month.At("02 17:00");
        Assert.Equal((254, 254), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
    }

    [Theory]
    [InlineData("attic-01", 400, 2, "no lighting zone attic-01 is in commissioning.yaml here")]
    [InlineData(Office, 199, 2, "19.9 % is less than the least light of the office, 20 %")]
    [InlineData(Office, 400, 0, "it was to end at 2026-03-01 00:00:00Z")]
    [InlineData(Office, 400, 25, "longer than 24 h")]
    public void What_no_zone_may_be_ordered_is_refused_with_a_sentence_and_once(
        string zone, int light, int hours, string why)
    {
        using var month = Lit();
        // A clock that is behind that of whoever signed.
        month.SaysFrom(
            TimeSpan.FromHours(hours - 1),
            new CommandAction.OverrideZone(zone, light, Shanghai(8).AddHours(hours))).At("01 08:10");
        var refused = Assert.Single(month.Events(), told => told.Kind == EventKinds.CommandRefused);
        Assert.StartsWith("Nothing has changed: ", refused.Text, StringComparison.Ordinal);
        Assert.Contains(why, refused.Text, StringComparison.Ordinal);
        Assert.Equal((zone, 32), (refused.Subject, refused.Facts["id"].Length));
        month.CommandComesAgain().At("01 08:20");
        Assert.Single(month.Events(), told => told.Kind == EventKinds.CommandRefused);
        Assert.Equal((254, 254), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
    }

    [Fact]
    public void A_corridor_is_not_ordered_dark_nor_below_its_floor()
    {
        using var month = With(1000, lamps: true, zone: Rules with { Corridor = new(300, []) }).Comes()
            .At("01 08:00").Orders(0, "10:00").At("01 08:01").Orders(299, "10:00").At("01 08:02").ExpectStory(
                "01 08:00 refused: Nothing has changed: the office is a corridor and is not ordered dark: 30 % is its "
                + "least light.",
                "01 08:01 refused: Nothing has changed: 29.9 % is less than the least light of the office, 30 %.");
        month.Orders(300, "10:00").At("01 08:10");
        Assert.Equal(300, month.Standing.State.Light);
        Assert.Equal((300, 1000, false), Assert.Single(month.StateTold.Zones!.Value).Orders is { } range
            ? (range.Least, range.Most, range.Dark)
            : default);
    }

    [Fact]
    public void On_a_clock_that_nobody_vouches_for_nothing_is_ordered_and_nothing_ended()
    {
        using var month = Lit().Orders(400, "10:00").At("01 08:10").ClockIsDoubted().At("01 08:20")
            .Orders(0, "10:00").At("01 08:30").Releases().At("01 08:40");
        Assert.Equal((221, 221), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        Assert.Equal(2, month.Events().Count(told => told.Kind == EventKinds.CommandRefused
            && told.Text.Contains("nobody vouches for this gateway's clock", StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_two_orders_at_the_same_time_the_newer_counts_and_both_are_answered()
    {
        using var month = Lit().Orders(0, "10:00").Orders(400, "10:00").At("01 08:10");
        Assert.Equal((221, 221), (LevelOf(month, Lamp), LevelOf(month, OtherLamp)));
        Assert.Single(month.Events(), told => told.Kind == EventKinds.CommandAnswered);
        Assert.Contains(month.Events(), told => told.Kind == EventKinds.CommandRefused
            && told.Text.Contains("ordered otherwise at the same time", StringComparison.Ordinal));
    }

    /// <summary>Nothing of an order reaches what decides about supply.</summary>
    [Fact]
    public void Circuits_and_protected_lamps_are_not_touched_by_an_order()
    {
        using var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00");
        foreach (var light in new[] { 0, 400, 1000, 200 })
            month.Orders(light, "23:00").Wait(TimeSpan.FromMinutes(10));
        Assert.Empty(month.Boards.Commands);
        Assert.All(month.Boards.Lit, lit => Assert.Contains(lit.Lamp.Value, new[] { Lamp, OtherLamp }));
        Assert.Equal(254, LevelOf(month, Exit));
        Assert.Equal(4, month.Events().Count(told => told.Kind == EventKinds.CommandAnswered));
        Assert.Empty(month.State.Effects);
    }

    /// <summary>It waits from one process to the next, and its time passes.</summary>
    [Fact]
    public void An_order_that_waited_beyond_its_time_does_nothing()
    {
        using var month = Lit();
        var received = new ReceivedCommand(
            SomeOrder(new(Office, 0, Shanghai(12))), Shanghai(8), CommandState.Waiting, "");
        var (taken, refused) = ZoneOrders.Judge(
            month.Zones[0], month.Standing, isRead: true, [received], received.Command.NotAfter);
        Assert.Null(taken);
        Assert.Contains("it was good until", Assert.Single(refused).Answer.Text, StringComparison.Ordinal);
    }

    private static SupplyScenario Lit()
    {
        var month = With(1000, lamps: true, zone: Rules).Comes().At("01 08:00").ExpectLit();
        month.ExpectTold(
            "01 00:00 zone-light office-07 1000 assumed", "01 01:00 zone-light office-07 1000 occupied");
        return month;
    }

    private static Command SomeOrder(CommandAction.OverrideZone action) => new(
        1, new string('a', 32), new("zhoushan"), new("gateway-1"), Shanghai(8), Shanghai(9), "Wang", "a reason",
        action);

    private static DateTimeOffset Shanghai(int hour) => new(2026, 3, 1, hour - 8, 0, 0, TimeSpan.Zero);

    private static int LevelOf(SupplyScenario month, string lamp) => month.Boards.Lamps[new(lamp)].Level;
}

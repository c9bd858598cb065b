using Jingu.Lighting.Zones;
using Xunit;
using static Jingu.Lighting.Zones.LightReason;

namespace Jingu.Lighting.Tests.Zones;

/// <summary>Orders from afar: they hold against rules and absence until their time, and the switch wins.</summary>
public sealed class OrderTests
{
    private static readonly ZoneRules AutoOn = new() { Absence = new() { AutoOn = true } };

    [Fact]
    public void An_order_holds_though_all_have_left_and_ends_by_itself_as_the_rules_then_say() =>
        ZoneTable.With(AutoOn)
            .At("05 08:00").Somebody().Expect(1000, Occupied)
            .At("05 09:00").Order("a", 400, "05 12:00").Expect(400, ByOrder)
            .Nobody()
            .At("05 11:59:50").Expect(400, ByOrder)
            .At("05 12:00").Expect(150, Absent)
            .At("05 12:05").Expect(0, Absent);

    [Fact]
    public void Whoever_is_there_when_an_order_ends_has_light_again_also_without_a_rule_that_lights() =>
        ZoneTable.With(new ZoneRules { Absence = new() })
            .At("05 08:00").Somebody().Press(SwitchKind.On).Expect(1000, ByHand)
            .At("05 11:00").Order("a", 0, "05 12:00").Expect(0, ByOrder)
            .At("05 11:59:50").Expect(0, ByOrder)
            .At("05 12:00").Expect(1000, Occupied);

    [Fact]
    public void What_was_lit_before_an_order_stays_dark_where_all_have_left_meanwhile() =>
        ZoneTable.With(AutoOn)
            .At("05 08:00").Somebody()
            .At("05 09:00").Order("a", 0, "05 12:00").Nobody().Expect(0, ByOrder)
            .At("05 12:00").Expect(0, Absent);

    [Fact]
    public void A_zone_without_sensors_goes_back_to_how_it_was_dimmed_first()
    {
        ZoneTable.With(new ZoneRules())
            .At("05 08:00").Order("a", 700, "05 09:00").Expect(700, ByOrder)
            .At("05 08:30").Order("b", 300, "05 10:00").Expect(300, ByOrder)
            .At("05 10:00").Expect(150, OrderEnded)
            .At("05 10:05").Expect(0, OrderEnded);
        ZoneTable.With(new ZoneRules())
            .At("05 08:00").Press(SwitchKind.On)
            .At("05 12:00").Order("a", 0, "05 13:00").Expect(0, ByOrder)
            .At("05 13:00").Expect(1000, ByHand);
    }

    [Fact]
    public void A_schedule_that_ended_or_a_sweep_that_fell_into_an_order_leaves_the_zone_dark()
    {
        ZoneTable.With(new ZoneRules { Schedule = SomeZone.OfficeHours })
            .At("05 17:00").Order("a", 0, "05 19:00").At("05 19:00").Expect(0, ScheduleEnded);
        ZoneTable.With(new ZoneRules { Sweep = new([new(20, 0)]) })
            .At("05 08:00").Press(SwitchKind.On)
            .At("05 19:00").Order("a", 0, "05 21:00").At("05 21:00").Expect(0, Swept);
    }

    [Fact]
    public void The_sweep_waits_for_the_end_of_an_order() =>
        ZoneTable.With(new ZoneRules { Sweep = new([new(20, 0)]) })
            .At("05 08:00").Press(SwitchKind.On)
            .At("05 19:00").Order("a", 800, "05 22:00")
            .At("05 21:54:50").Expect(800, ByOrder)
            .At("05 21:55").Expect(400, SweepWarning)
            .At("05 21:59:50").Expect(800, ByOrder)
            .At("05 22:00").Expect(150, Swept)
            .At("05 22:05").Expect(0, Swept);

    [Fact]
    public void A_dark_zone_that_was_ordered_light_by_day_is_not_put_out_at_once_by_its_end() =>
        ZoneTable.With(new ZoneRules { Absence = new(), Daylight = new(TargetLux: 150, FullLux: 200) })
            .At("05 08:00").Room(light => 500 + (light / 5)).Somebody().Expect(0, Idle)
            .At("05 08:30").Order("a", 800, "05 09:00").Expect(800, ByOrder)
            .At("05 09:00").ExpectBetween(100, 800);

    [Fact]
    public void The_switch_wins_over_an_order_that_was_before_it_and_an_order_over_the_switch_before_it() =>
        ZoneTable.With(AutoOn)
            .At("05 08:00").Somebody().Order("a", 0, "05 12:00").Expect(0, ByOrder)
            .At("05 08:30").Press(SwitchKind.On).Expect(1000, ByHand)
            // It was taken once: it does not come back by itself.
            .At("05 10:29:50").Expect(1000, ByHand)
            .At("05 10:30").Expect(1000, Occupied)
            .Press(SwitchKind.Off).Expect(0, ByHand)
            .At("05 10:40").Order("b", 600, "05 12:00").Expect(600, ByOrder);

    [Fact]
    public void An_order_ends_when_it_is_told_to_and_not_what_somebody_chose_at_the_switch() =>
        ZoneTable.With(AutoOn)
            .At("05 08:00").Somebody().Order("a", 200, "05 12:00").Expect(200, ByOrder)
            .At("05 08:30").Release().Expect(1000, Occupied)
            .Press(SwitchKind.Level, 300).Release().Expect(300, ByHand);

    [Fact]
    public void Limits_from_outside_win_over_an_order_and_neither_goes_below_the_least_light() =>
        ZoneTable.With(AutoOn with { MinLight = 200 })
            .At("05 08:00").Somebody().Order("a", 900, "05 12:00").Expect(900, ByOrder)
            .LadderCap(500).Expect(500, LadderCap)
            .DemandCap(50).Expect(200, DemandCap)
            .DemandCap(null).LadderCap(null).Expect(900, ByOrder);

    [Fact]
    public void A_corridor_in_use_keeps_its_floor_whatever_is_ordered() =>
        ZoneTable.With(new ZoneRules { Corridor = new(200, []) })
            .At("05 08:00").Order("a", 0, "05 12:00").Expect(200, CorridorFloor)
            .Order("b", 100, "05 12:00").Expect(200, CorridorFloor);

    [Fact]
    public void An_order_goes_on_after_a_time_without_a_gateway_and_is_over_after_a_longer_one() =>
        ZoneTable.With(AutoOn)
            .At("05 08:00").Order("a", 400, "05 12:00")
            .Off("05 11:00").Expect(400, ByOrder)
            .Off("05 13:00").Expect(150, Absent);

    /// <summary>A clock that was set back lengthens no order.</summary>
    [Fact]
    public void An_order_lasts_no_longer_than_was_asked_for_where_the_clock_is_set_back() =>
        ZoneTable.With(AutoOn)
            .At("05 10:00").Order("a", 400, "05 12:00")
            .At("05 11:30").Off("05 08:00").Expect(400, ByOrder)
            .At("05 08:29:50").Expect(400, ByOrder)
            .At("05 08:30").Expect(150, Absent);

    [Theory]
    [InlineData(null, 100, true)]
    [InlineData(50, 100, false)]
    [InlineData(300, 300, false)]
    public void The_least_light_that_may_be_ordered_is_that_of_the_zone_and_a_corridors_floor(
        int? floor, int least, bool mayBeDark)
    {
        var rules = new ZoneRules { Corridor = floor is { } light ? new(light, []) : null };
        Assert.Equal((least, mayBeDark), (rules.LeastOrdered, rules.MayBeOrderedDark));
    }
}

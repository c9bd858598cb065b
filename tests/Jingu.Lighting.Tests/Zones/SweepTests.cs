using Jingu.Lighting.Zones;
using Xunit;
using static Jingu.Lighting.Zones.LightReason;

namespace Jingu.Lighting.Tests.Zones;

/// <summary>The evening sweep, at 20:00 and at 22:00.</summary>
public sealed class SweepTests
{
    private static readonly ZoneRules Rules = new() { Sweep = new([new(20, 0), new(22, 0)]) };

    [Fact]
    public void A_flash_warns_five_minutes_before_and_then_the_zone_is_dimmed_and_dark() =>
        Lit(Rules)
            .At("05 19:54:59").Expect(1000, ByHand)
            .At("05 19:55").Expect(500, SweepWarning)
            .At("05 19:55:03").Expect(1000, ByHand)
            .At("05 19:59:59").Expect(1000, ByHand)
            .At("05 20:00").Expect(150, Swept)
            .At("05 20:05").Expect(0, Swept);

    [Fact]
    public void Who_is_still_there_extends_by_the_switch_and_is_warned_again() =>
        Lit(Rules with { SwitchHolds = TimeSpan.FromMinutes(10) })
            .At("05 19:56").Press(SwitchKind.On).Expect(1000, ByHand)
            .At("05 20:50").Expect(1000, ByHand)
            .At("05 20:51").Expect(500, SweepWarning)
            .At("05 20:56").Expect(150, Swept)
            .At("05 21:01").Expect(0, Swept);

    [Fact]
    public void Who_switches_on_after_the_sweep_is_swept_again() =>
        Lit(Rules)
            .At("05 21:00").Expect(0, Swept)
            .Press(SwitchKind.On).Expect(1000, ByHand)
            .At("05 22:55").Expect(500, SweepWarning)
            .At("05 23:05").Expect(0, Swept);

    [Fact]
    public void Who_is_swept_although_there_is_not_lit_again_by_sitting_still()
    {
        ZoneTable.With(Rules with { Absence = new() { AutoOn = true } })
            .At("05 19:00").Somebody().Expect(1000, Occupied)
            .At("05 20:05").Expect(0, Swept)
            .At("05 20:30").Expect(0, Swept)
            .Nobody().At("05 20:31").Somebody().Expect(0, Swept)
            .Nobody().At("05 20:46").Expect(0, Swept)
            .Somebody().Expect(1000, Occupied);
    }

    [Fact]
    public void A_sweep_that_a_gateway_missed_by_hours_is_left_out_and_one_missed_by_minutes_is_made_with_its_warning()
    {
        Lit(Rules).At("05 19:57").Off("06 09:00").Expect(1000, ByHand).At("06 12:00").Expect(1000, ByHand);
        Lit(Rules).At("05 19:50").Off("05 20:10").Expect(500, SweepWarning)
            .At("05 20:14:59").Expect(1000, ByHand)
            .At("05 20:15").Expect(150, Swept);
    }

    [Fact]
    public void A_flash_of_a_zone_at_its_least_light_goes_up() =>
        Lit(Rules).At("05 19:00").Press(SwitchKind.Level, 120)
            .At("05 20:55").Expect(240, SweepWarning);

    private static ZoneTable Lit(ZoneRules rules) =>
        ZoneTable.With(rules).At("05 16:00").Press(SwitchKind.On);
}

using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Lighting.Timetables;
using Jingu.Lighting.Zones;
using NodaTime;
using Xunit;
using static Jingu.Lighting.Zones.LightReason;

namespace Jingu.Lighting.Tests.Zones;

/// <summary>Limits from outside, and what a zone may be made of.</summary>
public sealed class CapTests
{
    private static readonly ZoneRules Rules = new() { MinLight = 200, Absence = new() };

    [Fact]
    public void The_lower_limit_wins_over_rules_and_hands_and_neither_goes_below_the_least_light_of_who_is_there() =>
        ZoneTable.With(Rules)
            .At("05 08:00").Somebody().Press(SwitchKind.On).Expect(1000, ByHand)
            .LadderCap(500).Expect(500, LadderCap)
            .DemandCap(300).Expect(300, DemandCap)
            .Press(SwitchKind.Level, 900).Expect(300, DemandCap)
            .DemandCap(50).Expect(200, DemandCap)
            .DemandCap(null).LadderCap(1).Expect(200, LadderCap)
            .LadderCap(null).Expect(900, ByHand);

    [Fact]
    public void In_the_dimmed_step_a_limit_may_go_lower_and_does_not_switch_off() =>
        ZoneTable.With(Rules)
            .At("05 08:00").Somebody().Press(SwitchKind.On).Nobody()
            .At("05 08:15").Expect(150, Absent)
            .LadderCap(0).Expect(1, LadderCap)
            .At("05 08:20").Expect(0, Absent);

    [Theory]
    [InlineData(true, CircuitKind.EmergencyLighting)]
    [InlineData(true, CircuitKind.Ordinary, CircuitKind.EmergencyLighting)]
    [InlineData(true, CircuitKind.Undeclared)]
    [InlineData(false, CircuitKind.Ordinary)]
    public void A_zone_with_an_emergency_luminaire_cannot_be_made(bool switchable, params CircuitKind[] feeds)
    {
        var fault = Assert.Throws<ArgumentException>(
            () => Zone(Rules, 1, SomeZone.Lamp("l-1"), SomeZone.Lamp("l-exit", switchable, feeds)));
        Assert.Contains("l-exit is not declared switchable and ordinary: leave it out", fault.Message);
    }

    [Fact]
    public void A_zone_names_everything_that_is_wrong_with_it()
    {
        var noLamp = SomeZone.Lamp("s-1") with { Lamp = null };
        var rules = new ZoneRules
        {
            OnLight = 1001,
            MinLight = 0,
            Absence = new() { Hold = TimeSpan.Zero },
            Daylight = new(0, 5),
            Schedule = new([new(new DayMark.Sunset(TimeSpan.FromHours(5)), new DayMark.Clock(LocalTime.Noon))]),
        };
        var site = new LightingSite(DateTimeZone.Utc, Jingu.Budgets.Quotas.WorkingDays.Undeclared, place: null);
        var faults = Lighting.Zones.Zone.Faults([noLamp, noLamp], rules, site, presenceSensors: 0, luxSensors: 0);
        Assert.Equal(
            [
                "onLight must be 1 to 1000 thousandths of full light", "minLight must be 1 to onLight",
                "absence.hold must be 1 min to 2 h", "daylight.targetLux must be 1 to 10000 lx",
                "daylight.fullLux must be 10 to 10000 lx", "schedule must be within 4 h of sunrise or sunset",
                "s-1 is no lamp", "s-1 is no lamp", "it names a lamp twice",
                "absence needs a sensor that sees people", "daylight needs a sensor that sees light",
                "a window by the sun needs the site's coordinates",
            ],
            [.. faults]);
    }

    private static Zone Zone(ZoneRules rules, int presence, params SwitchPoint[] lamps) =>
        new(new ZoneId("z-1"), [.. lamps], rules, SomeZone.Site, presence, luxSensors: 0);
}

using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Budgets.Tests.Switching;

/// <summary>What the gate lets a zone do with a lamp, and what no ladder may.</summary>
public sealed class LightGateTests
{
    private static readonly UnitId Unit = new("unit-07");

    private static readonly SwitchPoint Lamp = new(
        new("lamp-07"), Unit, Resource.Electricity, Switchable: true, [CircuitKind.Ordinary])
    {
        Lamp = new(170, 254),
    };

    private static readonly LightFacts InZone = new() { InZone = true };

    [Theory]
    [InlineData(254, 0)]
    [InlineData(0, 254)]
    [InlineData(0, 170)]
    [InlineData(100, 200)]
    public void A_zone_puts_its_lamp_out_and_lights_it(int from, int to) =>
        Assert.True(Judge(Lamp, from, to, InZone).IsAllowed);

    [Theory]
    [InlineData(254, 169)]
    [InlineData(254, 1)]
    [InlineData(0, 255)]
    [InlineData(0, -1)]
    [InlineData(300, 200)]
    public void Not_darker_than_its_lowest_level_and_not_brighter_than_full(int from, int to) =>
        Assert.Equal(GateRefusal.LevelForbidden, Judge(Lamp, from, to, InZone).Refusal);

    [Fact]
    public void What_a_ladder_leaves_is_never_passed_and_off_is_always_allowed()
    {
        var capped = InZone with { Cap = 209 };
        Assert.True(Judge(Lamp, 0, 209, capped).IsAllowed);
        Assert.True(Judge(Lamp, 209, 0, capped).IsAllowed);
        Assert.Equal(GateRefusal.LevelForbidden, Judge(Lamp, 0, 210, capped).Refusal);
    }

    [Fact]
    public void A_lamp_of_no_zone_is_not_moved() =>
        Assert.Equal(GateRefusal.WrongOperation, Judge(Lamp, 254, 0, new LightFacts()).Refusal);

    [Fact]
    public void A_protected_lamp_is_never_moved_whatever_zone_it_is_said_to_be_in()
    {
        var exit = Lamp with { Feeds = [CircuitKind.EmergencyLighting] };
        Assert.Equal(GateRefusal.Protected, Judge(exit, 254, 0, InZone).Refusal);
        Assert.Equal(GateRefusal.NotSwitchable, Judge(Lamp with { Switchable = false }, 254, 0, InZone).Refusal);
        Assert.Equal(GateRefusal.Undeclared, Judge(Lamp with { Feeds = [] }, 254, 0, InZone).Refusal);
        Assert.Equal(GateRefusal.WrongOperation, Judge(Lamp with { Lamp = null }, 254, 0, InZone).Refusal);
        Assert.Equal(
            GateRefusal.Misaddressed,
            SwitchGate.Judge(Lamp, new LightCommand(Lamp.Id, new("unit-08"), new(254, 0)), InZone).Refusal);
    }

    [Fact]
    public void No_ladder_says_off()
    {
        var off = new SwitchCommand(Lamp.Id, Unit, Resource.Electricity, SwitchOperation.Dim) { Levels = new(254, 0) };
        Assert.Equal(
            GateRefusal.LevelForbidden, SwitchGate.Judge(Lamp, off, new GateFacts(DateTimeOffset.UnixEpoch)).Refusal);
    }

    private static GateVerdict Judge(SwitchPoint lamp, int from, int to, LightFacts facts) =>
        SwitchGate.Judge(lamp, new LightCommand(lamp.Id, Unit, new(from, to)), facts);
}

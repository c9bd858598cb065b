using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Budgets.Tests.Switching;

public sealed class SwitchGateTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 17, 1, 0, 0, TimeSpan.Zero);
    private static readonly UnitId Unit = new("unit-07");
    private static readonly SwitchPoint Sockets = Point(true, CircuitKind.Ordinary);
    private static readonly SwitchCommand Cut = new(Sockets.Id, Unit, Resource.Electricity, SwitchOperation.Cut);

    private static readonly GateFacts Good = new(Now)
    {
        Drill = false,
        ClockTrusted = true,
        PolicySigned = true,
        SinceStart = TimeSpan.FromHours(1),
        MeasuredUntil = Now,
        ExtremeHeatOrCold = false,
        NonDisconnect = false,
    };

    [Fact]
    public void A_cut_passes_when_nothing_speaks_against_it() =>
        Assert.True(SwitchGate.Judge(Sockets, Cut, Good).IsAllowed);

    [Fact]
    public void What_nobody_said_anything_about_is_refused() =>
        Assert.False(SwitchGate.Judge(Sockets, Cut, new GateFacts(Now)).IsAllowed);

    [Theory]
    [InlineData(CircuitKind.Hydrants)]
    [InlineData(CircuitKind.FirePumps)]
    [InlineData(CircuitKind.Lifts)]
    [InlineData(CircuitKind.EmergencyLighting)]
    [InlineData(CircuitKind.Security)]
    [InlineData(CircuitKind.DataRoom)]
    [InlineData(CircuitKind.DutyRoom)]
    [InlineData(CircuitKind.SanitaryWater)]
    [InlineData(CircuitKind.SmokeFans)]
    [InlineData((CircuitKind)99)]
    public void A_protected_circuit_cannot_be_addressed_even_when_declared_switchable(CircuitKind kind)
    {
        foreach (var operation in Enum.GetValues<SwitchOperation>())
        {
            var command = Cut with { Operation = operation, Ground = RestoreGround.Confirmed };
            Assert.Equal(GateRefusal.Protected, Refusal(Point(true, CircuitKind.Ordinary, kind), command, Good));
        }
    }

    [Theory]
    [InlineData(-60, 60, null)]
    [InlineData(0, 60, null)]
    [InlineData(1, 60, GateRefusal.OutsideEvent)]
    [InlineData(-60, 0, GateRefusal.OutsideEvent)]
    [InlineData(-400, 60, GateRefusal.OutsideEvent)]
    public void What_an_event_asks_for_passes_within_its_own_time_only(int from, int to, GateRefusal? refusal)
    {
        var asked = Cut with { Event = "peak-1" };
        var facts = Good with { EventFrom = Now.AddMinutes(from), EventTo = Now.AddMinutes(to) };
        Assert.Equal(refusal, SwitchGate.Judge(Sockets, asked, facts).Refusal);
        Assert.Equal(GateRefusal.OutsideEvent, Refusal(Sockets, asked, Good));
        Assert.Equal(
            refusal ?? GateRefusal.Drill, SwitchGate.Judge(Sockets, asked, facts with { Drill = true }).Refusal);
    }

    [Theory]
    [InlineData(true, SwitchOperation.Dim, 70, 115, null)]
    [InlineData(true, SwitchOperation.Restore, 115, 70, null)]
    [InlineData(true, SwitchOperation.Dim, 115, 70, GateRefusal.LevelForbidden)]
    [InlineData(true, SwitchOperation.Dim, 70, 121, GateRefusal.LevelForbidden)]
    [InlineData(true, SwitchOperation.Dim, 59, 100, GateRefusal.LevelForbidden)]
    [InlineData(true, SwitchOperation.Dim, 70, 70, GateRefusal.LevelForbidden)]
    [InlineData(true, SwitchOperation.Cut, 70, 115, GateRefusal.WrongOperation)]
    [InlineData(false, SwitchOperation.Dim, 100, 60, null)]
    [InlineData(false, SwitchOperation.Restore, 60, 100, null)]
    [InlineData(false, SwitchOperation.Dim, 60, 100, GateRefusal.LevelForbidden)]
    public void A_set_point_moves_within_its_comfort_limits_to_what_takes_less_and_back(
        bool upward, SwitchOperation operation, int from, int to, GateRefusal? refusal)
    {
        var point = Sockets with { SetPoint = new(60, 120, upward) };
        var command = Cut with
        {
            Operation = operation,
            Levels = new(from, to),
            Event = operation == SwitchOperation.Restore ? null : "peak-1",
            Ground = operation == SwitchOperation.Restore ? RestoreGround.EventOver : RestoreGround.None,
        };
        var facts = Good with { EventFrom = Now, EventTo = Now.AddHours(1) };
        Assert.Equal(refusal, SwitchGate.Judge(point, command, facts).Refusal);
        // A ladder moves none.
        if (operation == SwitchOperation.Dim)
            Assert.Equal(GateRefusal.WrongOperation, Refusal(point, command with { Event = null }, facts));
    }

    [Fact]
    public void What_is_not_declared_is_denied()
    {
        Assert.Equal(GateRefusal.NotSwitchable, Refusal(Point(false, CircuitKind.Ordinary), Cut, Good));
        Assert.Equal(GateRefusal.Undeclared, Refusal(Point(true), Cut, Good));
        Assert.Equal(GateRefusal.Undeclared, Refusal(Point(true, CircuitKind.Undeclared), Cut, Good));
        Assert.Equal(GateRefusal.Undeclared, Refusal(Sockets with { Feeds = default }, Cut, Good));
    }

    [Fact]
    public void A_command_for_another_point_unit_or_resource_is_refused()
    {
        Assert.Equal(GateRefusal.Misaddressed, Refusal(Sockets, Cut with { Point = new("other") }, Good));
        Assert.Equal(GateRefusal.Misaddressed, Refusal(Sockets, Cut with { Unit = new("unit-08") }, Good));
        Assert.Equal(GateRefusal.Misaddressed, Refusal(Sockets, Cut with { Resource = Resource.Water }, Good));
        Assert.Equal(GateRefusal.UnknownOperation, Refusal(Sockets, Cut with { Operation = (SwitchOperation)9 }, Good));
    }

    public static TheoryData<GateRefusal, GateFacts> Doubts => new()
    {
        { GateRefusal.Drill, Good with { Drill = true } },
        { GateRefusal.ClockUntrusted, Good with { ClockTrusted = false } },
        { GateRefusal.PolicyMissing, Good with { PolicySigned = false } },
        { GateRefusal.Starting, Good with { SinceStart = TimeSpan.FromMinutes(9) } },
        { GateRefusal.Starting, Good with { SinceStart = TimeSpan.FromSeconds(59), StartHold = TimeSpan.Zero } },
        { GateRefusal.ReadingsOld, Good with { MeasuredUntil = null } },
        { GateRefusal.ReadingsOld, Good with { MeasuredUntil = Now.AddMinutes(-31) } },
        { GateRefusal.ReadingsOld, Good with { MeasuredUntil = Now.AddMinutes(1) } },
        {
            GateRefusal.ReadingsOld,
            Good with { MeasuredUntil = Now.AddMinutes(-121), ReadingAgeMax = TimeSpan.FromDays(9) }
        },
        { GateRefusal.ExtremeHeatOrCold, Good with { ExtremeHeatOrCold = true } },
        { GateRefusal.NonDisconnect, Good with { NonDisconnect = true } },
    };

    [Theory]
    [MemberData(nameof(Doubts))]
    public void In_doubt_nothing_is_cut_or_dimmed_and_supply_may_return(GateRefusal refusal, GateFacts facts)
    {
        Assert.Equal(refusal, Refusal(Sockets, Cut, facts));
        Assert.Equal(refusal, Refusal(Lamp, Dim(254, 209), facts));
        var restore = Cut with { Operation = SwitchOperation.Restore, Ground = RestoreGround.Confirmed };
        Assert.Null(Refusal(Sockets, restore, facts));
    }

    [Fact]
    public void A_restore_that_nobody_confirmed_is_refused()
    {
        var restore = Cut with { Operation = SwitchOperation.Restore };
        Assert.Equal(GateRefusal.NotConfirmed, Refusal(Sockets, restore, Good));
        Assert.Null(Refusal(Sockets, restore with { Ground = RestoreGround.Unplanned }, Good));
    }

    [Theory]
    [InlineData(254, 209, null)]
    [InlineData(254, 170, null)]
    [InlineData(254, 169, GateRefusal.LevelForbidden)]
    [InlineData(254, 0, GateRefusal.LevelForbidden)]
    [InlineData(209, 209, GateRefusal.LevelForbidden)]
    [InlineData(180, 209, GateRefusal.LevelForbidden)]
    [InlineData(0, 209, GateRefusal.LevelForbidden)]
    [InlineData(255, 209, GateRefusal.LevelForbidden)]
    public void Dimming_goes_down_from_a_level_that_is_light_and_stays_above_the_lowest(
        int from, int to, GateRefusal? refusal) => Assert.Equal(refusal, Refusal(Lamp, Dim(from, to), Good));

    [Theory]
    [InlineData(209, 254, null)]
    [InlineData(209, 255, GateRefusal.LevelForbidden)]
    [InlineData(0, 254, GateRefusal.LevelForbidden)]
    [InlineData(254, 209, GateRefusal.LevelForbidden)]
    public void A_restore_raises_a_lamp_that_is_lit_and_never_lights_one(int from, int to, GateRefusal? refusal) =>
        Assert.Equal(refusal, Refusal(
            Lamp, Dim(from, to) with { Operation = SwitchOperation.Restore, Ground = RestoreGround.Confirmed }, Good));

    [Fact]
    public void A_lamp_is_never_cut_and_nothing_else_is_dimmed()
    {
        Assert.Equal(
            GateRefusal.WrongOperation, Refusal(Lamp, Dim(254, 209) with { Operation = SwitchOperation.Cut }, Good));
        Assert.Equal(GateRefusal.WrongOperation, Refusal(Sockets, Dim(254, 209) with { Point = Sockets.Id }, Good));
        Assert.Equal(
            GateRefusal.WrongOperation, Refusal(Sockets, Cut with { Operation = SwitchOperation.Dim }, Good));
        Assert.Equal(GateRefusal.LevelForbidden, Refusal(Lamp, Dim(254, 209) with { Levels = null }, Good));
        Assert.Equal(
            GateRefusal.LevelForbidden, Refusal(Lamp with { Lamp = new(0, 254) }, Dim(254, 0), Good));
    }

    [Fact]
    public void An_emergency_luminaire_is_refused_whatever_is_asked()
    {
        var exit = Lamp with { Feeds = [CircuitKind.EmergencyLighting] };
        Assert.Equal(GateRefusal.Protected, Refusal(exit, Dim(254, 209), Good));
        Assert.Equal(GateRefusal.NotSwitchable, Refusal(exit with { Switchable = false }, Dim(254, 209), Good));
    }

    private static readonly SwitchPoint Lamp = Point(true, CircuitKind.Ordinary) with
    {
        Id = new("lamp"),
        Lamp = new(170, 254),
    };

    private static SwitchCommand Dim(int from, int to) =>
        Cut with { Point = Lamp.Id, Operation = SwitchOperation.Dim, Levels = new(from, to) };

    private static GateRefusal? Refusal(SwitchPoint point, SwitchCommand command, GateFacts facts) =>
        SwitchGate.Judge(point, command, facts).Refusal;

    private static SwitchPoint Point(bool switchable, params CircuitKind[] feeds) =>
        new(new("sockets"), Unit, Resource.Electricity, switchable, [.. feeds]);
}

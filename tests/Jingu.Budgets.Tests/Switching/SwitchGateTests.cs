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
        Assert.Equal(refusal, Refusal(Sockets, Cut with { Operation = SwitchOperation.Dim }, facts));
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

    private static GateRefusal? Refusal(SwitchPoint point, SwitchCommand command, GateFacts facts) =>
        SwitchGate.Judge(point, command, facts).Refusal;

    private static SwitchPoint Point(bool switchable, params CircuitKind[] feeds) =>
        new(new("sockets"), Unit, Resource.Electricity, switchable, [.. feeds]);
}

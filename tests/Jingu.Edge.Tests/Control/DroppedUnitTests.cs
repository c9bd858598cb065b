using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;
using Xunit;
using static Jingu.Edge.Tests.Control.SupplyScenario;

namespace Jingu.Edge.Tests.Control;

/// <summary>A unit, or one of its circuits, that a policy lists no more while it is cut.</summary>
public sealed class DroppedUnitTests
{
    [Fact]
    public void A_unit_that_no_policy_lists_any_more_is_armed_and_returns_when_a_person_confirms()
    {
        using var month = Cut()
            .At("06 09:00").IsDropped().Expect("dropped: unit-07 electricity", "Armed").ExpectSwitched()
            .At("07 09:00").ExpectNothing()
            .At("07 09:10").Confirms().Expect("Restored").ExpectSwitched("07 09:10:00 lighting-07 On")
            .At("07 10:00").ExpectStory(
                "07 09:10 lighting-07 restore not-proven none", "07 09:11 sockets-07 restore proven load",
                "07 09:11 answered: unit-07 electricity is restored: sockets-07 proven (load), lighting-07 commanded, "
                    + "not proven.")
            .ExpectSwitched("07 09:11:00 sockets-07 On")
            .At("08 09:00").ExpectNothing().ExpectReplayed();
    }

    [Fact]
    public void Without_any_policy_it_is_the_same()
    {
        using var month = Cut()
            .At("06 09:00").TrustsNobody().Expect("dropped: unit-07 electricity", "Armed").ExpectSwitched()
            .At("07 09:00").ExpectNothing().ExpectReplayed();
        Assert.True(month.State.Ladders.Values.Single().Armed);
    }

    [Fact]
    public void Nothing_of_a_unit_that_is_not_listed_is_cut_whatever_a_board_shows()
    {
        using var month = Cut()
            .At("06 09:00").IsDropped().Expect("dropped: unit-07 electricity", "Armed")
            .At("06 09:10").BoardPowersUp(Sockets, CircuitState.On)
            .Expect("sockets-07 cut failed bypass-or-wrong-wiring")
            .At("07 09:00").ExpectSwitched();
    }

    [Fact]
    public void A_unit_that_is_listed_again_goes_on_from_where_it_stood()
    {
        using var month = Cut()
            .At("06 09:00").IsDropped().Expect("dropped: unit-07 electricity", "Armed")
            .At("06 10:00").IsListedAgain().Expect("Disarmed").Expect(Stage.Disconnected).ExpectSwitched();
    }

    [Fact]
    public void A_circuit_that_is_not_listed_any_more_returns_with_its_unit_and_is_never_cut_again()
    {
        using var month = Cut()
            .At("06 09:00").Lists(LightCircuit).Expect().ExpectSwitched()
            .At("06 09:10").BoardPowersUp(Sockets, CircuitState.On)
            .Expect("sockets-07 cut failed bypass-or-wrong-wiring").ExpectSwitched()
            .At("06 09:20").BoardPowersUp(Sockets, CircuitState.Off).Expect().ExpectSwitched()
            .At("07 09:00").Budget(50_000).Expect("Armed")
            .At("07 09:10").Confirms().Expect("Restored").ExpectSwitched("07 09:10:00 sockets-07 On")
            .At("07 10:00").ExpectSwitched("07 09:11:00 lighting-07 On");
    }
}

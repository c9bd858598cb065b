using Jingu.Budgets.Ladders;
using Jingu.Contracts.Events;
using Xunit;
using static Jingu.Edge.Tests.Control.SupplyScenario;

namespace Jingu.Edge.Tests.Control.Buttons;

/// <summary>A unit's button on site, on the real tick.</summary>
public sealed class ConfirmingTests
{
    [Fact]
    public void A_press_confirms_what_is_armed_and_circuits_return_one_after_the_other()
    {
        using var month = Cut()
            .At("06 09:00").Budget(50_000).Expect("Armed").ExpectSwitched()
            .At("06 09:10").Presses().Expect(
                "button: button-07 was pressed: somebody on site confirms unit-07 electricity.", "Restored")
            .ExpectSwitched("06 09:10:00 lighting-07 On")
            .At("06 10:00").ExpectSwitched("06 09:11:00 sockets-07 On")
            .ExpectReplayed();
        var pressed = Assert.Single(month.Events(), happened => happened.Kind == EventKinds.RestoreButton);
        Assert.Equal(new DateTimeOffset(2026, 3, 6, 1, 10, 0, TimeSpan.Zero), pressed.Instant);
        Assert.Contains(
            month.Events(), happened => happened.Kind == EventKinds.Decision
                && happened.Text.Contains("supply is restored by button-07", StringComparison.Ordinal));
    }

    [Fact]
    public void A_press_does_nothing_to_a_cut_whose_ground_still_stands()
    {
        using var month = Cut()
            .At("06 09:10").Presses().Expect(
                "button: button-07 was pressed, and nothing of unit-07 waits to be confirmed: nothing has changed.")
            .Expect(Stage.Disconnected).ExpectSwitched()
            // It is not remembered for later either.
            .At("06 10:00").Budget(50_000).Expect("Armed")
            .At("07 09:00").Expect(Stage.Disconnected).ExpectSwitched();
    }

    [Fact]
    public void Another_units_button_confirms_nothing()
    {
        using var month = Cut()
            .At("06 09:00").Budget(50_000).Expect("Armed")
            .At("06 09:10").Presses("unit-08").Expect(
                "button: button-08 was pressed, and nothing of unit-08 waits to be confirmed: nothing has changed.")
            .Expect(Stage.Disconnected).ExpectSwitched();
    }

    [Fact]
    public void Pressed_twice_it_restores_once()
    {
        using var month = Cut()
            .At("06 09:00").Budget(50_000).Expect("Armed")
            .At("06 09:10").Presses().Presses()
            .At("06 10:00").ExpectSwitched("06 09:10:00 lighting-07 On", "06 09:11:00 sockets-07 On");
        Assert.Single(
            month.Events(), happened => happened.Text.Contains("supply is restored", StringComparison.Ordinal));
    }

    [Fact]
    public void A_unit_that_no_policy_lists_any_more_is_confirmed_by_its_button_too()
    {
        using var month = Cut()
            .At("06 09:00").IsDropped().Expect("dropped: unit-07 electricity", "Armed")
            .At("06 09:10").Presses()
            .At("06 10:00").ExpectSwitched("06 09:10:00 lighting-07 On", "06 09:11:00 sockets-07 On")
            .ExpectReplayed();
    }

    [Fact]
    public void A_press_ends_a_reminder()
    {
        using var month = With(1000, ladder => ladder with { Reminder = true })
            .At("02 08:00").Use(910).Expect("NoticeReached", "WarningReached", "ReminderGiven")
            .ExpectSwitched("02 08:00:00 lighting-07 Off")
            .At("02 08:06").Presses().ExpectSwitched("02 08:06:00 lighting-07 On").ExpectReplayed();
    }

    [Fact]
    public void Killed_at_any_commit_or_command_after_a_press_supply_returns_or_waits_for_another_press()
    {
        for (var step = 1; step <= 10; step++)
        {
            using var month = Cut()
                .At("06 09:00").Budget(50_000)
                .At("06 09:10").KillAt(step).Presses()
                .At("06 12:00").Presses()
                .At("06 13:00").ExpectReplayed();
            Assert.Equal(Stage.Normal, month.State.Ladders.Values.Single().Stage);
            Assert.True(month.Boards.IsOn(Sockets) && month.Boards.IsOn(LightCircuit), $"at step {step}");
        }
    }
}

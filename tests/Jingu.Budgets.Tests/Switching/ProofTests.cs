using Jingu.Budgets.Switching;
using Xunit;

namespace Jingu.Budgets.Tests.Switching;

/// <summary>Grades and findings, at their limits.</summary>
public sealed class ProofTests
{
    private static readonly DateTimeOffset Closed = new(2026, 3, 17, 1, 0, 0, TimeSpan.Zero);
    private static readonly ProofSubject Relay = new(Closed, TimeSpan.FromSeconds(2));

    private static readonly ProofSubject Valve = new(Closed, TimeSpan.FromSeconds(20))
    {
        PulseSpacing = TimeSpan.FromSeconds(30),
    };

    [Theory]
    [InlineData(29, ProofOutcome.Proven)]
    [InlineData(30, ProofOutcome.Failed)]
    public void The_meter_directly_below_must_read_under_one_percent_of_rating(long power, ProofOutcome outcome) =>
        Assert.Equal(outcome, Judge(Relay with { Rating = 3000, DrawBefore = 1500 }, 60,
            new Observation(Closed.AddSeconds(20), ObservationKind.PowerBelow, power)).Outcome);

    [Theory]
    [InlineData(9_250, 22, ProofOutcome.Proven)]
    [InlineData(9_251, 22, ProofOutcome.NotProven)]
    [InlineData(9_000, 23, ProofOutcome.NotProven)]
    public void The_meter_above_must_fall_by_half_of_the_draw_within_travel_time_and_two_polls(
        long power, int second, ProofOutcome outcome)
    {
        var verdict = Judge(Relay with { DrawBefore = 1500, AboveBefore = 10_000 }, 60,
            new Observation(Closed.AddSeconds(second), ObservationKind.PowerAbove, power));
        Assert.Equal(outcome, verdict.Outcome);
    }

    [Theory]
    [InlineData(-400, 400, ProofOutcome.Proven)]
    [InlineData(-400, 401, ProofOutcome.Failed)]
    [InlineData(400, 799, ProofOutcome.NotProven)]
    [InlineData(400, 800, ProofOutcome.Proven)]
    public void A_lamp_is_proven_where_the_load_below_moves_by_half_of_what_was_expected(
        long expected, long power, ProofOutcome outcome)
    {
        var lamp = Relay with { Rating = 1000, DrawBefore = 600, Level = 209, ExpectedChange = expected };
        Assert.Equal(outcome, Judge(lamp, 60,
            new Observation(Closed.AddSeconds(20), ObservationKind.Level, 209),
            new Observation(Closed.AddSeconds(20), ObservationKind.PowerBelow, power)).Outcome);
    }

    [Theory]
    [InlineData(209, ProofOutcome.NotProven, ProofFinding.None)]
    [InlineData(254, ProofOutcome.Failed, ProofFinding.LevelNotTaken)]
    public void A_level_that_is_read_back_proves_nothing_when_right_and_much_when_wrong(
        int shown, ProofOutcome outcome, ProofFinding finding)
    {
        var verdict = Judge(Relay with { Level = 209 }, 60, new Observation(
            Closed.AddSeconds(20), ObservationKind.Level, shown));
        Assert.Equal((outcome, ProofGrade.None, finding), (verdict.Outcome, verdict.Grade, verdict.Finding));
        // What the gateway shows at once may still be the old level.
        Assert.Equal(ProofOutcome.Pending, Judge(Relay with { Level = 209 }, 15, new Observation(
            Closed.AddSeconds(10), ObservationKind.Level, shown)).Outcome);
    }

    [Fact]
    public void A_lamp_that_has_failed_is_not_dimmed() => Assert.Equal(
        ProofFinding.LampFailed,
        Judge(Relay with { Level = 209 }, 60, new Observation(Closed.AddSeconds(90), ObservationKind.LampFailed),
            new Observation(Closed.AddSeconds(10), ObservationKind.LampFailed)).Finding);

    [Fact]
    public void Nothing_is_judged_before_its_time()
    {
        var subject = Relay with { Rating = 3000, DrawBefore = 1500 };
        Assert.Equal(ProofOutcome.Pending, Judge(subject, 21,
            new Observation(Closed.AddSeconds(10), ObservationKind.PowerBelow, 1500)).Outcome);
        Assert.Equal(ProofOutcome.NotProven, Judge(subject, 22).Outcome);
    }

    [Fact]
    public void The_boards_echo_alone_proves_nothing() =>
        Assert.Equal((ProofOutcome.NotProven, ProofGrade.None),
            (Judge(Relay, 60).Outcome, Judge(Relay, 60).Grade));

    [Fact]
    public void A_circuit_that_drew_nothing_proves_nothing_by_drawing_nothing() =>
        Assert.Equal(ProofOutcome.NotProven, Judge(Relay with { Rating = 3000, DrawBefore = 10 }, 60,
            new Observation(Closed.AddSeconds(10), ObservationKind.PowerBelow, 0)).Outcome);

    [Fact]
    public void A_closed_valve_is_proven_when_no_pulse_came_for_three_mean_spacings()
    {
        var running = new Observation(Closed.AddSeconds(15), ObservationKind.Pulse);
        Assert.Equal(ProofOutcome.Pending, Judge(Valve, 109, running).Outcome);
        Assert.Equal((ProofOutcome.Proven, ProofGrade.Load),
            (Judge(Valve, 110, running).Outcome, Judge(Valve, 110, running).Grade));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(250)]
    public void A_valve_that_sticks_shows_as_a_leak_before_and_after_the_proof(int second) =>
        Assert.Equal((ProofOutcome.Failed, ProofFinding.Leak), Outcome(Judge(Valve, 300,
            new Observation(Closed.AddSeconds(second), ObservationKind.Pulse))));

    [Fact]
    public void A_valve_that_sticks_is_found_by_its_feedback() =>
        Assert.Equal((ProofOutcome.Failed, ProofFinding.WeldedOrStuck), Outcome(Judge(
            Valve with { HasFeedback = true }, 60,
            new Observation(Closed.AddSeconds(30), ObservationKind.ContactOpen, 0))));

    [Fact]
    public void A_valve_closed_while_nothing_flowed_is_not_proven() =>
        Assert.Equal(ProofOutcome.NotProven, Judge(Valve with { PulseSpacing = null }, 300).Outcome);

    [Fact]
    public void A_contact_that_closes_proves_a_restore_and_a_load_that_stays_off_fails_none()
    {
        var restore = Relay with { Restoring = true };
        Assert.Equal(ProofGrade.Contact, Judge(restore with { HasFeedback = true }, 60,
            new Observation(Closed.AddSeconds(10), ObservationKind.ContactOpen, 0)).Grade);
        Assert.Equal(ProofOutcome.NotProven, Judge(restore with { Rating = 3000 }, 60,
            new Observation(Closed.AddSeconds(10), ObservationKind.PowerBelow, 0)).Outcome);
        Assert.Equal(ProofGrade.Load, Judge(restore with { Rating = 3000 }, 60,
            new Observation(Closed.AddSeconds(10), ObservationKind.PowerBelow, 800)).Grade);
    }

    [Fact]
    public void An_action_goes_its_way_and_no_other()
    {
        var decided = new SwitchAction(new("sockets"), SwitchOperation.Cut, Closed);
        var attempted = decided.Attempt(Closed);
        var proven = attempted.Settle(new(ProofOutcome.Proven, ProofGrade.Load, ProofFinding.None, Closed));

        Assert.Equal((1, SwitchActionState.Proven), (proven.Attempts, proven.State));
        Assert.Same(attempted, attempted.Settle(
            new(ProofOutcome.Pending, ProofGrade.None, ProofFinding.None, null)));
        Assert.Throws<InvalidOperationException>(() => proven.Attempt(Closed));
        Assert.Throws<InvalidOperationException>(() => attempted.Refuse(GateRefusal.Drill, Closed));
        Assert.Throws<InvalidOperationException>(() => decided.Refuse(GateRefusal.Drill, Closed)
            .Settle(new(ProofOutcome.Proven, ProofGrade.Load, ProofFinding.None, Closed)));
    }

    private static (ProofOutcome Outcome, ProofFinding Finding) Outcome(ProofVerdict verdict) =>
        (verdict.Outcome, verdict.Finding);

    private static ProofVerdict Judge(ProofSubject subject, int second, params Observation[] seen) =>
        Proof.Judge(subject, seen, Closed.AddSeconds(second));
}

using System.Collections.Immutable;
using Jingu.Contracts.Readings;
using Jingu.Simulators.Boards;
using Jingu.Simulators.Report;
using Xunit;

namespace Jingu.Simulators.Tests.Report;

/// <summary>The gateways' word against the boards'.</summary>
public sealed class SwitchPromisesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 12, 4, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<OutputPlan> Outputs =
    [
        new(new("s-circuit-01"), 0, new("unit-01"), Resource.Electricity, Feeds.Ordinary, null, null),
        new(new("s-lift"), 6, new("unit-01"), Resource.Electricity, Feeds.Lift, null, null),
        new(new("l-exit"), 63, new("unit-01"), Resource.Electricity, Feeds.EmergencyLight, null, null)
        {
            IsLamp = true,
        },
    ];

    private static readonly ActionReport Cut = new(
        "gateway-1", "s-circuit-01", "unit-01", "electricity", "cut", "proven", "load", "none", Noon, [Noon],
        Noon.AddSeconds(20));

    private static readonly SwitchEvent Written = new(
        Noon, "relays", 0, new("s-circuit-01"), IsCut: true, Changed: true, SwitchCause.Written);

    [Fact]
    public void A_run_in_which_nothing_was_written_claims_nothing_about_switching() =>
        Assert.Empty(SwitchPromises.Judge(Witness([], fed: true), []));

    [Fact]
    public void A_cut_that_was_decided_and_took_effect_holds_all_three()
    {
        var promises = SwitchPromises.Judge(Witness([Written], fed: false), [Cut]);

        Assert.Equal(["protected-supply", "no-cut-on-doubt", "cut-proven"], promises.Select(promise => promise.Name));
        Assert.All(promises, promise => Assert.True(promise.Held, promise.Detail));
    }

    [Fact]
    public void A_lamp_that_was_dimmed_as_decided_is_no_cut_and_an_emergency_luminaire_is_never_written()
    {
        var dimmed = Written with { Board = "dali", Point = new("l-unit-01") };
        var dim = Cut with { Point = "l-unit-01", Operation = "dim", State = "not-proven", Grade = "none" };
        Assert.All(SwitchPromises.Judge(Witness([dimmed], fed: true), [dim]), promise =>
            Assert.True(promise.Held, promise.Detail));
        AssertBroken("no-cut-on-doubt", "was restored", [dimmed, dimmed with { IsCut = false }], true, dim);
        AssertBroken("protected-supply", "l-exit", [dimmed, dimmed with { Point = new("l-exit") }], true, dim);
    }

    [Fact]
    public void A_protected_output_that_is_written_breaks_the_first_promise_even_if_nothing_changed()
    {
        var lift = Written with { Output = 6, Point = new("s-lift"), IsCut = false, Changed = false };
        AssertBroken("protected-supply", "s-lift", [Written, lift], fed: false, Cut);
        AssertBroken("protected-supply", "no switch point", [Written, Written with { Point = null }], false, Cut);
        var group = Written with { Cause = SwitchCause.WrittenInGroup };
        AssertBroken("protected-supply", "together with others", [group], fed: false, Cut);
    }

    [Fact]
    public void What_moves_without_a_decision_stored_before_breaks_the_second()
    {
        const string Promise = "no-cut-on-doubt";
        AssertBroken(Promise, "no gateway had decided it", [Written], fed: false);
        AssertBroken(Promise, "was restored", [Written, Written with { IsCut = false }], fed: false, Cut);
        AssertBroken(Promise, "was cut", [Written], fed: false, Cut with { DecidedAt = Noon.AddSeconds(1) });
        AssertBroken(Promise, "was cut", [Written], fed: false, Cut with { Attempted = [Noon.AddHours(-1)] });
    }

    [Fact]
    public void A_cut_that_is_held_to_be_proven_and_had_supply_breaks_the_third() =>
        AssertBroken("cut-proven", "had supply", [Written], fed: true, Cut);

    [Fact]
    public void What_a_board_does_by_itself_is_nobodys_write()
    {
        var promises = SwitchPromises.Judge(
            Witness([Written, Written with { Point = new("s-lift"), Cause = SwitchCause.Board }], fed: false), [Cut]);
        Assert.All(promises, promise => Assert.True(promise.Held, promise.Detail));
    }

    [Fact]
    public void The_last_state_of_each_switching_counts_and_every_attempt_is_kept()
    {
        const string Other =
            """{"sequence":1,"items":[{"kind":"started","instant":"2026-03-12T00:00:00Z","subject":"g","text":"."}]}""";
        var lines = string.Join('\n', Other,
            Line("decided", ""),
            Line("attempted", """, "attemptedAt":"2026-03-12T04:00:00Z" """),
            Line("not-proven", """, "attemptedAt":"2026-03-12T04:00:00Z", "settledAt":"2026-03-12T04:01:00Z" """),
            Line("attempted", """, "attemptedAt":"2026-03-12T05:00:00Z" """),
            Line("proven", """, "attemptedAt":"2026-03-12T05:00:00Z", "settledAt":"2026-03-12T05:00:20Z" """));

        var action = Assert.Single(SwitchActions.Read("gateway-1", lines));

        Assert.True(action.IsProvenCut);
        Assert.Equal(("gateway-1", "s-circuit-01", "load"), (action.Gateway, action.Point, action.Grade));
        Assert.Equal([Noon, Noon.AddHours(1)], action.Attempted.AsEnumerable());
        Assert.Equal(Noon.AddHours(1).AddSeconds(20), action.SettledAt);
    }

    private static string Line(string state, string more) =>
        """{"sequence":2,"items":[{"kind":"switch-action","facts":{"point":"s-circuit-01","unit":"unit-01", """
        + """ "resource":"electricity","operation":"cut","attempts":"1","grade":"load","finding":"none", """
        + $$$""" "state":"{{{state}}}", "decidedAt":"2026-03-12T04:00:00Z"{{{more}}}}}]}""";

    private static SwitchWitness Witness(ImmutableArray<SwitchEvent> events, bool fed) =>
        new(Outputs, events, (_, _) => fed);

    private static void AssertBroken(
        string name,
        string why,
        ImmutableArray<SwitchEvent> events,
        bool fed,
        params ImmutableArray<ActionReport> actions)
    {
        var promise = SwitchPromises.Judge(Witness(events, fed), actions).Single(promise => promise.Name == name);
        Assert.False(promise.Held);
        Assert.Contains(why, promise.Detail, StringComparison.Ordinal);
    }
}

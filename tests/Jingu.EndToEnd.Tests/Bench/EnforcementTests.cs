using System.Text.Json.Nodes;
using Xunit;

namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>
/// A unit runs out in the middle of six days: people act by signed commands, real gateways decide, dim and switch, the
/// boards' own log judges them, and the registers still equal the report.
/// </summary>
public sealed class EnforcementTests
{
    private const string RunsOut = "unit-01";

    /// <summary>Two tests judge it.</summary>
    private static readonly Lazy<Task<BenchOutcome>> Undisturbed =
        new(() => Scenarios.RunningOut.ReadingJournals().RunAsync());

    private static readonly string[] CutAndRestored =
    [
        "l-unit-01 dim not-proven none", "s-circuit-01 cut proven load", "l-unit-01 restore not-proven none",
        "s-circuit-01 restore proven load",
    ];

    [Fact]
    public async Task Who_runs_out_is_warned_cut_on_approval_extended_and_restored_and_nobody_else_is_touched()
    {
        var outcome = await Undisturbed.Value;
        outcome.AssertNothingLostOrDoubled();

        AssertCutAndRestored(outcome);
        outcome.AssertHeld("protected-supply", "no-cut-on-doubt", "cut-proven", "replayable");
        var deeds = outcome.Report!["deeds"]!.AsArray();
        Assert.Equal(
            ["transfer done", "select-emergency done", "approve done", "extend done", "confirm-restore done"],
            deeds.Select(deed => $"{deed!["do"]} {deed["state"]}"));
        Assert.All(deeds, deed => Assert.Equal(RunsOut, (string)deed!["unit"]!));
        // Approvals and confirmations are answered by what was measured.
        Assert.Equal(
            $"{RunsOut} electricity is disconnected: l-unit-01 commanded, not proven, s-circuit-01 proven (load).",
            (string)deeds[2]!["answer"]!);
        Assert.Equal(
            $"{RunsOut} electricity is restored: l-unit-01 commanded, not proven, s-circuit-01 proven (load).",
            (string)deeds[4]!["answer"]!);
        var actions = outcome.Report["actions"]!.AsArray();
        Assert.InRange(At(actions[0]!["decidedAt"]), At(deeds[2]!["at"]), At(deeds[3]!["at"]));
        Assert.InRange(At(actions[2]!["decidedAt"]), At(deeds[4]!["at"]), At(deeds[4]!["at"]).AddHours(1));
        var electricity = outcome.Unit(RunsOut)["electricity"]!;
        Assert.Equal(
            (false, true), ((bool)electricity["armed"]!, (bool)electricity["emergency"]!));
        Assert.NotEqual("disconnected", (string)electricity["stage"]!);
    }

    [Fact]
    public async Task In_a_drill_no_coil_changes_although_it_is_decided()
    {
        var outcome = await Scenarios.RunningOut.With("--drill").RunAsync();
        outcome.AssertNothingLostOrDoubled();

        outcome.AssertNothingSwitched();
        outcome.AssertHeld("replayable");
        Assert.Empty(outcome.Report!["deeds"]!.AsArray());
        // Nobody extends in a drill: what would have been cut stays so.
        Assert.Equal("disconnected", (string)outcome.Unit(RunsOut)["electricity"]!["stage"]!);
    }

    [Fact]
    [Trait("Length", "long")]
    public async Task With_nobody_there_to_approve_nothing_is_cut()
    {
        var outcome = await Scenarios.RunningOut.With("--nobody").RunAsync();
        outcome.AssertNothingLostOrDoubled();

        outcome.AssertNothingSwitched();
        outcome.AssertHeld("replayable");
        Assert.Equal("exhausted", (string)outcome.Unit(RunsOut)["electricity"]!["stage"]!);
    }

    /// <summary>Also where a machine's timers and the speed of its programs differ.</summary>
    [Fact]
    [Trait("Length", "long")]
    public async Task Two_runs_of_one_seed_are_the_same_interval_by_interval_and_decision_by_decision()
    {
        var first = await Undisturbed.Value;
        var second = await Scenarios.RunningOut.ReadingJournals().RunAsync();
        second.AssertNothingLostOrDoubled();

        AssertSame(first, second);
    }

    [Fact]
    public async Task Kill_9_of_the_gateway_again_and_again_leads_to_the_same_cuts()
    {
        var outcome = await Scenarios.RunningOutKilled.RunAsync();
        outcome.AssertNothingLostOrDoubledAmidFaults();

        AssertCutAndRestored(outcome);
        outcome.AssertHeld("protected-supply", "no-cut-on-doubt", "cut-proven", "replayable");
    }

    internal static void AssertSame(BenchOutcome first, BenchOutcome second)
    {
        Assert.NotEmpty(first.Recorded);
        Assert.All(first.Recorded.Zip(second.Recorded), pair => Assert.Equal(pair.First, pair.Second));
        Assert.Equal(first.Recorded.Length, second.Recorded.Length);
        foreach (var part in new[] { "units", "points", "decisions", "actions", "deeds", "promises", "notes" })
            Assert.Equal(first.Report![part]!.ToJsonString(), second.Report![part]!.ToJsonString());
    }

    internal static void AssertCutAndRestored(BenchOutcome outcome)
    {
        var actions = outcome.Report!["actions"]!.AsArray();
        Assert.Equal(
            CutAndRestored,
            actions.Select(
                action => $"{action!["point"]} {action["operation"]} {action["state"]} {action["grade"]}"));
        Assert.All(actions, action => Assert.Equal(
            (RunsOut, "none"), ((string)action!["unit"]!, (string)action["finding"]!)));
        Assert.Equal([new($"{RunsOut} electricity", 1)], outcome.Cuts());
    }

    private static DateTimeOffset At(JsonNode? instant) => (DateTimeOffset)instant!;
}

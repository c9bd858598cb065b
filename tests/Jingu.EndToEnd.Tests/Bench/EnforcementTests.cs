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
    private static readonly string[] CutAndRestored =
    [
        "l-unit-01 dim not-proven none", "s-circuit-01 cut proven load", "l-unit-01 restore not-proven none",
        "s-circuit-01 restore proven load",
    ];

    [Fact]
    public async Task Who_runs_out_is_warned_cut_on_approval_extended_and_restored_and_nobody_else_is_touched()
    {
        var outcome = await Scenarios.RunningOut.RunAsync();
        outcome.AssertNothingLostOrDoubled();

        AssertCutAndRestored(outcome);
        AssertHeld(outcome, "protected-supply", "no-cut-on-doubt", "cut-proven", "replayable");
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
        var electricity = Unit(outcome, RunsOut)["electricity"]!;
        Assert.Equal(
            (false, true), ((bool)electricity["armed"]!, (bool)electricity["emergency"]!));
        Assert.NotEqual("disconnected", (string)electricity["stage"]!);
    }

    [Fact]
    public async Task In_a_drill_no_coil_changes_although_it_is_decided()
    {
        var outcome = await Scenarios.RunningOut.With("--drill").RunAsync();
        outcome.AssertNothingLostOrDoubled();

        AssertNothingSwitched(outcome);
        AssertHeld(outcome, "replayable");
        Assert.Empty(outcome.Report!["deeds"]!.AsArray());
        // Nobody extends in a drill: what would have been cut stays so.
        Assert.Equal("disconnected", (string)Unit(outcome, RunsOut)["electricity"]!["stage"]!);
    }

    [Fact]
    public async Task With_nobody_there_to_approve_nothing_is_cut()
    {
        var outcome = await Scenarios.RunningOut.With("--nobody").RunAsync();
        outcome.AssertNothingLostOrDoubled();

        AssertNothingSwitched(outcome);
        AssertHeld(outcome, "replayable");
        Assert.Equal("exhausted", (string)Unit(outcome, RunsOut)["electricity"]!["stage"]!);
    }

    [Fact]
    public async Task Kill_9_of_the_gateway_again_and_again_leads_to_the_same_cuts()
    {
        var outcome = await Scenarios.RunningOutKilled.RunAsync();
        outcome.AssertNothingLostOrDoubledAmidFaults();

        AssertCutAndRestored(outcome);
        AssertHeld(outcome, "protected-supply", "no-cut-on-doubt", "cut-proven", "replayable");
    }

    private static void AssertCutAndRestored(BenchOutcome outcome)
    {
        var actions = outcome.Report!["actions"]!.AsArray();
        Assert.Equal(
            CutAndRestored,
            actions.Select(
                action => $"{action!["point"]} {action["operation"]} {action["state"]} {action["grade"]}"));
        Assert.All(actions, action => Assert.Equal(
            (RunsOut, "none"), ((string)action!["unit"]!, (string)action["finding"]!)));
        Assert.Equal(1, (int)Unit(outcome, RunsOut)["electricity"]!["cuts"]!);
        Assert.Equal(1, Cuts(outcome));
    }

    /// <summary>The boards saw no write either: their promises were not exercised.</summary>
    private static void AssertNothingSwitched(BenchOutcome outcome)
    {
        Assert.Empty(outcome.Report!["actions"]!.AsArray());
        Assert.Equal(0, Cuts(outcome));
        Assert.DoesNotContain("protected-supply", Promises(outcome));
    }

    private static void AssertHeld(BenchOutcome outcome, params string[] names) =>
        Assert.All(names, name => Assert.Contains(name, Promises(outcome)));

    /// <summary>Those that held; a broken one ends the bench with another exit code besides.</summary>
    private static IEnumerable<string> Promises(BenchOutcome outcome) => outcome.Report!["promises"]!.AsArray()
        .Where(promise => (bool)promise!["held"]!).Select(promise => (string)promise!["name"]!);

    private static int Cuts(BenchOutcome outcome) => outcome.Report!["units"]!.AsArray()
        .Sum(unit => (int)unit!["electricity"]!["cuts"]! + (int)unit["water"]!["cuts"]!);

    private static JsonNode Unit(BenchOutcome outcome, string id) =>
        outcome.Report!["units"]!.AsArray().Single(unit => (string)unit!["id"]! == id)!;

    private static DateTimeOffset At(JsonNode? instant) => (DateTimeOffset)instant!;
}

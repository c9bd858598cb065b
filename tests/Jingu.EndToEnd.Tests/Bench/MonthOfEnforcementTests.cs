using System.Text.Json.Nodes;
using Xunit;

namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>
/// A month of the whole campus in which the seed lets four units run out, three of electricity and one of water: with
/// people, in a drill, and with nobody there. What is expected is written here, not taken from the report.
/// </summary>
[Trait("Length", "long")]
public sealed class MonthOfEnforcementTests
{
    /// <summary>Of the site, all year.</summary>
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>By unit and resource, how many circuits or valves can be cut.</summary>
    private static readonly SortedDictionary<string, int> RunOut = new(StringComparer.Ordinal)
    {
        ["unit-08 electricity"] = 2,
        ["unit-09 electricity"] = 2,
        ["unit-13 water"] = 1,
        ["unit-21 electricity"] = 2,
    };

    /// <summary>Warns first, so a transfer and the emergency allowance go to it.</summary>
    private const string First = "unit-09 electricity";

    /// <summary>The circuits of unit-21 hang on a serial line, where the campus has no lamps.</summary>
    private static readonly string[] WithLamps = ["unit-08 electricity", "unit-09 electricity"];

    private static readonly string[] Announced =
    [
        "notice-reached", "first-notice-issued", "warning-reached", "exhausted-reached", "final-notice-issued",
    ];

    private static readonly Lazy<Task<BenchOutcome>> WithPeople = new(() => Scenarios.MonthOfEnforcement.RunAsync());

    [Fact]
    public async Task Four_units_that_run_out_are_warned_cut_extended_and_restored_and_nobody_else_is_touched()
    {
        var outcome = await WithPeople.Value;
        outcome.AssertNothingLostOrDoubled();
        outcome.AssertHeld(
            "protected-supply", "no-cut-on-doubt", "nothing-lost-or-doubled", "replayable", "cut-proven");

        Assert.Equal(RunOut, outcome.Cuts());
        Assert.All(outcome.List("decisions"), step => Assert.Contains(Subject(step), RunOut.Keys));
        foreach (var (subject, circuits) in RunOut)
            AssertTakesItsCourse(outcome, subject, circuits);
        Assert.All(outcome.List("deeds"), deed => Assert.Equal("done", (string)deed["state"]!));
        Assert.Equal(
            [$"transfer {First}", $"select-emergency {First}"],
            outcome.List("deeds").Where(deed => (string)deed["do"]! is "transfer" or "select-emergency")
                .Select(deed => $"{deed["do"]} {Subject(deed)}"));
    }

    [Fact]
    public async Task In_a_drill_the_same_is_announced_and_nothing_is_switched()
    {
        var drill = await Scenarios.MonthOfEnforcement.With("--drill").RunAsync();
        drill.AssertNothingLostOrDoubled();
        drill.AssertHeld("replayable");
        drill.AssertNothingSwitched();
        Assert.Empty(drill.List("deeds"));
        Assert.All(drill.List("decisions"), step => Assert.True((bool)step["drill"]!));

        var people = await WithPeople.Value;
        foreach (var subject in RunOut.Keys)
        {
            var would = drill.Steps(subject);
            Assert.Equal([.. Announced, "disconnected"], would.Select(Rule));
            var same = would.TakeWhile(step => subject != First || Rule(step) != "exhausted-reached").SkipLast(1);
            Assert.Equal(
                same.Select(step => $"{step["at"]} {Rule(step)}"),
                people.Steps(subject).Take(same.Count()).Select(step => $"{step["at"]} {Rule(step)}"));
            Assert.Equal("disconnected", Stage(drill, subject));
            // The earliest cut that was announced; no person has to approve a drill.
            Assert.Equal(At(would[4]["at"]).AddMinutes(30), At(would[5]["at"]));
        }
    }

    [Fact]
    public async Task With_nobody_there_to_approve_nobody_is_cut()
    {
        var outcome = await Scenarios.MonthOfEnforcement.With("--nobody").RunAsync();
        outcome.AssertNothingLostOrDoubled();
        outcome.AssertHeld("replayable");
        outcome.AssertNothingSwitched();
        Assert.Empty(outcome.List("deeds"));

        Assert.All(outcome.List("decisions"), step => Assert.Contains(Subject(step), RunOut.Keys));
        foreach (var subject in RunOut.Keys)
        {
            var steps = outcome.Steps(subject);
            Assert.Equal(Announced, steps.Select(Rule).Where(Announced.Contains));
            Assert.Contains(steps, step => Asks(step, "ask-approval"));
            Assert.DoesNotContain(steps, step => Asks(step, "switch"));
            Assert.Equal("exhausted", Stage(outcome, subject));
        }
    }

    private static void AssertTakesItsCourse(BenchOutcome outcome, string subject, int circuits)
    {
        var steps = outcome.Steps(subject);
        Assert.Equal(
            [.. Announced, "approved", "disconnected", "armed", "restored"],
            steps.Select(Rule).Where(rule => rule is not ("hold-changed" or "emergency-selected")).Take(9));
        DateTimeOffset When(string rule) => At(steps.First(step => Rule(step) == rule)["at"]);
        var (cut, restored) = (When("disconnected"), When("restored"));
        Assert.True(cut - When("first-notice-issued") >= TimeSpan.FromDays(3), $"{subject}: notice 1 came late");
        Assert.True(cut - When("final-notice-issued") >= TimeSpan.FromMinutes(30), $"{subject}: notice 2 came late");
        Assert.InRange(cut.ToOffset(Offset).Hour, 7, 21);

        var deeds = outcome.List("deeds").Where(deed => Subject(deed) == subject)
            .ToDictionary(deed => (string)deed["do"]!, deed => At(deed["at"]));
        Assert.InRange(deeds["approve"], When("final-notice-issued"), cut);
        Assert.InRange(deeds["extend"], cut, When("armed"));
        Assert.InRange(deeds["confirm-restore"], When("armed"), restored);

        var switched = outcome.List("actions").Where(action => Subject(action) == subject).ToList();
        var lamps = switched.Where(IsOfLamps).ToList();
        var actions = switched.Except(lamps).ToList();
        // Lamps go first, and no meter is below them alone: what they did is commanded, not proven.
        Assert.Equal(
            WithLamps.Contains(subject) ? ["dim not-proven", "restore not-proven"] : [],
            lamps.Select(action => $"{action["operation"]} {action["state"]}"));
        Assert.Equal(
            [.. Enumerable.Repeat("cut", circuits), .. Enumerable.Repeat("restore", circuits)],
            actions.Select(action => (string)action["operation"]!));
        Assert.All(actions, action => Assert.Equal(
            ("proven", subject.EndsWith("water", StringComparison.Ordinal) ? "contact" : "load", "none"),
            ((string)action["state"]!, (string)action["grade"]!, (string)action["finding"]!)));
        // One after the other, never together.
        Assert.Equal(
            switched.Count,
            switched.SelectMany(action => action["attempted"]!.AsArray()).Select(At).Distinct().Count());
        Assert.Equal(cut, At(switched[0]["decidedAt"]));
        Assert.InRange(At(actions[circuits - 1]["decidedAt"]), cut, cut.AddMinutes(5));
        Assert.InRange(At(actions[circuits]["decidedAt"]), restored, restored.AddMinutes(5));
        Assert.NotEqual("disconnected", Stage(outcome, subject));
    }

    private static bool IsOfLamps(JsonNode action) =>
        ((string)action["point"]!).StartsWith("l-", StringComparison.Ordinal);

    private static string Subject(JsonNode one) => $"{one["unit"]} {one["resource"]}";

    private static string Rule(JsonNode step) => (string)step["rule"]!;

    private static bool Asks(JsonNode step, string what) =>
        step["asks"]!.AsArray().Any(asked => (string)asked! == what);

    private static string? Stage(BenchOutcome outcome, string subject) =>
        subject.Split(' ') is [var unit, var resource] ? (string?)outcome.Unit(unit)[resource]!["stage"] : null;

    private static DateTimeOffset At(JsonNode? instant) => (DateTimeOffset)instant!;
}

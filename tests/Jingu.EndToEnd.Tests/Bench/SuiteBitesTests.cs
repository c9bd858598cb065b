using Xunit;
using Xunit.Sdk;

namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>
/// The suite bites: each bug of tests/README.md, planted by its switch, turns the named test red. What is run and
/// judged here is exactly what that test runs and judges.
/// </summary>
public sealed class SuiteBitesTests
{
    [Fact]
    public Task Acknowledging_before_the_commit_turns_Kill_9_of_the_aggregator_loses_nothing_red() =>
        AssertRedAsync(
            "ack-before-commit", Scenarios.KilledAggregator, outcome => outcome.AssertNothingLostOrDoubledAmidFaults());

    /// <summary>
    /// An aggregator that forgets whose numbers it committed answers a new card with numbers that it never wrote. The
    /// gateway believes none of it and goes on asking: nothing gets through, and the bench says so instead of
    /// reporting.
    /// </summary>
    [Fact]
    public async Task Forgetting_the_journal_id_turns_A_replaced_card_loses_nothing_and_doubles_nothing_red()
    {
        var outcome = await (Scenarios.ReplacedCard with { PlantedBug = "forget-journal-id" }).RunAsync();
        Assert.ThrowsAny<XunitException>(outcome.AssertNothingLostOrDoubledAmidFaults);
        Assert.True(
            outcome.Report is not null
                || outcome.Output.Contains("The backlog does not shrink", StringComparison.Ordinal)
                || outcome.Output.Contains("Not delivered within", StringComparison.Ordinal),
            outcome.Output);
    }

    [Fact]
    public Task Dropping_the_last_batch_at_a_kill_turns_Kill_9_of_the_gateway_loses_nothing_red() =>
        AssertRedAsync(
            "drop-last-batch", Scenarios.KilledGateway, outcome => outcome.AssertNothingLostOrDoubledAmidFaults());

    [Fact]
    public Task Decoding_with_swapped_words_turns_Registers_equal_the_report_to_the_watt_hour_red() =>
        AssertRedAsync("swapped-words", Scenarios.Undisturbed, outcome => outcome.AssertNothingLostOrDoubled());

    [Fact]
    public Task A_month_in_UTC_turns_The_month_begins_at_local_midnight_red() =>
        AssertRedAsync("month-in-utc", Scenarios.Undisturbed, outcome => outcome.AssertNothingLostOrDoubled());

    [Fact]
    public Task Storing_samples_under_their_arrival_turns_A_six_hour_cut_keeps_original_times_red() =>
        AssertRedAsync("arrival-time", Scenarios.SixHourCut, outcome => outcome.AssertNothingLostOrDoubledAmidFaults());

    private static async Task AssertRedAsync(string bug, Scenario scenario, Action<BenchOutcome> judge)
    {
        var outcome = await (scenario with { PlantedBug = bug }).RunAsync();
        // A run that did not come to its report proves nothing about the test's judgement.
        Assert.True(outcome.Report is not null, outcome.Output);
        Assert.ThrowsAny<XunitException>(() => judge(outcome));
    }
}

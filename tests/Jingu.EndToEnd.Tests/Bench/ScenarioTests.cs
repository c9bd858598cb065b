using Xunit;

namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>
/// The promises nothing-lost-or-doubled and edge-alone, through real processes, a real broker and real sockets.
/// </summary>
public sealed class ScenarioTests
{
    [Fact]
    public async Task Registers_equal_the_report_to_the_watt_hour() =>
        (await Scenarios.Undisturbed.RunAsync()).AssertNothingLostOrDoubled();

    [Fact]
    public async Task The_month_begins_at_local_midnight()
    {
        // A month laid in UTC would begin eight hours late in Asia/Shanghai and miss what was used until then.
        var outcome = await Scenarios.Undisturbed.RunAsync();
        outcome.AssertNothingLostOrDoubled();
        Assert.All(outcome.Report!["points"]!.AsArray(), point => Assert.Equal(2 * 96, (int)point!["intervals"]!));
    }

    [Fact]
    public async Task Kill_9_of_the_gateway_loses_nothing() =>
        (await Scenarios.KilledGateway.RunAsync()).AssertNothingLostOrDoubledAmidFaults();

    [Fact]
    public async Task Kill_9_of_the_aggregator_loses_nothing() =>
        (await Scenarios.KilledAggregator.RunAsync()).AssertNothingLostOrDoubledAmidFaults();

    [Fact]
    public async Task Kill_9_of_the_broker_loses_nothing() =>
        (await Scenarios.KilledBroker.RunAsync()).AssertNothingLostOrDoubledAmidFaults();

    [Fact]
    public async Task A_six_hour_cut_keeps_original_times() =>
        (await Scenarios.SixHourCut.RunAsync()).AssertNothingLostOrDoubledAmidFaults();

    [Fact]
    public async Task A_broker_that_forgets_what_it_acknowledged_loses_nothing() =>
        (await Scenarios.ForgetfulBroker.RunAsync()).AssertNothingLostOrDoubledAmidFaults();

    [Fact]
    public async Task A_replaced_card_loses_nothing_and_doubles_nothing() =>
        (await Scenarios.ReplacedCard.RunAsync()).AssertNothingLostOrDoubledAmidFaults();
}

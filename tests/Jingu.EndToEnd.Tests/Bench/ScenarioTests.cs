using Jingu.Testing.Stores;
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

    [Fact]
    public async Task A_gateway_that_starts_with_an_unset_clock_loses_nothing_and_doubles_nothing()
    {
        var outcome = await Scenarios.UnsetClock.RunAsync();
        outcome.AssertNothingLostOrDoubledAmidFaults();
        Assert.Equal(0, outcome.Delivery("parked"));
    }

    [Fact]
    public async Task On_InfluxDB_kills_of_everybody_lose_nothing()
    {
        await using var influx = await InfluxServer.StartAsync();
        var outcome = await Scenarios.KilledAllOn(influx.Url).RunAsync();
        outcome.AssertNothingLostOrDoubledAmidFaults();
        Assert.StartsWith("InfluxDB 1.6.7", (string)outcome.Report!["store"]!, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Over_serial_lines_kills_and_cuts_lose_nothing() =>
        (await Scenarios.SerialLines.RunAsync()).AssertNothingLostOrDoubledAmidFaults();

    [Fact]
    public async Task The_whole_campus_loses_nothing_over_six_hours()
    {
        var outcome = await Scenarios.WholeCampus.RunAsync();
        outcome.AssertNothingLostOrDoubled();
        Assert.Equal(124, outcome.Report!["points"]!.AsArray().Count);
        Assert.Equal(26, outcome.Report["units"]!.AsArray().Count);
    }
}

using Jingu.Testing;
using Jingu.Testing.Stores;
using Xunit;

namespace Jingu.EndToEnd.Tests.Bench;

/// <summary>Whole months and long cuts: ./tests/run --long.</summary>
[Trait("Length", "long")]
public sealed class LongTests
{
    [RecordingsFact]
    public async Task A_month_of_recordings_equals_its_registers() =>
        (await Scenarios.Recordings(RecordingsFactAttribute.Folder!).RunAsync()).AssertNothingLostOrDoubled();

    [RecordingsFact]
    public async Task A_month_of_recordings_equals_its_registers_on_InfluxDB()
    {
        await using var influx = await InfluxServer.StartAsync();
        var scenario = Scenarios.Recordings(RecordingsFactAttribute.Folder!);
        scenario = scenario with { Arguments = [.. scenario.Arguments, "--influx", influx.Url.ToString()] };
        (await scenario.RunAsync()).AssertNothingLostOrDoubled();
    }

    [Fact]
    public async Task Ten_days_without_a_network_lose_nothing() =>
        (await Scenarios.TenDayCut.RunAsync()).AssertNothingLostOrDoubledAmidFaults();

    [Fact]
    public async Task Kill_9_of_the_gateway_every_three_hours_leads_to_the_same_cuts()
    {
        var outcome = await Scenarios.RunningOutKilledOften.RunAsync();
        outcome.AssertNothingLostOrDoubledAmidFaults();

        EnforcementTests.AssertCutAndRestored(outcome);
        outcome.AssertHeld("protected-supply", "no-cut-on-doubt", "cut-proven", "replayable");
    }
}

using System.Text.Json.Nodes;
using Jingu.EndToEnd.Tests.Programs;
using Jingu.Testing;
using Xunit;

namespace Jingu.EndToEnd.Tests.RealClock;

/// <summary>Both ends of the gateway judged by somebody else's programs.</summary>
public sealed class ForeignJudgesTests
{
    [Fact]
    public async Task What_pymodbus_serves_is_what_an_envelope_captured_by_mosquitto_sub_says()
    {
        await using var site = new SmallSite();
        await site.StartBrokerAsync();
        var captured = Path.Combine(site.Folder, "captured.bin");
        var capture = site.Start(
            "/bin/sh", "-c",
            $"exec mosquitto_sub -h 127.0.0.1 -p {site.BrokerPort} -t 'jingu/v1/+/+/up/samples' -C 1 -N > {captured}");
        await Eventually.UntilAsync(
            () => site.Broker!.Said.Any(line => line.Contains("up/samples", StringComparison.Ordinal)));
        await site.StartGatewayAsync();
        Assert.Equal(0, await capture.EndAsync(TimeSpan.FromSeconds(30)));

        var text = await Jingu.Testing.Programs.RunAsync(
            Binaries.Edge, "journal", "--decode", captured, "--key", site.KeyFile);
        var envelope = JsonNode.Parse(text)!;
        Assert.Equal("gateway-1", (string)envelope["gateway"]!);
        Assert.Equal("samples", (string)envelope["stream"]!);
        var values = envelope["content"]![0]!["items"]![0]!["values"]!;
        Assert.Equal(98_765_430, (long)values["energy-import"]!);
        Assert.Equal(12_340, (long)values["energy-export"]!);
        Assert.Equal(-1500.5, (double)values["power"]!);
        Assert.Equal(230.2, (double)values["voltage-l1"]!);
    }
}

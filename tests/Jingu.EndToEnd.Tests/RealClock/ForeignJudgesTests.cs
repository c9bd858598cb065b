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
        await site.StartAggregatorAsync();
        var capture = site.Start(
            "/usr/bin/stdbuf", "-oL", "mosquitto_sub", "-h", "127.0.0.1", "-p", $"{site.BrokerPort}", "-t",
            "jingu/v1/+/+/up/samples", "-F", "%x");
        await Eventually.UntilAsync(
            () => site.Broker!.Said.Any(line => line.Contains("jingu/v1/+/+/up/samples", StringComparison.Ordinal)
                && !line.Contains("$share", StringComparison.Ordinal)));
        await site.StartGatewayAsync();

        // The first envelope asks the aggregator what it has; batches follow when it has answered.
        await Eventually.UntilAsync(() => capture.Output.Count(c => c == '\n') >= 2);
        var envelopes = await Task.WhenAll(
            capture.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(5).Select(
                (hex, i) => DecodeAsync(site, i, hex.Trim())));
        Assert.Equal("inquiry", (string)envelopes[0]["kind"]!);
        var envelope = envelopes.First(each => (string)each["kind"]! == "batch");
        Assert.Equal("gateway-1", (string)envelope["gateway"]!);
        Assert.Equal("samples", (string)envelope["stream"]!);
        var values = envelope["content"]![0]!["items"]![0]!["values"]!;
        Assert.Equal(98_765_430, (long)values["energy-import"]!);
        Assert.Equal(12_340, (long)values["energy-export"]!);
        Assert.Equal(-1500.5, (double)values["power"]!);
        Assert.Equal(230.2, (double)values["voltage-l1"]!);
    }

    private static async Task<JsonNode> DecodeAsync(SmallSite site, int number, string hex)
    {
        var captured = Path.Combine(site.Folder, $"captured-{number}.bin");
        await File.WriteAllBytesAsync(captured, Convert.FromHexString(hex));
        return JsonNode.Parse(await Jingu.Testing.Programs.RunAsync(
            Binaries.Edge, "journal", "--decode", captured, "--key", site.KeyFile))!;
    }
}

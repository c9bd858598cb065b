using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Jingu.EndToEnd.Tests.Programs;
using Jingu.Testing;
using Xunit;

namespace Jingu.EndToEnd.Tests.RealClock;

/// <summary>The installer's tools beside a running gateway whose meter pymodbus serves.</summary>
public sealed partial class ToolsTests
{
    [Fact]
    public async Task Check_judges_bus_broker_and_meter_and_fails_without_a_broker()
    {
        await using var site = new SmallSite();
        await site.StartBrokerAsync();
        await site.StartGatewayAsync();
        var (exitCode, said) = await RunAsync(site, "check", "--json");
        Assert.True(exitCode == 0, said);
        var findings = JsonNode.Parse(said)!["findings"]!.AsArray();
        Assert.Equal(
            ["configuration", "bus", "broker", "clock", "meter"],
            findings.Select(finding => (string)finding!["part"]!).Distinct());
        // Phases 2 and 3 of this meter are not wired.
        Assert.Contains("phase without voltage", (string)findings[^1]!["text"]!, StringComparison.Ordinal);

        await site.Broker!.KillAsync();
        (exitCode, said) = await RunAsync(site, "check");
        Assert.Equal(1, exitCode);
        Assert.Contains("failed\tbroker", said, StringComparison.Ordinal);
        (exitCode, said) = await RunAsync(site, "check", "--offline");
        Assert.True(exitCode == 0, said);
        Assert.DoesNotContain("broker", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_shows_every_quantity_with_its_registers_and_ends_with_130_when_interrupted()
    {
        await using var site = new SmallSite();
        await site.StartGatewayAsync();
        var (exitCode, said) = await RunAsync(site, "read", "m-1", "--json");
        Assert.True(exitCode == 0, said);
        var import = JsonNode.Parse(said)!["values"]!.AsArray().Single(
            value => (string)value!["quantity"]! == "energy-import")!;
        Assert.Equal(98_765.43, (double)import["value"]!, 2);
        Assert.Equal("kWh", (string)import["unit"]!);
        Assert.Equal("47C0 E6B7", (string)import["registers"]!);

        var watching = site.Start(Binaries.Edge, "read", "m-1", "--watch", "--config", "gateway.yaml");
        await watching.SaysAsync("voltage-l1\t230.2\tV");
        watching.Signal("INT");
        Assert.Equal(130, await watching.EndAsync(TimeSpan.FromSeconds(30)));

        (exitCode, said) = await RunAsync(site, "read", "m-9");
        Assert.Equal(2, exitCode);
        Assert.Contains("has no meter 'm-9': use one of m-1", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_and_export_tell_from_the_file_what_the_gateway_knows()
    {
        await using var site = new SmallSite();
        var gateway = await site.StartGatewayAsync();
        await Eventually.UntilAsync(async () => (long)(await site.StreamAsync("samples"))["lastSequence"]! >= 2);
        gateway.Kill9();

        var (exitCode, said) = await RunAsync(site, "status", "--json");
        Assert.True(exitCode == 0, said);
        var status = JsonNode.Parse(said)!;
        Assert.Equal("measured", (string)status["meters"]![0]!["quality"]!);
        Assert.Equal(100, (int)status["meters"]![0]!["answeredPercent"]!);
        Assert.Equal(98_765_430, (long)status["ledgers"]![0]!["total"]!);
        Assert.True((long)status["streams"]!["samples"]!["backlog"]! >= 2);
        Assert.Null(status["streams"]!["samples"]!["acknowledgedUpTo"]);

        (exitCode, said) = await RunAsync(site, "journal", "--export", "events");
        Assert.True(exitCode == 0, said);
        var first = JsonNode.Parse(said.Split('\n')[0])!;
        Assert.Equal(1, (long)first["sequence"]!);
    }

    [Fact]
    public async Task Scan_finds_the_meter_names_its_profile_and_gives_yaml_to_paste()
    {
        await using var site = new SmallSite();
        await site.StartGatewayAsync();
        var commissioning = await File.ReadAllTextAsync(Path.Combine(site.Folder, "commissioning.yaml"));
        var port = MeterPort().Match(commissioning).Groups[1].Value;
        var scan = site.Start(Binaries.Edge, "scan", "--host", $"127.0.0.1:{port}", "--units", "1-3");
        Assert.Equal(0, await scan.EndAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("eastron-sdm630", scan.Output, StringComparison.Ordinal);
        Assert.Contains("unitIdentifier: 1", scan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("unitIdentifier: 2", scan.Output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(SmallSite site, params string[] arguments)
    {
        var tool = site.Start(Binaries.Edge, [.. arguments, "--config", "gateway.yaml"]);
        return (await tool.EndAsync(TimeSpan.FromSeconds(60)), tool.Output);
    }

    [GeneratedRegex(@"modbus-tcp, host: 127\.0\.0\.1, port: (\d+)")]
    private static partial Regex MeterPort();
}

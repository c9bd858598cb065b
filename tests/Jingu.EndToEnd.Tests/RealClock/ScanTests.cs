using System.Text.Json.Nodes;
using Jingu.EndToEnd.Tests.Programs;
using Jingu.Testing;
using Xunit;

namespace Jingu.EndToEnd.Tests.RealClock;

/// <summary>
/// <c>scan</c> as a real process on pseudo-terminals, behind which foreign programs are meters, or nobody. Such lines
/// have no parity.
/// </summary>
public sealed class ScanTests
{
    private const string Nobody = "import os, tty; near, far = os.openpty(); tty.setraw(far); "
        + "print(os.ttyname(far), flush=True)\nwhile True: os.read(near, 1024); print('asked', flush=True)";

    [Fact]
    public async Task A_meter_of_each_Chinese_standard_is_found_by_its_wildcard_and_its_profile_named()
    {
        await using var electricity = RunningProgram.Start(
            Binaries.SystemPython, "/", Binaries.BcdMeters,
            "dlt645/210819098948/00010000=99999999,00020000=00000012,0201FF00=230323022301,"
                + "0202FF00=000300000200000100,0203FF00=004000003000002000801000,02060000=0987,02800002=4998");
        var found = await FindAsync(electricity, "dlt645");
        Assert.Equal(
            ("dlt645", 2400, "210819098948", "dlt645-three-phase"),
            ((string)found["kind"]!, (int)found["baud"]!, (string)found["address"]!, (string)found["profiles"]![0]!));

        await using var water = RunningProgram.Start(
            Binaries.SystemPython, "/", Binaries.BcdMeters, "cjt188/78330011223344/low/low/55667789/2C");
        found = await FindAsync(water, "cjt188");
        Assert.Equal(
            ("cjt188", "78330011223344", "cjt188-cold-water"),
            ((string)found["kind"]!, (string)found["address"]!, (string)found["profiles"]![0]!));
    }

    [Fact]
    public async Task What_was_found_is_given_as_YAML_that_commissioning_takes()
    {
        await using var water = RunningProgram.Start(
            Binaries.SystemPython, "/", Binaries.BcdMeters, "cjt188/78330011223344/low/low/55667789/2C");
        await using var site = new SmallSite();
        await site.StartGatewayAsync();
        var scan = site.Start(
            Binaries.Edge, "scan", "--device", await DeviceAsync(water), "--protocol", "cjt188", "--baud", "2400",
            "--parity", "none");
        Assert.Equal(0, await scan.EndAsync(TimeSpan.FromSeconds(60)));
        var yaml = scan.Output[scan.Output.IndexOf("ports:", StringComparison.Ordinal)..];
        await File.WriteAllTextAsync(Path.Combine(site.Folder, "commissioning.yaml"), "schema: 1\n" + yaml);

        var check = site.Start(Binaries.Edge, "check", "--offline", "--config", "gateway.yaml");
        Assert.True(await check.EndAsync(TimeSpan.FromSeconds(60)) == 0, check.Output);
        Assert.Contains("1 ports, 1 meters, 1 points", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scan_that_is_interrupted_ends_with_130()
    {
        await using var line = RunningProgram.Start(Binaries.SystemPython, "/", "-c", Nobody);
        var device = await DeviceAsync(line);
        await using var scan = RunningProgram.Start(Binaries.Edge, "/", "scan", "--device", device, "--parity", "none");
        await line.SaysAsync("asked");

        scan.Signal("INT");

        Assert.Equal(130, await scan.EndAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_line_on_which_nobody_answers_is_said_to_be_such()
    {
        await using var line = RunningProgram.Start(Binaries.SystemPython, "/", "-c", Nobody);
        await using var scan = RunningProgram.Start(
            Binaries.Edge, "/", "scan", "--device", await DeviceAsync(line), "--protocol", "dlt645", "cjt188",
            "--baud", "2400", "--parity", "none");
        Assert.Equal(1, await scan.EndAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("Nobody answered", scan.Output, StringComparison.Ordinal);
    }

    private static async Task<string> DeviceAsync(RunningProgram meters)
    {
        await Eventually.UntilAsync(() => meters.Output.Contains('\n', StringComparison.Ordinal));
        return meters.Output.Split('\n')[0].Trim();
    }

    private static async Task<JsonNode> FindAsync(RunningProgram meters, string protocol)
    {
        await using var scan = RunningProgram.Start(
            Binaries.Edge, "/", "scan", "--device", await DeviceAsync(meters), "--protocol", protocol, "--baud", "2400",
            "--parity", "none", "--json");
        Assert.True(await scan.EndAsync(TimeSpan.FromSeconds(60)) == 0, scan.Output);
        return Assert.Single(JsonNode.Parse(scan.Output)!.AsArray())!;
    }
}

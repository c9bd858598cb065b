using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Jingu.Lines.Simulated;
using Jingu.Testing;
using Jingu.Time;
using Jingu.Time.Bench;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>
/// A gateway's process that is killed with its hands on lines: supply stays on, whichever level that is. The lines are
/// simulated and keep their level, as most chips do; one that lets go falls back, and that is declared and proved.
/// </summary>
public sealed class KilledGatewayTests : IAsyncDisposable
{
    private const string Chip = "pinctrl-bcm2711";

    private readonly TestFolder _folder = new();
    private readonly SimulatedLinesServer _lines = SimulatedLinesServer.Start(MachineTime.OfThisMachine);
    private readonly TcpListener _bench = new(IPAddress.Loopback, 0);

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await _lines.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("cut: energise, contact: NC", false)]
    [InlineData(
        "cut: release, contact: NO, exception: {by: Li Wei, reason: a kitchen, date: 2026-01-31}", true)]
    public async Task Kill_9_leaves_supply_on_and_the_next_start_too(string wiring, bool onIsHigh)
    {
        var line = _lines.Add(new(new(Chip, 5), isHigh: !onIsHigh));
        Write(wiring);
        _bench.Start();
        for (var life = 0; life < 2; life++)
        {
            using var gateway = Start();
            using var granted = await GrantAsync();
            await Eventually.UntilAsync(() => line.IsHigh == onIsHigh || gateway.HasExited);
            Assert.False(gateway.HasExited);
            gateway.Kill(entireProcessTree: true);
            await gateway.WaitForExitAsync();
            Assert.Equal(onIsHigh, line.IsHigh);
        }
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "jingu-edge"),
            ["run", "--config", _folder.At("gateway.yaml"), "--bench", $"{_bench.LocalEndpoint}"])
        {
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Time stands: the first look is due at once.</summary>
    private async Task<TcpClient> GrantAsync()
    {
        var socket = await _bench.AcceptTcpClientAsync();
        var writer = new StreamWriter(socket.GetStream()) { AutoFlush = true, NewLine = "\n" };
        await writer.WriteLineAsync(BenchProtocol.Grant(new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero)));
        return socket;
    }

    private void Write(string wiring)
    {
        _folder.Write("gateway.key", $"k1:{new string('a', 64)}");
        _folder.Write("gateway.yaml", """
            schema: 1
            site: zhoushan
            gateway: gateway-1
            zone: Asia/Shanghai
            key: gateway.key
            store: journal.db
            commissioning: commissioning.yaml
            broker: {host: 127.0.0.1, port: 1}
            """);
        _folder.Write("commissioning.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            schema: 1
            ports: []
            meters: []
            devices:
              - {id: lines, kind: gpio-simulated, host: 127.0.0.1, port: {{_lines.EndPoint.Port}},
                 outputs: [{chip: {{Chip}}, offset: 5}]}
            switchPoints:
              - {id: sp-1, unit: unit-01, resource: electricity, switchable: true, feeds: [ordinary], device: lines,
                 output: 1, {{wiring}}, powerUp: last, busLoss: last, travel: 0ms}
            """));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Modbus.Links;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Commands;

/// <summary>
/// <c>prove-switch</c> as an installer runs it: the program itself on a serial line, a board behind it, and a person
/// who pulls the bus and the supply when the screen asks for it.
/// </summary>
public sealed class ProveSwitchCommandTests : IAsyncDisposable
{
    private const int Output = 3;

    private readonly TestFolder _folder = new();
    private readonly Relays _relays = new();
    private readonly PseudoTerminal _terminal = PseudoTerminal.Open(MachineTime.OfThisMachine);
    private readonly ModbusRtuServer _server;

    public ProveSwitchCommandTests() => _server = ModbusRtuServer.Start(
        _terminal.Link, unit => unit == 10 ? _relays : null, MachineTime.OfThisMachine);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _terminal.Link.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_point_is_proved_beside_no_gateway_told_by_the_next_one_and_known_to_check_and_status()
    {
        Write();
        using (var gateway = Start("run"))
        {
            await Eventually.UntilAsync(
                async () => (await SayAsync("status", "--json")).Said.Contains("\"stands\":\"on\"",
                    StringComparison.Ordinal),
                TimeSpan.FromSeconds(60));
            var taken = await SayAsync("prove-switch", "sp-1", "--by", "Li Wei");
            Assert.Equal(2, taken.ExitCode);
            Assert.Contains("belongs to a running program: stop the gateway", taken.Said, StringComparison.Ordinal);
            await EndAsync(gateway);
        }
        Assert.Contains("nobody has proved it", (await SayAsync("check", "--offline")).Said, StringComparison.Ordinal);

        Assert.Equal(0, await ProveAsync());
        Assert.False(_relays.IsSet);
        Assert.Contains(
            "was proved by Li Wei on", (await SayAsync("check", "--offline")).Said, StringComparison.Ordinal);

        using (var gateway = Start("run"))
        {
            await Eventually.UntilAsync(
                async () => (await SayAsync("journal", "--export", "events")).Said.Contains("switch-trial",
                    StringComparison.Ordinal),
                TimeSpan.FromSeconds(60));
            await EndAsync(gateway);
        }
        var told = (await SayAsync("journal", "--export", "events")).Said.Split('\n')
            .Where(line => line.Contains("switch-trial", StringComparison.Ordinal)).ToList();
        Assert.Contains("Li Wei proved sp-1", Assert.Single(told), StringComparison.Ordinal);
        var status = JsonNode.Parse((await SayAsync("status", "--json")).Said)!["switchPoints"]![0]!;
        Assert.Equal(("sp-1", "on"), ((string)status["switchPoint"]!, (string)status["stands"]!));
    }

    /// <summary>Reads the screen and does what it asks for.</summary>
    private async Task<int> ProveAsync()
    {
        using var proving = Start("prove-switch", "sp-1", "--by", "Li Wei");
        var screen = new StringBuilder();
        var letters = new char[256];
        int count;
        while ((count = await proving.StandardOutput.ReadAsync(letters)) > 0)
        {
            screen.Append(letters, 0, count);
            if (Do(screen.ToString()) is not { } answer)
                continue;
            screen.Clear();
            await proving.StandardInput.WriteLineAsync(answer);
            await proving.StandardInput.FlushAsync();
        }
        await proving.WaitForExitAsync();
        return proving.ExitCode;
    }

    /// <summary>Null while the screen has not asked yet.</summary>
    private string? Do(string asked)
    {
        if (asked.EndsWith("to begin: ", StringComparison.Ordinal))
            return "sp-1";
        var isOff = asked.Contains("Pull the bus", StringComparison.Ordinal)
            || asked.Contains("Take the supply", StringComparison.Ordinal);
        if (asked.EndsWith("press Enter. ", StringComparison.Ordinal))
        {
            _relays.IsSilent = false;
            return "";
        }
        if (!asked.EndsWith("or off? ", StringComparison.Ordinal))
            return null;
        _relays.IsSilent |= isOff;
        if (asked.Contains("Take the supply", StringComparison.Ordinal))
            _relays.IsSet = false;
        return _relays.IsSet ? "off" : "on";
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "jingu-edge"),
            [.. arguments, "--config", _folder.At("gateway.yaml")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private async Task<(int ExitCode, string Said)> SayAsync(params string[] arguments)
    {
        using var tool = Start(arguments);
        var errors = tool.StandardError.ReadToEndAsync();
        var said = await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        return (tool.ExitCode, said + await errors);
    }

    private static async Task EndAsync(Process gateway)
    {
        gateway.Kill(entireProcessTree: true);
        await gateway.WaitForExitAsync();
    }

    private void Write()
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
            tick: 100ms
            clock: {keptBy: the machine that runs this test}
            broker: {host: 127.0.0.1, port: 1}
            """);
        _folder.Write("commissioning.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            schema: 1
            ports:
              - {id: bus-1, kind: modbus-rtu, device: {{_terminal.DevicePath}}, period: 1s, answerMax: 1s}
            meters: []
            devices:
              - {id: relays, kind: waveshare-relay-8ch, port: bus-1, unitIdentifier: 10}
            switchPoints:
              - {id: sp-1, unit: unit-01, resource: electricity, switchable: true, feeds: [ordinary], device: relays,
                 output: {{Output}}, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 0ms}
            """));
    }

    /// <summary>Eight relays, of which one matters.</summary>
    private sealed class Relays : IModbusDevice
    {
        private volatile bool _isSet;
        private volatile bool _isSilent;

        public bool IsSet { get => _isSet; set => _isSet = value; }

        public bool IsSilent { get => _isSilent; set => _isSilent = value; }

        public ModbusResult? Answer(ModbusRequest request)
        {
            if (_isSilent)
                return null;
            switch (request)
            {
                case ModbusRequest.ReadBits read:
                    return new ModbusResult.Bits(
                        [.. Enumerable.Range(read.Address, read.Count).Select(coil => coil == Output - 1 && _isSet)]);
                case ModbusRequest.WriteBits { Function: 5, Address: Output - 1 } write:
                    _isSet = write.Values[0];
                    return new ModbusResult.Written();
                default:
                    return new ModbusResult.Refused(1);
            }
        }
    }
}

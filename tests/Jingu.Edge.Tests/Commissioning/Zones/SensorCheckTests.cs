using System.Collections.Immutable;
using System.Net;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Lines.I2c;
using Jingu.Lines.Simulated;
using Jingu.Modbus;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Commissioning.Zones;

/// <summary>What <c>check</c> and <c>scan</c> tell an installer of sensors.</summary>
public sealed class SensorCheckTests : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SimulatedLinesServer _lines = SimulatedLinesServer.Start(MachineTime.OfThisMachine);
    private readonly CeilingSensor _ceiling = new();
    private readonly ModbusTcpServer _server;

    public SensorCheckTests() => _server = ModbusTcpServer.Start(
        new(IPAddress.Loopback, 0), unit => unit == 20 ? _ceiling : null, MachineTime.OfThisMachine);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _lines.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_check_says_what_each_sensor_shows_and_what_to_try()
    {
        _lines.AddSensor(new SimulatedLightSensor(new(1, Bh1750.AddressLow)) { Lux = 250 });
        _lines.Add(new SimulatedLine(new("ceiling", 0), isHigh: true));
        var found = await CheckAsync(new BenchSite());
        Assert.Equal(
            "Good shows 312 lx. Shade it with a hand and ask again: it must show less.", Text(found, "lux-ceiling"));
        Assert.Equal(
            "Good shows 250 lx. Shade it with a hand and ask again: it must show less.", Text(found, "lux-part"));
        Assert.StartsWith("Good sees somebody.", Text(found, "pir-line"), StringComparison.Ordinal);
        _ceiling.Lux = 0;
        Assert.Equal(
            "Warning shows 0 lx: unless it is dark there, take off its cover or replace it.",
            Text(await CheckAsync(new BenchSite()), "lux-ceiling"));
    }

    [Fact]
    public async Task A_sensor_that_gives_nothing_fails_the_check_with_the_reason()
    {
        _ceiling.Lux = null;
        var found = await CheckAsync(new BenchSite());
        Assert.Equal(
            "Failed gives nothing (msw-301 answers, and says that it has no value): check wires, address and supply. "
            + "Its zone would be lit by its schedule.",
            Text(found, "lux-ceiling"));
        Assert.StartsWith(
            "Failed gives nothing (no BH1750 answers at I2C bus 1 address 0x23", Text(found, "lux-part"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Failed gives nothing (there is no GPIO chip", Text(found, "pir-line"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_simulated_is_not_asked_off_a_bench_and_what_is_in_no_zone_is_said()
    {
        var found = await CheckAsync(new RunningSiteTime(MachineTime.OfThisMachine));
        Assert.StartsWith("Warning is simulated", Text(found, "lux-part"), StringComparison.Ordinal);
        Assert.StartsWith("Warning is simulated", Text(found, "pir-line"), StringComparison.Ordinal);
        Assert.Equal(
            ["lux-ceiling", "lux-part", "pir-line"],
            new SensorCheck(Plan()).Offline().Select(finding => finding.Subject));
    }

    [Fact]
    public async Task A_scan_knows_a_light_sensor_and_declares_it_as_one_that_counts_nothing()
    {
        var scan = new Scan(
            [new PortSettings.Tcp("127.0.0.1", _server.Port)], [20], TimeSpan.FromSeconds(10),
            MachineTime.OfThisMachine);
        var found = Assert.Single(await scan.RunAsync(() => { }, CancellationToken.None));
        Assert.Equal("wirenboard-wb-msw-v3", Assert.Single(found.Profiles).Name);
        Assert.Contains(
            "points: []  # it counts nothing: name it under sensors", FoundYaml.Write([found]),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scan_of_a_bus_asks_both_addresses_of_the_light_sensor()
    {
        _lines.AddSensor(new SimulatedLightSensor(new(1, Bh1750.AddressHigh)) { Lux = 40 });
        var found = await new LightScan(new SimulatedLines(_lines.EndPoint, new BenchSite()), 1)
            .RunAsync(CancellationToken.None);
        Assert.Equal(
            "I2C bus 1 address 0x23: none (no BH1750 answers at I2C bus 1 address 0x23: is it wired, and its address "
            + "right?)\nI2C bus 1 address 0x5C: a light sensor, shows 40 lx.\nsensors:\n"
            + "  - {id: lux-1, kind: light, part: {bus: 1, address: 0x5C}}\n",
            LightScan.Write(found));
    }

    private async Task<ImmutableArray<Finding>> CheckAsync(SiteTime site) =>
        await new SensorCheck(Plan()).OnlineAsync(false, site, MachineTime.OfThisMachine, CancellationToken.None);

    private static string Text(ImmutableArray<Finding> findings, string sensor)
    {
        var finding = findings.Single(one => one.Subject == sensor);
        return $"{finding.Severity} {finding.Text}";
    }

    private CommissioningPlan Plan()
    {
        var port = _lines.EndPoint.Port;
        return CommissioningFile.Read(_folder.Write("commissioning.yaml", $$"""
            schema: 1
            ports:
              - {id: bus, kind: modbus-tcp, host: 127.0.0.1, port: {{_server.Port}}, period: 60s, answerMax: 5s}
            meters:
              - {id: msw-301, port: bus, unitIdentifier: 20, profile: wirenboard-wb-msw-v3, serial: S-20, points: []}
            devices:
              - id: lines-1
                kind: gpio-simulated
                host: 127.0.0.1
                port: {{port}}
                outputs: []
                inputs: [{chip: ceiling, offset: 0, bias: none, active: high}]
            sensors:
              - {id: lux-ceiling, kind: light, meter: msw-301}
              - id: lux-part
                kind: light
                part: {bus: 1, address: 0x23}
                simulator: {host: 127.0.0.1, port: {{port}} }
              - {id: pir-line, kind: presence, device: lines-1, input: 1}
            """));
    }

    /// <summary>Input registers 4 and 9 of a WB-MSW.</summary>
    private sealed class CeilingSensor : IModbusDevice
    {
        private const ushort Degrees = 21_50;

        /// <summary>Null: it says that it has no value.</summary>
        public uint? Lux { get; set; } = 312;

        public ModbusResult? Answer(ModbusRequest request)
        {
            var hundredths = Lux is { } lux ? lux * 100 : uint.MaxValue;
            return request switch
            {
                ModbusRequest.ReadRegisters { Function: 4, Address: 9, Count: 2 } =>
                    new ModbusResult.Registers([(ushort)(hundredths >> 16), (ushort)(hundredths & 0xFFFF)]),
                ModbusRequest.ReadRegisters { Function: 4, Address: 4, Count: 1 } =>
                    new ModbusResult.Registers([Degrees]),
                _ => new ModbusResult.Refused(2),
            };
        }
    }

    private sealed class BenchSite : SiteTime
    {
        public override bool IsBench => true;

        public override DateTimeOffset GetUtcNow() => new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

        public override IParticipant Join(string name) => throw new NotSupportedException("nobody waits here");
    }
}

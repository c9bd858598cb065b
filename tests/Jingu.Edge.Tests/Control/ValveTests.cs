using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Jingu.Budgets.Switching;
using Jingu.Edge.Commissioning;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>A water meter with a valve of its own: words to switch it, bits that say how it stands.</summary>
public sealed class ValveTests : IAsyncDisposable
{
    private const ushort Open = 1;
    private const ushort Closed = 2;
    private const ushort Abnormal = 4;
    private const ushort BatteryLow = 8;

    private readonly TestFolder _folder = new();
    private readonly Valve _valve = new();
    private readonly ModbusTcpServer _server;

    public ValveTests() => _server = ModbusTcpServer.Start(
        new IPEndPoint(IPAddress.Loopback, 0), unit => unit == 20 ? _valve : null, MachineTime.OfThisMachine);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_is_closed_to_cut_and_opened_to_restore_by_one_register()
    {
        await using var rig = new SwitchRig(Plan()).Start();
        Assert.Equal(CircuitState.On, (await rig.LastAsync("sp-1")).State);
        Assert.Equal(CircuitState.Off, (await rig.CommandAsync("sp-1", CircuitState.Off)).State);
        Assert.Equal(CircuitState.On, (await rig.CommandAsync("sp-1", CircuitState.On)).State);
        Assert.Equal([(0x001C, Closed), (0x001C, Open)], _valve.Written);
    }

    [Theory]
    [InlineData(Open | BatteryLow, CircuitState.On, null)]
    [InlineData(Closed | BatteryLow, CircuitState.Off, null)]
    [InlineData(0, CircuitState.Unknown, "on its way")]
    [InlineData(Open | Closed, CircuitState.Unknown, "on its way")]
    [InlineData(Closed | Abnormal, CircuitState.Unknown, "abnormal")]
    public async Task What_it_does_not_know_nobody_knows(int word, CircuitState state, string? fault)
    {
        _valve.Word = (ushort)word;
        await using var rig = new SwitchRig(Plan()).Start();
        var report = await rig.LastAsync("sp-1");
        Assert.Equal(state, report.State);
        if (fault is null)
            Assert.Null(report.Fault);
        else
            Assert.Contains(fault, report.Fault!, StringComparison.Ordinal);
    }

    private CommissioningPlan Plan() => CommissioningFile.Read(
        _folder.Write("commissioning.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            schema: 1
            ports:
              - {id: bus, kind: modbus-tcp, host: 127.0.0.1, port: {{_server.Port}}, period: 1s, answerMax: 5s}
            meters:
              - id: w-1
                port: bus
                unitIdentifier: 20
                profile: xintai-water
                serial: W-1
                points: [{id: unit-01-water, quantity: volume}]
            devices:
              - {id: valve, kind: xintai-water, port: bus, unitIdentifier: 20}
            switchPoints:
              - {id: sp-1, unit: unit-01, resource: water, switchable: true, feeds: [ordinary], device: valve,
                 output: 1, powerUp: last, busLoss: last, travel: 20s, below: unit-01-water, rating: 2500}
            """)));

    private sealed class Valve : IModbusDevice
    {
        private volatile ushort _word = Open;

        public ushort Word { set => _word = value; }

        public ConcurrentQueue<(int Register, ushort Word)> Written { get; } = new();

        public ModbusResult? Answer(ModbusRequest request)
        {
            switch (request)
            {
                case ModbusRequest.ReadRegisters { Function: 3, Address: 0x001C, Count: 1 }:
                    return new ModbusResult.Registers([_word]);
                case ModbusRequest.WriteRegisters { Function: 6 } write:
                    Written.Enqueue((write.Address, write.Values[0]));
                    _word = write.Values[0];
                    return new ModbusResult.Written();
                default:
                    return new ModbusResult.Refused(2);
            }
        }
    }
}

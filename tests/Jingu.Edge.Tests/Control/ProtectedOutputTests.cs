using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Modbus.Server;
using Jingu.Modbus.Transactions;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>
/// Promise protected-supply at the last step: whatever is asked of boards, only outputs that are declared switchable
/// ever change. The virtual boards take any write, groups and broadcasts too.
/// </summary>
public sealed class ProtectedOutputTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Only_switchable_outputs_change_whatever_is_asked(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 5; round++)
            await HoldsAsync(random);
    }

    private async Task HoldsAsync(Random random)
    {
        var units = new ConcurrentDictionary<byte, Coils>();
        await using var server = ModbusTcpServer.Start(
            new IPEndPoint(IPAddress.Loopback, 0), unit => units.GetOrAdd(unit, _ => new Coils()),
            MachineTime.OfThisMachine);
        var (plan, switchable) = Plan(server.Port, random);
        await using var rig = new SwitchRig(plan).Start();
        var boards = plan.Boards.Select(board => rig.Open(board)).ToList();
        for (var i = 0; i < 60; i++)
        {
            var output = random.Next(0, 10);
            var state = random.Next(2) == 0 ? CircuitState.On : CircuitState.Off;
            // Through the tick's door, by any name, and past it, at the board itself, by any number.
            var name = string.Create(CultureInfo.InvariantCulture, $"sp-{random.Next(3)}-{output}");
            rig.Boards.Command(new SwitchPointId(name), state);
            await boards[random.Next(boards.Count)].SetAsync(output, random.Next(2) == 0, CancellationToken.None);
        }
        var last = plan.SwitchPoints.First(point => point.IsSwitchable).Id.Value;
        await rig.CommandAsync(last, CircuitState.Off);

        var written = units.SelectMany(unit => unit.Value.Written.Select(write => (unit.Key, write))).ToList();
        Assert.NotEmpty(written);
        Assert.All(written, write =>
        {
            Assert.Equal(5, write.write.Function);
            Assert.Contains((write.Key, (int)write.write.Address), switchable);
        });
    }

    /// <summary>Three boards; each output is switchable, protected, watched only, or not declared.</summary>
    private (CommissioningPlan Plan, HashSet<(byte, int)> Switchable) Plan(int port, Random random)
    {
        var points = new List<string>();
        var switchable = new HashSet<(byte, int)>();
        for (byte unit = 1; unit <= 3; unit++)
        {
            for (var output = 1; output <= 8; output++)
            {
                var kind = unit == 1 && output == 1 ? 0 : random.Next(4);
                if (kind == 3)
                    continue;
                if (kind == 0)
                    switchable.Add((unit, output - 1));
                points.Add(string.Create(CultureInfo.InvariantCulture, $$"""
                      - {id: sp-{{unit - 1}}-{{output}}, unit: unit-01, resource: electricity,
                         {{(kind == 0 ? "switchable: true, feeds: [ordinary]" : kind == 1
                             ? "feeds: [lifts]" : "feeds: [ordinary]")}},
                         device: board-{{unit}}, output: {{output}}, cut: energise, contact: NC, powerUp: released,
                         busLoss: last, travel: 0ms}
                    """));
            }
        }
        var file = _folder.Write("commissioning.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            schema: 1
            ports:
              - {id: bus, kind: modbus-tcp, host: 127.0.0.1, port: {{port}}, period: 1s, answerMax: 5s}
            meters: []
            devices:
              - {id: board-1, kind: waveshare-relay-8ch, port: bus, unitIdentifier: 1}
              - {id: board-2, kind: waveshare-relay-8ch, port: bus, unitIdentifier: 2}
              - {id: board-3, kind: coils, outputs: 8, port: bus, unitIdentifier: 3}
            switchPoints:
            {{string.Join('\n', points)}}
            """));
        return (CommissioningFile.Read(file), switchable);
    }

    private sealed class Coils : IModbusDevice
    {
        public ConcurrentQueue<ModbusRequest> Written { get; } = new();

        public ModbusResult? Answer(ModbusRequest request)
        {
            if (!request.IsWrite)
            {
                return request is ModbusRequest.ReadBits read
                    ? new ModbusResult.Bits([.. Enumerable.Repeat(false, read.Count)])
                    : new ModbusResult.Refused(1);
            }
            Written.Enqueue(request);
            return new ModbusResult.Written();
        }
    }
}

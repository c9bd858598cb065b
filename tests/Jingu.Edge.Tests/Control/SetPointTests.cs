using System.Globalization;
using System.Net;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control;
using Jingu.Modbus.Server;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>Set points of a machine: what a site declares, and what arrives at its registers.</summary>
public sealed class SetPointTests : IAsyncDisposable
{
    private const string Good = """
        schema: 1
        ports:
          - {id: bus, kind: modbus-tcp, host: 127.0.0.1, port: 502, period: 1s, answerMax: 5s}
        meters: []
        devices:
          - {id: chiller, kind: set-points, port: bus, unitIdentifier: 10}
          - {id: relays, kind: waveshare-relay-8ch, port: bus, unitIdentifier: 12}
        setPoints:
          - id: supply-1
            unit: unit-01
            device: chiller
            register: 40
            readBack: 2344
            decimals: 1
            sheds: up
            lowest: 6.0
            highest: 12.0
            shedTo: 11.5
            switchable: true
            feeds: [ordinary]
          - {id: limit-1, unit: unit-01, device: chiller, register: 41, readBack: 141, sheds: down, lowest: 40,
             highest: 100, shedTo: 50, switchable: true, feeds: [ordinary]}
          - {id: server-room, unit: unit-01, device: chiller, register: 42, sheds: up, lowest: 18, highest: 27,
             shedTo: 27, feeds: [data-room]}
        """;

    private readonly TestFolder _folder = new();
    private readonly VirtualLamps _chiller = new();
    private readonly ModbusTcpServer _server;

    public SetPointTests()
    {
        _server = ModbusTcpServer.Start(
            new IPEndPoint(IPAddress.Loopback, 0), unit => unit == 10 ? _chiller : null, MachineTime.OfThisMachine);
        // This device keeps what is written to 40 in 2344.
        (_chiller[2344], _chiller[141], _chiller[42]) = (70, 100, 22);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_set_point_is_moved_from_where_it_stood_and_its_own_register_is_read_back()
    {
        await using var rig = new SwitchRig(OnWire()).Start();
        Assert.Equal(70, (await rig.LastAsync("supply-1")).Level);
        Assert.Equal(100, (await rig.LastAsync("limit-1")).Level);
        var warmer = await rig.MoveAsync("supply-1", new(70, 115));
        Assert.Equal((CircuitState.Dimmed, 115, null), (warmer.Commanded, warmer.Level, warmer.Fault));
        // What is written is not what is read: the machine has not taken it.
        var limited = await rig.MoveAsync("limit-1", new(100, 50));
        Assert.Equal((CircuitState.Dimmed, 100), (limited.Commanded, limited.Level));
        var back = await rig.MoveAsync("supply-1", new(115, 70));
        Assert.Equal((CircuitState.On, 70), (back.Commanded, back.Level));
        Assert.Equal(["40 115", "41 50", "40 70"], _chiller.Writes);
    }

    [Fact]
    public async Task What_somebody_set_since_it_was_decided_is_left_alone()
    {
        await using var rig = new SwitchRig(OnWire()).Start();
        await rig.LastAsync("supply-1");
        _chiller[2344] = 80;
        var answer = await rig.MoveAsync("supply-1", new(70, 115));
        Assert.Equal(
            "supply-1 stands at 8.0 and no longer at 7.0: somebody moved it, and it is left alone.", answer.Fault);
        Assert.Empty(_chiller.Writes);
    }

    [Fact]
    public async Task What_is_not_switchable_or_outside_the_comfort_limits_is_never_written()
    {
        await using var rig = new SwitchRig(OnWire()).Start();
        await rig.LastAsync("supply-1");
        Assert.NotNull((await rig.MoveAsync("server-room", new(22, 27))).Fault);
        var board = (SetPointBoard)rig.Open(rig.Plan.Boards[0]);
        Assert.NotNull(await board.MoveAsync(new(IsGroup: false, 42), new(22, 27), CancellationToken.None));
        Assert.NotNull(await board.SetAsync(1, true, CancellationToken.None));
        foreach (var value in new[] { 0, 59, 121 })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => board.MoveAsync(new(IsGroup: false, 40), new(70, value), CancellationToken.None).AsTask());
        }
        rig.Boards.Command(new SwitchPointId("supply-1"), CircuitState.Off);
        Assert.Empty(_chiller.Writes);
        Assert.DoesNotContain(42, _chiller.Reads);
    }

    [Fact]
    public void What_is_declared_is_read_in_counts_of_the_register()
    {
        var plan = Read(Good);
        Assert.Equal(
            [
                new SetPointRange(60, 120, ShedsUpward: true), new SetPointRange(40, 100, ShedsUpward: false),
                new SetPointRange(18, 27, ShedsUpward: true),
            ],
            plan.SetPoints.Select(point => point.Point.SetPoint));
        Assert.Equal([(115, "11.5"), (50, "50"), (27, "27")],
            plan.SetPoints.Select(point => (point.Moved, point.Shown(point.Moved))));
        Assert.Equal([true, true, false], plan.SetPoints.Select(point => point.IsSwitchable));
    }

    [Theory]
    [InlineData("device: chiller\n", "device: relays\n", "relays has no set points")]
    [InlineData("highest: 12.0", "highest: 5.0", "is not above lowest")]
    [InlineData("shedTo: 11.5", "shedTo: 12.5", "is not within lowest and highest")]
    [InlineData("shedTo: 11.5", "shedTo: 11.55", "no value with 1 decimals")]
    [InlineData("lowest: 6.0", "lowest: -6.0", "no value with 1 decimals")]
    [InlineData("register: 41", "register: 40", "40 of chiller is already a set point")]
    [InlineData("id: limit-1", "id: supply-1", "supply-1 is already used")]
    [InlineData("sheds: up\n", "sheds: sideways\n", "sideways")]
    [InlineData("feeds: [data-room]", "switchable: true, feeds: [data-room]", "which is never cut")]
    [InlineData("unitIdentifier: 10", "unitIdentifier: 0", "unitIdentifier")]
    public void A_mistake_is_named_with_file_line_key_and_what_to_do(string right, string wrong, string sentence) =>
        CommissioningMistake.AssertNamed(() => Read(CommissioningMistake.In(Good, right, wrong)), sentence);

    private CommissioningPlan OnWire() => Read(Good.Replace(
        "port: 502", string.Create(CultureInfo.InvariantCulture, $"port: {_server.Port}"), StringComparison.Ordinal));

    private CommissioningPlan Read(string text) =>
        CommissioningFile.Read(_folder.Write("commissioning.yaml", text));
}

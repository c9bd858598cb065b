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

/// <summary>What arrives at a DALI gateway, and what is made of its answers.</summary>
public sealed class LampBoardTests : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly VirtualLamps _gateway = new();
    private readonly ModbusTcpServer _server;

    public LampBoardTests()
    {
        _server = ModbusTcpServer.Start(
            new IPEndPoint(IPAddress.Loopback, 0), unit => unit == 10 ? _gateway : null, MachineTime.OfThisMachine);
        (_gateway[2565], _gateway[2690], _gateway[2569]) = (254, 240, 254);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_lamp_is_moved_from_where_it_stood_and_its_level_is_read_back()
    {
        await using var rig = new SwitchRig(Plan()).Start();
        var seen = await rig.LastAsync("desk-1");
        Assert.Equal((CircuitState.On, 254, null), (seen.State, seen.Level, seen.Fault));
        var dimmed = await rig.MoveAsync("desk-1", new(254, 209));
        Assert.Equal((CircuitState.Dimmed, 209, null), (dimmed.State, dimmed.Level, dimmed.Fault));
        var group = await rig.MoveAsync("floor-1", new(240, 209));
        Assert.Equal((CircuitState.Dimmed, 209), (group.State, group.Level));
        var back = await rig.MoveAsync("desk-1", new(209, 254));
        Assert.Equal((CircuitState.On, 254), (back.State, back.Level));
        Assert.Equal(["261 209", "386 209", "261 254"], _gateway.Writes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(230)]
    public async Task A_lamp_that_somebody_moved_since_it_was_decided_is_left_alone(int level)
    {
        await using var rig = new SwitchRig(Plan()).Start();
        await rig.LastAsync("desk-1");
        _gateway[2565] = (ushort)level;
        var answer = await rig.MoveAsync("desk-1", new(254, 209));
        Assert.Contains("somebody moved it", answer.Fault!, StringComparison.Ordinal);
        Assert.Equal(level, answer.Level);
        Assert.Empty(_gateway.Writes);
    }

    [Fact]
    public async Task An_emergency_luminaire_is_neither_written_nor_read()
    {
        await using var rig = new SwitchRig(Plan()).Start();
        await rig.LastAsync("floor-1");
        foreach (var lamp in new[] { "exit-1", "nobody" })
            Assert.NotNull((await rig.MoveAsync(lamp, new(254, 209))).Fault);
        var board = (LampBoard)rig.Open(rig.Plan.Boards[0]);
        Assert.NotNull(await board.MoveAsync(new(IsGroup: false, 9), new(254, 209), CancellationToken.None));
        Assert.NotNull(await board.SetAsync(9, true, CancellationToken.None));
        // A relay's command is no way around it.
        rig.Boards.Command(new SwitchPointId("exit-1"), CircuitState.Off);
        rig.Boards.Command(new SwitchPointId("desk-1"), CircuitState.Off);
        await rig.MoveAsync("floor-1", new(240, 209));
        Assert.Equal(["386 209"], _gateway.Writes);
        Assert.DoesNotContain(2569, _gateway.Reads);
        Assert.DoesNotContain(9, _gateway.Reads);
    }

    [Fact]
    public async Task Off_and_what_is_darker_than_its_lowest_level_never_leave()
    {
        await using var board = (LampBoard)new SwitchRig(Plan()).Open(Plan().Boards[0]);
        foreach (var level in new[] { 0, 1, 169, 255 })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => board.MoveAsync(new(IsGroup: false, 5), new(254, level), CancellationToken.None).AsTask());
        }
        Assert.Empty(_gateway.Writes);
    }

    [Fact]
    public async Task A_failed_lamp_and_a_level_that_the_gateway_does_not_know_are_told()
    {
        (_gateway[5], _gateway[2690]) = (0b10, 255);
        await using var rig = new SwitchRig(Plan()).Start();
        var failed = await rig.LastAsync("desk-1");
        Assert.Equal((CircuitState.On, true), (failed.State, failed.HasFailed));
        Assert.Contains("the lamp has failed", failed.Fault!, StringComparison.Ordinal);
        var unknown = await rig.LastAsync("floor-1");
        Assert.Equal((CircuitState.Unknown, null), (unknown.State, unknown.Level));
    }

    /// <summary>The answer to the look at one lamp comes when the next one is already asked for.</summary>
    [Fact]
    public async Task An_answer_that_comes_late_is_never_taken_for_the_next_one_s()
    {
        using var mayAnswer = new ManualResetEventSlim();
        var held = 0;
        _gateway.Answering = request =>
        {
            if (request.Address == 2565 && Interlocked.Exchange(ref held, 1) == 0)
                mayAnswer.Wait(TimeSpan.FromSeconds(30));
        };
        await using var rig = new SwitchRig(Plan(answerMax: "300ms"));
        var board = rig.Open(rig.Plan.Boards[0]);
        var first = await board.ReadAsync(CancellationToken.None);
        Assert.True(first.IsSilent);
        mayAnswer.Set();
        var second = await board.ReadAsync(CancellationToken.None);
        for (var i = 0; i < 10 && second.IsSilent; i++)
            second = await board.ReadAsync(CancellationToken.None);
        Assert.Equal(
            ["lamp 5 254", "group 2 240"],
            second.Lamps.Select(lamp => string.Create(CultureInfo.InvariantCulture, $"{lamp.Address} {lamp.Level}")));
    }

    [Fact]
    public async Task A_write_whose_answer_is_late_is_told_and_what_the_lamp_shows_then_counts()
    {
        using var mayAnswer = new ManualResetEventSlim();
        _gateway.Answering = request =>
        {
            if (request.IsWrite)
                mayAnswer.Wait(TimeSpan.FromSeconds(30));
        };
        await using var rig = new SwitchRig(Plan(answerMax: "300ms")).Start();
        await rig.LastAsync("desk-1");
        var from = rig.Reports.Count;
        rig.Boards.Command(new SwitchPointId("desk-1"), new LevelChange(254, 209));
        await rig.SeesAsync("desk-1", from, report => report is { Commanded: not null, Fault: not null });
        mayAnswer.Set();
        await rig.SeesAsync("desk-1", from, report => report is { Level: 209, Fault: null });
        Assert.Equal(["261 209"], _gateway.Writes);
    }

    private CommissioningPlan Plan(string answerMax = "5s") => CommissioningFile.Read(_folder.Write(
        "commissioning.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            schema: 1
            ports:
              - {id: bus, kind: modbus-tcp, host: 127.0.0.1, port: {{_server.Port}}, period: 1s,
                 answerMax: {{answerMax}}}
            meters: []
            devices:
              - {id: dali-1, kind: arlight-dali-logic-lite-ps-x1, port: bus, unitIdentifier: 10}
            lamps:
              - {id: desk-1, unit: unit-01, device: dali-1, address: 5, switchable: true, feeds: [ordinary],
                 minimum: 10, dimTo: 30}
              - {id: floor-1, unit: unit-01, device: dali-1, group: 2, members: [6, 7], switchable: true,
                 feeds: [ordinary], minimum: 10, dimTo: 30}
              - {id: exit-1, unit: unit-01, device: dali-1, address: 9, feeds: [emergency-lighting]}
            """)));
}

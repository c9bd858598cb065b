using System.Globalization;
using System.Net;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control;
using Jingu.Modbus.Server;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Control.Zones;

/// <summary>What zones send to a DALI gateway on the wire, and what is made of its answers.</summary>
public sealed class ZoneBoardTests : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly VirtualLamps _gateway = new();
    private readonly ModbusTcpServer _server;

    public ZoneBoardTests()
    {
        _server = ModbusTcpServer.Start(
            new IPEndPoint(IPAddress.Loopback, 0), unit => unit == 10 ? _gateway : null, MachineTime.OfThisMachine);
        (_gateway[2565], _gateway[2566], _gateway[2569]) = (254, 254, 254);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_lamp_of_a_zone_goes_off_and_on_and_its_level_is_read_back()
    {
        await using var rig = new SwitchRig(Plan()).Start();
        await rig.LastAsync("desk-1");
        var off = await rig.LightAsync("desk-1", new(254, 0));
        Assert.Equal((CircuitState.Off, 0, null), (off.State, off.Level, off.Fault));
        var on = await rig.LightAsync("desk-1", new(0, 200));
        Assert.Equal((200, null), (on.Level, on.Fault));
        Assert.Equal(["261 0", "261 200"], _gateway.Writes);
    }

    [Fact]
    public async Task A_lamp_of_no_zone_a_protected_one_and_one_that_was_moved_are_not_written()
    {
        await using var rig = new SwitchRig(Plan()).Start();
        await rig.LastAsync("desk-1");
        foreach (var lamp in new[] { "spare-1", "exit-1", "nobody" })
            Assert.NotNull((await rig.LightAsync(lamp, new(254, 0))).Fault);
        _gateway[2565] = 180;
        var moved = await rig.LightAsync("desk-1", new(254, 0));
        Assert.Contains("somebody moved it", moved.Fault!, StringComparison.Ordinal);
        await using var board = (LampBoard)rig.Open(rig.Plan.Boards[0]);
        // By hand at the board, past everything before it.
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => board.LightAsync(new(IsGroup: false, 6), new(254, 0), CancellationToken.None).AsTask());
        Assert.NotNull(await board.LightAsync(new(IsGroup: false, 9), new(254, 0), CancellationToken.None));
        // A ladder cannot say off to a lamp of a zone either.
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => board.MoveAsync(new(IsGroup: false, 5), new(180, 0), CancellationToken.None).AsTask());
        Assert.Empty(_gateway.Writes);
        Assert.DoesNotContain(2569, _gateway.Reads);
    }

    [Fact]
    public async Task Off_whose_answer_is_late_is_told_is_not_taken_for_another_answer_and_what_is_shown_then_counts()
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
        rig.Boards.Light(new SwitchPointId("desk-1"), new LevelChange(254, 0));
        await rig.SeesAsync("desk-1", from, report => report is { Commanded: not null, Fault: not null });
        mayAnswer.Set();
        await rig.SeesAsync("desk-1", from, report => report is { Level: 0, State: CircuitState.Off, Fault: null });
        await rig.SeesAsync("spare-1", from, report => report is { Level: 254, Fault: null });
        Assert.DoesNotContain(
            rig.Reports.Skip(from), report => report is { Point.Value: "spare-1", Level: not (254 or null) });
        Assert.Equal(["261 0"], _gateway.Writes);
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
              - {id: spare-1, unit: unit-01, device: dali-1, address: 6, switchable: true, feeds: [ordinary],
                 minimum: 10, dimTo: 30}
              - {id: exit-1, unit: unit-01, device: dali-1, address: 9, feeds: [emergency-lighting]}
            zones:
              - {id: office-1, kind: room, lamps: [desk-1]}
            """)));
}

using System.Globalization;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Edge.Commissioning;
using Jingu.Testing;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>What arrives at a relay board, judged by pymodbus that is one, and by mbpoll that reads it back.</summary>
public sealed class WireTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Coils_change_exactly_as_declared()
    {
        using var board = await RelayBoard.StartAsync(10, coils: 8, inputs: 0);
        await using var rig = new SwitchRig(Plan(board.Port)).Start();
        Assert.Equal(CircuitState.On, (await rig.LastAsync("energise-3")).State);
        Assert.Equal(CircuitState.Off, (await rig.LastAsync("release-5")).State);

        var cut = await rig.CommandAsync("energise-3", CircuitState.Off);
        var restored = await rig.CommandAsync("release-5", CircuitState.On);
        Assert.Equal((CircuitState.Off, null), (cut.State, cut.Fault));
        Assert.Equal((CircuitState.On, null), (restored.State, restored.Fault));
        Assert.Equal("0 0 1 0 1 0 0 0", await board.CoilsAsync());
        Assert.Equal("0 0 1 0 1 0 0 0", await PollAsync(board.Port));

        await rig.CommandAsync("energise-3", CircuitState.On);
        await rig.CommandAsync("release-5", CircuitState.Off);
        Assert.Equal("0 0 0 0 0 0 0 0", await board.CoilsAsync());
        Assert.Equal(["2 1", "4 1", "2 0", "4 0"], board.Writes);
    }

    [Fact]
    public async Task A_protected_point_is_answered_and_nothing_is_sent()
    {
        using var board = await RelayBoard.StartAsync(10, coils: 8, inputs: 0);
        await using var rig = new SwitchRig(Plan(board.Port)).Start();
        await rig.LastAsync("pumps-4");
        foreach (var point in new[] { "pumps-4", "undeclared-6", "nobody" })
        {
            var answer = await rig.CommandAsync(point, CircuitState.Off);
            Assert.Contains(
                point == "nobody" ? "there is no switch point" : "not declared switchable", answer.Fault!,
                StringComparison.Ordinal);
        }
        Assert.Equal("0 0 0 0 0 0 0 0", await board.CoilsAsync());
        Assert.Empty(board.Writes);
    }

    [Fact]
    public async Task The_contact_is_what_the_feedback_input_says_and_not_what_was_asked()
    {
        using var board = await RelayBoard.StartAsync(10, coils: 8, inputs: 2);
        await board.SetInputAsync(1, true);
        await using var rig = new SwitchRig(Plan(board.Port, """
            - {id: watched, unit: unit-01, resource: electricity, switchable: true, feeds: [ordinary], device: relays,
               output: 1, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 0ms,
               feedback: {device: relays, input: 2, active: on} }
            """, inputs: 2)).Start();
        Assert.False((await rig.LastAsync("watched")).IsContactOpen);
        var welded = await rig.CommandAsync("watched", CircuitState.Off);
        Assert.Equal((CircuitState.Off, false), (welded.State, welded.IsContactOpen));
        var from = rig.Reports.Count;
        await board.SetInputAsync(1, false);
        await rig.SeesAsync("watched", from, report => report.IsContactOpen == true);
    }

    [Fact]
    public async Task A_board_that_comes_back_is_taken_as_it_is_and_never_commanded_again()
    {
        var board = await RelayBoard.StartAsync(10, coils: 8, inputs: 0);
        await using var rig = new SwitchRig(Plan(board.Port)).Start();
        await rig.CommandAsync("energise-3", CircuitState.Off);
        var port = board.Port;
        board.Dispose();
        var from = rig.Reports.Count;
        await rig.SeesAsync("energise-3", from, report => report is { State: CircuitState.Unknown, Fault: not null });
        await Eventually.UntilAsync(() => rig.Events.Any(happened => happened.Kind == EventKinds.BoardSilent));

        from = rig.Reports.Count;
        using var again = await RelayBoard.StartAsync(10, coils: 8, inputs: 0, port);
        await rig.SeesAsync("energise-3", from, report => report is { State: CircuitState.On, Fault: null });
        await Eventually.UntilAsync(() => rig.Events.Any(happened => happened.Kind == EventKinds.BoardBack));
        Assert.Contains(rig.Events, happened => happened.Kind == EventKinds.SwitchMoved
            && happened.Text.Contains("energise-3 stands on and was off", StringComparison.Ordinal));
        Assert.Equal("0 0 0 0 0 0 0 0", await again.CoilsAsync());
        Assert.Empty(again.Writes);
    }

    [Fact]
    public async Task A_command_to_a_board_that_is_gone_is_answered_and_not_kept()
    {
        var board = await RelayBoard.StartAsync(10, coils: 8, inputs: 0);
        await using var rig = new SwitchRig(Plan(board.Port)).Start();
        await rig.LastAsync("energise-3");
        board.Dispose();
        var answer = await rig.CommandAsync("energise-3", CircuitState.Off);
        Assert.Equal(CircuitState.Unknown, answer.State);
        Assert.NotNull(answer.Fault);
        var from = rig.Reports.Count;
        using var again = await RelayBoard.StartAsync(10, coils: 8, inputs: 0, board.Port);
        await rig.SeesAsync("energise-3", from, report => report.State == CircuitState.On);
        await again.CoilsAsync();
        Assert.Empty(again.Writes);
    }

    [Fact]
    public async Task Asking_waits_for_no_wire_and_the_last_word_counts()
    {
        using var board = await RelayBoard.StartAsync(10, coils: 8, inputs: 0);
        await using var rig = new SwitchRig(Plan(board.Port));
        var point = new SwitchPointId("energise-3");
        for (var i = 0; i < 10_000; i++)
            rig.Boards.Command(point, i % 2 == 0 ? CircuitState.On : CircuitState.Off);
        Assert.Empty(rig.Reports);
        rig.Start();
        await rig.SeesAsync("energise-3", 0, report => report.Commanded == CircuitState.Off);
        await board.CoilsAsync();
        Assert.Equal(["2 1"], board.Writes);
    }

    private CommissioningPlan Plan(int port, string more = "", int inputs = 0) => CommissioningFile.Read(
        _folder.Write("commissioning.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            schema: 1
            ports:
              - {id: bus, kind: modbus-tcp, host: 127.0.0.1, port: {{port}}, period: 1s, answerMax: 5s}
            meters: []
            devices:
              - {id: relays, kind: coils, port: bus, unitIdentifier: 10, outputs: 8, inputs: {{inputs}} }
            switchPoints:
            - {id: energise-3, unit: unit-01, resource: electricity, switchable: true, feeds: [ordinary],
               device: relays, output: 3, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 0ms}
            - {id: release-5, unit: unit-01, resource: electricity, switchable: true, feeds: [ordinary],
               device: relays, output: 5, cut: release, contact: NO, powerUp: last, busLoss: last, travel: 0ms,
               exception: {by: Li Wei, reason: a kitchen, date: 2026-01-31} }
            - {id: pumps-4, unit: unit-01, resource: water, feeds: [hydrants],
               device: relays, output: 4, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 0ms}
            - {id: undeclared-6, unit: unit-01, resource: water, feeds: [ordinary],
               device: relays, output: 6, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 0ms}
            {{more}}
            """)));

    /// <summary>All coils, by a program of others.</summary>
    private static Task<string> PollAsync(int port) => Mbpoll.ReadAsync(port, 10, Mbpoll.Coils, 0, 8);
}

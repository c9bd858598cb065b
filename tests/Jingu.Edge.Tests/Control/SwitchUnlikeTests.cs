using System.Globalization;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Events;
using Jingu.Edge.Commissioning;
using Jingu.Testing;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>A board that tells what it does at power-up and bus loss, served by pymodbus.</summary>
public sealed class SwitchUnlikeTests : IDisposable
{
    /// <summary>WB-MWAC: 1 goes back to where it was when it gets supply, 0 goes to its safe state.</summary>
    private const int RestoresLast = 6;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_compared_when_the_gateway_starts_and_after_the_board_was_gone()
    {
        using var board = await RelayBoard.StartAsync(11, coils: 2, inputs: 6);
        await board.HoldAsync(RestoresLast, 1);
        await using var rig = new SwitchRig(Plan(board.Port)).Start();
        Assert.False((await rig.LastAsync("valve")).IsUnlike);
        Assert.DoesNotContain(rig.Events, happened => happened.Kind == EventKinds.SwitchUnlike);

        await board.PullAsync();
        await Eventually.UntilAsync(() => rig.Events.Any(happened => happened.Kind == EventKinds.BoardSilent));
        var before = rig.Reports.Count;
        await board.HoldAsync(RestoresLast, 0);
        await board.PlugAsync();
        await rig.SeesAsync("valve", before, report => report.IsUnlike);
        var told = Assert.Single(rig.Events, happened => happened.Kind == EventKinds.SwitchUnlike);
        Assert.Equal(("valve", "differs"), (told.Subject, told.Facts["state"]));
        Assert.Contains("Nothing is cut by valve: commissioned with powerUp last", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_compared_when_the_board_lost_its_supply_between_two_looks_and_something_moved()
    {
        using var board = await RelayBoard.StartAsync(11, coils: 2, inputs: 6);
        await board.HoldAsync(RestoresLast, 1);
        await using var rig = new SwitchRig(Plan(board.Port)).Start();
        Assert.False((await rig.CommandAsync("valve", CircuitState.Off)).IsUnlike);

        var before = rig.Reports.Count;
        await board.HoldAsync(RestoresLast, 0);
        await board.CycleAsync();
        await rig.SeesAsync("valve", before, report => report is { State: CircuitState.On, IsUnlike: true });
        Assert.DoesNotContain(rig.Events, happened => happened.Kind == EventKinds.BoardSilent);
        Assert.Single(rig.Events, happened => happened.Kind == EventKinds.SwitchUnlike);
    }

    [Fact]
    public async Task A_board_that_is_set_otherwise_is_told_and_compared_again_until_it_is_set_right()
    {
        using var board = await RelayBoard.StartAsync(11, coils: 2, inputs: 6);
        await using var rig = new SwitchRig(Plan(board.Port)).Start();
        Assert.True((await rig.LastAsync("valve")).IsUnlike);
        await Eventually.UntilAsync(() => rig.Events.Any(happened => happened.Kind == EventKinds.SwitchUnlike));

        var before = rig.Reports.Count;
        await board.HoldAsync(RestoresLast, 1);
        await rig.SeesAsync("valve", before, report => !report.IsUnlike);
        Assert.Equal(
            ["differs", "same"],
            rig.Events.Where(happened => happened.Kind == EventKinds.SwitchUnlike)
                .Select(happened => happened.Facts["state"]));
    }

    private CommissioningPlan Plan(int port) => CommissioningFile.Read(
        _folder.Write("commissioning.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            schema: 1
            ports:
              - {id: bus, kind: modbus-tcp, host: 127.0.0.1, port: {{port}}, period: 1s, answerMax: 2s}
            meters: []
            devices:
              - {id: room, kind: wirenboard-wb-mwac, port: bus, unitIdentifier: 11}
            switchPoints:
              - {id: valve, unit: unit-01, resource: water, switchable: true, feeds: [ordinary], device: room,
                 output: 2, cut: energise, contact: latching, powerUp: last, busLoss: last, travel: 20s}
            """)));
}

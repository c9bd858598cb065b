using System.Globalization;
using Jingu.Contracts.Events;
using Jingu.Contracts.Wire;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Control.Trials;
using Jingu.Edge.Tests.Clock;
using Jingu.Time;
using Jingu.Yaml;
using Xunit;

namespace Jingu.Edge.Tests.Control.Trials;

/// <summary>
/// Proving a switch point on site, with a board of pymodbus and a person who pulls its bus and its supply when asked.
/// </summary>
public sealed class TryingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_board_that_stands_as_commissioned_is_proved_and_left_with_supply()
    {
        using var board = await RelayBoard.StartAsync(10, coils: 8, inputs: 0);
        var steps = await TryAsync(board, Plan(board.Port));
        Assert.All(steps, step => Assert.True(step.IsPassed, step.ToString()));
        Assert.Equal(
            ["command on", "read back", "at the circuit", "command off", "read back", "at the circuit", "bus lost",
                "asked without bus", "bus back", "command off", "read back", "at the circuit", "supply lost",
                "supply back", "supply back, at the circuit", "command on", "read back", "at the circuit"],
            steps.Select(step => step.What));
        Assert.Equal("0 0 0 0 0 0 0 0", await board.CoilsAsync());
    }

    [Fact]
    public async Task A_board_that_powers_up_otherwise_is_not_proved()
    {
        using var board = await RelayBoard.StartAsync(10, coils: 8, inputs: 0);
        var steps = await TryAsync(board, Plan(board.Port, "powerUp: released", "powerUp: last"));
        Assert.Equal(
            ["supply back: on instead of off.", "supply back, at the circuit: on instead of off."],
            steps.Where(step => !step.IsPassed).Select(step => step.ToString()));
    }

    [Fact]
    public async Task A_relay_that_cuts_another_circuit_is_not_proved()
    {
        using var board = await RelayBoard.StartAsync(10, coils: 8, inputs: 0);
        var steps = await TryAsync(board, Plan(board.Port), atTheCircuit: _ => "on");
        Assert.Contains(steps, step => step.ToString() == "at the circuit: on instead of off.");
    }

    [Fact]
    public async Task A_person_who_leaves_counts_for_nothing_and_leaves_supply()
    {
        using var board = await RelayBoard.StartAsync(10, coils: 8, inputs: 0);
        var asked = 0;
        await Assert.ThrowsAsync<ConfigurationException>(
            () => TryAsync(board, Plan(board.Port), atTheCircuit: seen => ++asked == 2 ? null : seen));
        Assert.Equal("0 0 0 0 0 0 0 0", await board.CoilsAsync());
        Assert.Contains("2 1", board.Writes);
        Assert.Equal("2 0", board.Writes[^1]);
    }

    [Fact]
    public async Task Without_the_point_s_name_nothing_is_switched()
    {
        using var board = await RelayBoard.StartAsync(10, coils: 8, inputs: 0);
        await Assert.ThrowsAsync<ConfigurationException>(() => TryAsync(board, Plan(board.Port), name: "sp-2"));
        await board.CoilsAsync();
        Assert.Empty(board.Writes);
    }

    [Fact]
    public async Task A_point_that_is_not_switchable_is_not_switched_to_prove_it()
    {
        using var board = await RelayBoard.StartAsync(10, coils: 8, inputs: 0);
        var plan = Plan(board.Port, "switchable: true, feeds: [ordinary]", "feeds: [lifts]");
        await Assert.ThrowsAsync<ConfigurationException>(() => TryAsync(board, plan));
        await board.CoilsAsync();
        Assert.Empty(board.Writes);
    }

    [Fact]
    public void What_was_proved_is_told_once_with_who_and_when()
    {
        using var rig = new ClockRig();
        var trial = new SwitchTrial(
            0, new("sp-1"), ClockRig.Noon.AddDays(-1), "Li Wei", "a wiring", [new("command off", "off", "off")]);
        rig.Journal.AddTrial(trial);
        rig.Tick.RunOnce();
        rig.Tick.RunOnce();
        var told = Assert.Single(
            rig.Entries(JournalStream.Events).OfType<Entry.Event>(),
            entry => entry.Item.Kind == EventKinds.SwitchTrial).Item;
        Assert.Equal("sp-1", told.Subject);
        Assert.Contains("Li Wei proved sp-1 on 2026-03-01 12:00:00Z", told.Text, StringComparison.Ordinal);
        Assert.Equal(("Li Wei", "true"), (told.Facts["by"], told.Facts["passed"]));
        Assert.Contains("command off", told.Facts["steps"], StringComparison.Ordinal);
        Assert.Equal(trial.Steps.AsEnumerable(), Assert.Single(rig.Journal.ReadTrials()).Steps);
    }

    private static async Task<IReadOnlyList<TrialStep>> TryAsync(
        RelayBoard board, CommissioningPlan plan, string name = "sp-1", Func<string, string?>? atTheCircuit = null)
    {
        await using var rig = new SwitchRig(plan);
        var screen = new StringWriter(CultureInfo.InvariantCulture);
        var person = new Installer(board, screen, name, atTheCircuit ?? (seen => seen));
        var trying = new Trying(
            plan.SwitchPoints[0], () => rig.Open(plan.Boards[0]), hasBus: true, person, screen,
            MachineTime.OfThisMachine);
        return await trying.RunAsync(CancellationToken.None);
    }

    private CommissioningPlan Plan(int port, string right = "x", string wrong = "x") => CommissioningFile.Read(
        _folder.Write("commissioning.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            schema: 1
            ports:
              - {id: bus, kind: modbus-tcp, host: 127.0.0.1, port: {{port}}, period: 1s, answerMax: 2s}
            meters: []
            devices:
              - {id: relays, kind: waveshare-relay-8ch, port: bus, unitIdentifier: 10}
            switchPoints:
              - {id: sp-1, unit: unit-01, resource: electricity, switchable: true, feeds: [ordinary], device: relays,
                 output: 3, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 0ms}
            """).Replace(right, wrong, StringComparison.Ordinal)));

    /// <summary>Does what the screen asks for, and says how the circuit behind output 3 is.</summary>
    private sealed class Installer(
        RelayBoard board, StringWriter screen, string name, Func<string, string?> atTheCircuit) : TextReader
    {
        private int _read;
        private bool _hasSupply = true;

        public override async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
        {
            var said = screen.ToString();
            var asked = said[_read..];
            _read = said.Length;
            if (asked.Contains("to begin", StringComparison.Ordinal))
                return name;
            if (asked.Contains("Pull the bus", StringComparison.Ordinal))
                await board.PullAsync();
            if (asked.Contains("Put the bus back", StringComparison.Ordinal))
                await board.PlugAsync();
            if (asked.Contains("Take the supply", StringComparison.Ordinal))
            {
                _hasSupply = false;
                await board.PullAsync();
            }
            if (asked.Contains("Give it supply", StringComparison.Ordinal))
            {
                _hasSupply = true;
                await board.CycleAsync();
                await board.PlugAsync();
            }
            return atTheCircuit(_hasSupply && (await board.CoilsAsync()).Split(' ')[2] == "1" ? "off" : "on");
        }
    }
}

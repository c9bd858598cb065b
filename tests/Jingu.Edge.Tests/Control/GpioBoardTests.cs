using System.Globalization;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Events;
using Jingu.Edge.Commissioning;
using Jingu.Lines.Simulated;
using Jingu.Time;
using Xunit;

namespace Jingu.Edge.Tests.Control;

/// <summary>Outputs of this machine, on lines that a simulator serves.</summary>
public sealed class GpioBoardTests : IAsyncDisposable
{
    private const string Chip = "pinctrl-bcm2711";

    private readonly TestFolder _folder = new();
    private readonly SimulatedLinesServer _server = SimulatedLinesServer.Start(MachineTime.OfThisMachine);
    private readonly SimulatedLine _cut;
    private readonly SimulatedLine _protected;
    private readonly SimulatedLine _contact;

    public GpioBoardTests()
    {
        _cut = _server.Add(new(new(Chip, 5)));
        _protected = _server.Add(new(new(Chip, 6), isHigh: true));
        _contact = _server.Add(new(new(Chip, 7)));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_line_is_driven_as_declared_and_read_back()
    {
        await using var rig = Rig().Start();
        Assert.Equal(CircuitState.On, (await rig.LastAsync("sp-1")).State);
        Assert.False(_cut.IsHigh);
        _contact.Drive(isHigh: true, TimeSpan.FromTicks(1));
        var cut = await rig.CommandAsync("sp-1", CircuitState.Off);
        Assert.Equal((CircuitState.Off, true, null), (cut.State, cut.IsContactOpen, cut.Fault));
        Assert.True(_cut.IsHigh);
        Assert.Equal(CircuitState.On, (await rig.CommandAsync("sp-1", CircuitState.On)).State);
        Assert.False(_cut.IsHigh);
    }

    [Fact]
    public async Task A_protected_line_is_never_opened()
    {
        await using (var rig = Rig().Start())
        {
            await rig.LastAsync("sp-1");
            Assert.Contains(
                "not declared switchable", (await rig.CommandAsync("sp-2", CircuitState.On)).Fault!,
                StringComparison.Ordinal);
            var board = rig.Open(rig.Plan.Boards[0]);
            foreach (var isSet in new[] { true, false })
            {
                Assert.Contains(
                    "never opened", await board.SetAsync(2, isSet, CancellationToken.None), StringComparison.Ordinal);
            }
        }
        Assert.True(_protected.IsHigh);
    }

    [Fact]
    public async Task A_gateway_that_ends_leaves_a_line_as_it_was_and_the_next_one_gives_supply()
    {
        await using (var rig = Rig().Start())
            await rig.CommandAsync("sp-1", CircuitState.Off);
        Assert.True(_cut.IsHigh);
        await using var next = Rig().Start();
        Assert.Equal(CircuitState.On, (await next.LastAsync("sp-1")).State);
        Assert.False(_cut.IsHigh);
    }

    [Fact]
    public async Task A_chip_that_is_unplugged_is_unknown_until_it_is_back()
    {
        await using var rig = Rig().Start();
        await rig.LastAsync("sp-1");
        _cut.IsUnplugged = true;
        var answer = await rig.CommandAsync("sp-1", CircuitState.Off);
        Assert.Equal(CircuitState.Unknown, answer.State);
        Assert.Contains("unplugged", answer.Fault!, StringComparison.Ordinal);
        Assert.Contains(rig.Events, happened => happened.Kind == EventKinds.BoardSilent);
    }

    private SwitchRig Rig() => new(
        CommissioningFile.Read(_folder.Write("commissioning.yaml", string.Create(CultureInfo.InvariantCulture, $$"""
            schema: 1
            ports: []
            meters: []
            devices:
              - id: lines
                kind: gpio-simulated
                host: 127.0.0.1
                port: {{_server.EndPoint.Port}}
                outputs: [{chip: {{Chip}}, offset: 5}, {chip: {{Chip}}, offset: 6}]
                inputs: [{chip: {{Chip}}, offset: 7, active: low}]
            switchPoints:
              - {id: sp-1, unit: unit-01, resource: electricity, switchable: true, feeds: [ordinary], device: lines,
                 output: 1, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 0ms,
                 feedback: {device: lines, input: 1, active: on} }
              - {id: sp-2, unit: unit-01, resource: electricity, feeds: [lifts], device: lines,
                 output: 2, cut: energise, contact: NC, powerUp: released, busLoss: last, travel: 0ms}
            """))), new RunningBench());

    /// <summary>A bench's time that runs by itself: simulated lines exist under nothing else.</summary>
    private sealed class RunningBench : SiteTime
    {
        private readonly RunningSiteTime _inner = new(MachineTime.OfThisMachine);

        public override bool IsBench => true;

        public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow();

        public override IParticipant Join(string name) => _inner.Join(name);
    }
}

using System.Globalization;
using System.Net;
using Jingu.Lines.Simulated;
using Jingu.Time;
using Xunit;

namespace Jingu.Lines.Tests.Simulated;

public sealed class SimulatedLinesTests : LinesContract
{
    protected override ValueTask<ILineRig> OpenRigAsync() => ValueTask.FromResult<ILineRig>(new SimulatedRig());

    [Fact]
    public void They_do_not_exist_outside_a_bench() => Assert.Throws<ArgumentException>(
        () => new SimulatedLines(new IPEndPoint(IPAddress.Loopback, 1), new BenchTime(isBench: false)));

    [Fact]
    public async Task A_line_counts_on_while_nobody_listens()
    {
        await using (await OpenAsync(LineEdges.Rising))
            Pulse(3);
        for (var i = 0; i < 1000; i++)
            Pulse(3);
        await using var again = await OpenAsync(LineEdges.Rising);
        Assert.True(again.IsLasting);
        Assert.Equal(1001, (await TakeAsync(again, 1001)).Sequence);
    }

    [Fact]
    public async Task A_simulator_that_has_ended_is_a_line_that_is_gone()
    {
        await using var line = await OpenAsync(LineEdges.Rising);
        await Rig.DisposeAsync();
        Assert.IsType<EdgesOutcome.Gone>(await line.TakeAsync(TimeSpan.Zero, default));
        var opening = await Rig.Lines.OpenInputAsync(Input(LineEdges.Rising), default);
        Assert.Contains("no simulator", Assert.IsType<LineOpening<IInputLine>.Failed>(opening).Detail,
            StringComparison.Ordinal);
    }

    private sealed class SimulatedRig : ILineRig
    {
        private readonly SimulatedLinesServer _server = SimulatedLinesServer.Start(MachineTime.OfThisMachine);
        private readonly SimulatedLine[] _lines;
        private long _ticks;

        public SimulatedRig()
        {
            _lines = [.. Enumerable.Range(0, 8).Select(offset => _server.Add(new(new(Chip, offset))))];
            Lines = new SimulatedLines(_server.EndPoint, new BenchTime(isBench: true));
        }

        public ILines Lines { get; }

        public string Chip => string.Create(CultureInfo.InvariantCulture, $"a chip with {8} lines");

        public void Drive(int offset, bool isHigh) => _lines[offset].Drive(isHigh, TimeSpan.FromTicks(++_ticks));

        public bool Driven(int offset) => _lines[offset].IsHigh;

        public void Unplug() => SetUnplugged(true);

        public void Plug() => SetUnplugged(false);

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        private void SetUnplugged(bool isUnplugged)
        {
            foreach (var line in _lines)
                line.IsUnplugged = isUnplugged;
        }
    }
}

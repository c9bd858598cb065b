using System.Collections.Immutable;
using Jingu.Testing;
using Xunit;

namespace Jingu.Lines.Tests;

/// <summary>What every implementation of the seam promises.</summary>
public abstract class LinesContract : IAsyncLifetime
{
    private const int Offset = 3;
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);
    private ILineRig? _rig;

    protected ILineRig Rig => _rig!;

    public async Task InitializeAsync() => _rig = await OpenRigAsync();

    public async Task DisposeAsync() => await Rig.DisposeAsync();

    protected abstract ValueTask<ILineRig> OpenRigAsync();

    [Fact]
    public async Task Every_edge_is_told_once_in_order_with_its_number()
    {
        await using var line = await OpenAsync(LineEdges.Both);
        Rig.Drive(Offset, true);
        Rig.Drive(Offset, false);
        Rig.Drive(Offset, true);
        var (edges, sequence) = await TakeAsync(line, 3);
        Assert.Equal([true, false, true], edges.Select(edge => edge.IsActive));
        Assert.Equal([1L, 2, 3], edges.Select(edge => edge.Sequence));
        Assert.Equal(3, sequence);
        Assert.True(edges[0].At <= edges[1].At && edges[1].At <= edges[2].At);
    }

    [Fact]
    public async Task Where_only_rising_edges_are_asked_for_only_they_are_told_and_numbered()
    {
        await using var line = await OpenAsync(LineEdges.Rising);
        for (var i = 0; i < 4; i++)
            Pulse(Offset);
        var (edges, sequence) = await TakeAsync(line, 4);
        Assert.All(edges, edge => Assert.True(edge.IsActive));
        Assert.Equal([1L, 2, 3, 4], edges.Select(edge => edge.Sequence));
        Assert.Equal(4, sequence);
    }

    [Fact]
    public async Task A_line_that_is_active_low_rises_when_the_level_falls()
    {
        Rig.Drive(Offset, true);
        await using var line = await OpenAsync(LineEdges.Both, ActiveLevel.Low);
        Assert.Equal(new LevelOutcome.Level(false), await line.ReadAsync(default));
        Rig.Drive(Offset, false);
        var (edges, _) = await TakeAsync(line, 1);
        Assert.True(edges[^1].IsActive);
        Assert.Equal(new LevelOutcome.Level(true), await line.ReadAsync(default));
    }

    [Fact]
    public async Task Waiting_ends_with_the_edge_or_with_its_limit()
    {
        await using var line = await OpenAsync(LineEdges.Both);
        var nothing = Assert.IsType<EdgesOutcome.Taken>(await line.TakeAsync(TimeSpan.FromMilliseconds(20), default));
        Assert.Empty(nothing.Edges);
        var waiting = line.TakeAsync(WaitMax, default).AsTask();
        Rig.Drive(Offset, true);
        Assert.Single(Assert.IsType<EdgesOutcome.Taken>(await waiting).Edges);
    }

    [Fact]
    public async Task More_edges_than_anybody_keeps_are_counted_all_the_same()
    {
        await using var line = await OpenAsync(LineEdges.Rising);
        for (var i = 0; i < 3000; i++)
            Pulse(Offset);
        var (edges, sequence) = await TakeAsync(line, 3000);
        Assert.Equal(3000, sequence);
        Assert.Equal(edges.Select(edge => edge.Sequence).Order(), edges.Select(edge => edge.Sequence));
    }

    [Fact]
    public async Task Two_lines_of_a_chip_know_nothing_of_each_other()
    {
        await using var one = await OpenAsync(LineEdges.Both);
        await using var other = await OpenAsync(LineEdges.Both, offset: Offset + 1);
        Rig.Drive(Offset + 1, true);
        Assert.Equal(1, (await TakeAsync(other, 1)).Sequence);
        var silent = Assert.IsType<EdgesOutcome.Taken>(await one.TakeAsync(TimeSpan.Zero, default));
        Assert.Equal(0, silent.Sequence);
    }

    [Fact]
    public async Task A_chip_or_a_line_that_is_not_there_is_named()
    {
        var settings = Input(LineEdges.Both) with { Line = new("no-such-chip", 0) };
        var chip = await Rig.Lines.OpenInputAsync(settings, default);
        Assert.Contains("no-such-chip", Assert.IsType<LineOpening<IInputLine>.Failed>(chip).Detail,
            StringComparison.Ordinal);
        var line = await Rig.Lines.OpenOutputAsync(new(new(Rig.Chip, 99), ActiveLevel.High, false), default);
        Assert.Contains("99", Assert.IsType<LineOpening<IOutputLine>.Failed>(line).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ActiveLevel.High)]
    [InlineData(ActiveLevel.Low)]
    public async Task An_output_drives_its_line_from_the_start_and_reads_back(ActiveLevel active)
    {
        var opening = await Rig.Lines.OpenOutputAsync(new(new(Rig.Chip, Offset), active, true), default);
        await using var output = Assert.IsType<LineOpening<IOutputLine>.Opened>(opening).Line;
        Assert.Equal(active == ActiveLevel.High, Rig.Driven(Offset));
        Assert.Equal(new LevelOutcome.Level(true), await output.ReadAsync(default));
        Assert.Equal(new LevelOutcome.Level(false), await output.SetAsync(false, default));
        Assert.Equal(active == ActiveLevel.Low, Rig.Driven(Offset));
    }

    [Fact]
    public async Task An_unplugged_chip_is_gone_and_can_be_opened_again_when_it_is_back()
    {
        await using (var line = await OpenAsync(LineEdges.Rising))
        {
            Pulse(Offset);
            Assert.Equal(1, (await TakeAsync(line, 1)).Sequence);
            Rig.Unplug();
            await Eventually.UntilAsync(async () =>
                await line.TakeAsync(TimeSpan.FromMilliseconds(100), default) is EdgesOutcome.Gone);
            Assert.IsType<LevelOutcome.Gone>(await line.ReadAsync(default));
            Assert.IsType<LineOpening<IInputLine>.Failed>(
                await Rig.Lines.OpenInputAsync(Input(LineEdges.Rising), default));
        }
        Rig.Plug();
        await using var again = await OpenAsync(LineEdges.Rising);
        var before = Assert.IsType<EdgesOutcome.Taken>(await again.TakeAsync(TimeSpan.Zero, default)).Sequence;
        Assert.Equal(again.IsLasting ? 1 : 0, before);
        Pulse(Offset);
        Assert.Equal(before + 1, (await TakeAsync(again, before + 1)).Sequence);
    }

    protected InputSettings Input(LineEdges edges, ActiveLevel active = ActiveLevel.High, int offset = Offset) =>
        new(new(Rig.Chip, offset), LineBias.AsIs, active, edges, TimeSpan.Zero);

    protected async Task<IInputLine> OpenAsync(
        LineEdges edges, ActiveLevel active = ActiveLevel.High, int offset = Offset) =>
        await Rig.Lines.OpenInputAsync(Input(edges, active, offset), default) switch
        {
            LineOpening<IInputLine>.Opened opened => opened.Line,
            var failed => throw new InvalidOperationException(failed.ToString()),
        };

    protected void Pulse(int offset)
    {
        Rig.Drive(offset, true);
        Rig.Drive(offset, false);
    }

    /// <summary>Takes until the line has seen so many edges.</summary>
    protected static async Task<(ImmutableArray<LineEdge> Edges, long Sequence)> TakeAsync(IInputLine line, long least)
    {
        var edges = ImmutableArray.CreateBuilder<LineEdge>();
        var sequence = 0L;
        await Eventually.UntilAsync(async () =>
        {
            var taken = Assert.IsType<EdgesOutcome.Taken>(await line.TakeAsync(WaitMax, default));
            edges.AddRange(taken.Edges);
            sequence = taken.Sequence;
            return sequence >= least;
        });
        return (edges.ToImmutable(), sequence);
    }
}

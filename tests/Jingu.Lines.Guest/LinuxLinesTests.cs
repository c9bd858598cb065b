using Jingu.Lines.Linux;
using Jingu.Lines.Tests;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Lines.Guest;

/// <summary>The adapter of the product against a real kernel: what every implementation promises, and what only this
/// one can.</summary>
public sealed class LinuxLinesTests : LinesContract
{
    private const int Offset = 3;
    private static readonly MachineTime Machine = MachineTime.OfThisMachine;

    protected override ValueTask<ILineRig> OpenRigAsync() =>
        ValueTask.FromResult<ILineRig>(new SimulatedChip(() => new LinuxLines(Machine)));

    [Fact]
    public async Task A_line_that_somebody_has_is_given_to_nobody_else()
    {
        await using var line = await OpenAsync(LineEdges.Both);
        var second = await Rig.Lines.OpenInputAsync(Input(LineEdges.Both), default);
        Assert.Contains("in use", Assert.IsType<LineOpening<IInputLine>.Failed>(second).Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kernels_full_buffer_costs_stamps_and_no_edge()
    {
        var (held, _) = LinuxLines.Request(Input(LineEdges.Rising));
        for (var i = 0; i < 2000; i++)
            Pulse(Offset);
        await using var line = new LinuxInputLine(held!, Machine);
        var (edges, sequence) = await TakeAsync(line, 2000);
        Assert.Equal(2000, sequence);
        Assert.InRange(edges.Length, 1, (int)Gpio.EventBufferMax);
    }

    [Fact]
    public async Task An_edge_carries_the_time_at_which_it_happened()
    {
        await using var line = await OpenAsync(LineEdges.Rising);
        var before = Machine.GetElapsedTime(0);
        Rig.Drive(Offset, true);
        var after = Machine.GetElapsedTime(0);
        var (edges, _) = await TakeAsync(line, 1);
        Assert.InRange(edges[0].At, before, after);
    }

    [Fact]
    public async Task A_chip_plugged_in_again_is_found_by_its_label_whatever_its_number()
    {
        var chip = (SimulatedChip)Rig;
        await using var old = await OpenAsync(LineEdges.Rising);
        var number = chip.KernelName;
        Rig.Unplug();
        Rig.Plug();
        Assert.NotEqual(number, chip.KernelName);
        await using var line = await OpenAsync(LineEdges.Rising);
        Pulse(Offset);
        Assert.Equal(1, (await TakeAsync(line, 1)).Sequence);
        await Eventually.UntilAsync(async () =>
            await old.TakeAsync(TimeSpan.FromMilliseconds(100), default) is EdgesOutcome.Gone);
    }

    [Fact]
    public async Task A_bias_and_a_debounce_period_reach_the_kernel()
    {
        var settings = Input(LineEdges.Both) with
        {
            Bias = LineBias.PullUp,
            Debounce = TimeSpan.FromMilliseconds(5),
        };
        var opening = await Rig.Lines.OpenInputAsync(settings, default);
        await using var line = Assert.IsType<LineOpening<IInputLine>.Opened>(opening).Line;
        Assert.Equal(new LevelOutcome.Level(true), await line.ReadAsync(default));
        Rig.Drive(Offset, false);
        Assert.Equal(1, (await TakeAsync(line, 1)).Sequence);
    }
}

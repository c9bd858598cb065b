using Jingu.Lines.Linux;
using Jingu.Lines.Pulses;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Lines.Guest;

/// <summary>Pulses through a real kernel, counted as the gateway counts them.</summary>
public sealed class PulsesOnAKernelTests : IAsyncLifetime
{
    private const int Offset = 5;
    private const int Pulses = 1000;
    private static readonly MachineTime Machine = MachineTime.OfThisMachine;
    private readonly SimulatedChip _chip = new(() => new LinuxLines(Machine));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _chip.DisposeAsync();

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(200)]
    [InlineData(1000)]
    public async Task A_thousand_pulses_count_as_a_thousand(int hertz)
    {
        var half = TimeSpan.FromSeconds(0.5 / hertz);
        Assert.Equal(Pulses, (await CountAsync(() => Train(Pulses, half, half), Pulses)).Count);
    }

    [Fact]
    public async Task Bursts_count_exactly() => Assert.Equal(Pulses, (await CountAsync(
        () =>
        {
            for (var burst = 0; burst < 50; burst++)
            {
                Train(20, TimeSpan.Zero, TimeSpan.Zero);
                Pause(TimeSpan.FromMilliseconds(20));
            }
        },
        Pulses)).Count);

    /// <summary>
    /// Counts while the pulses are made and until as many as expected have come, then a while longer for any too many.
    /// </summary>
    private async Task<PulseCounter> CountAsync(Action make, long least)
    {
        var settings = new InputSettings(
            new(_chip.Chip, Offset), LineBias.AsIs, ActiveLevel.High, LineEdges.Rising, TimeSpan.Zero);
        var opening = await _chip.Lines.OpenInputAsync(settings, default);
        await using var line = Assert.IsType<LineOpening<IInputLine>.Opened>(opening).Line;
        var counter = new PulseCounter(PulseLimits.None);
        var made = new TaskCompletionSource();
        new Thread(() =>
        {
            make();
            made.SetResult();
        })
        { Name = "pulses" }.Start();
        await Eventually.UntilAsync(
            async () =>
            {
                counter.Take(await TakenAsync(line));
                return made.Task.IsCompleted && counter.Count >= least;
            },
            TimeSpan.FromMinutes(3));
        counter.Take(await TakenAsync(line));
        return counter;
    }

    private static async Task<EdgesOutcome.Taken> TakenAsync(IInputLine line) =>
        Assert.IsType<EdgesOutcome.Taken>(await line.TakeAsync(TimeSpan.FromMilliseconds(100), default));

    private void Train(int pulses, TimeSpan on, TimeSpan off)
    {
        var next = Machine.GetElapsedTime(0);
        for (var i = 0; i < pulses; i++)
        {
            _chip.Drive(Offset, true);
            PauseUntil(next += on);
            _chip.Drive(Offset, false);
            PauseUntil(next += off);
        }
    }

    private static void Pause(TimeSpan time) => PauseUntil(Machine.GetElapsedTime(0) + time);

    /// <summary>Pulses are made by the clock; the kernel's poll with nothing to wait for sleeps.</summary>
    private static unsafe void PauseUntil(TimeSpan instant)
    {
        for (TimeSpan left; (left = instant - Machine.GetElapsedTime(0)) > TimeSpan.Zero;)
        {
            if (left > TimeSpan.FromMilliseconds(1))
                Libc.Poll(null, 0, (int)left.TotalMilliseconds);
        }
    }
}

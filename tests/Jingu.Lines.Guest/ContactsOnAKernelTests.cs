using Jingu.Lines.Linux;
using Jingu.Lines.Pulses;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Lines.Guest;

/// <summary>
/// Contacts that bounce, and pulses of certain lengths. A busy host stops the guest now and then in the middle of one:
/// then it was longer than meant, is not judged, and is made again.
/// </summary>
public sealed class ContactsOnAKernelTests : IAsyncLifetime
{
    private const int Offset = 5;
    private const int Trials = 100;
    private const int TriesMax = 3000;
    private static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StepMax = TimeSpan.FromMilliseconds(5);
    private static readonly MachineTime Machine = MachineTime.OfThisMachine;
    private readonly SimulatedChip _chip = new(() => new LinuxLines(Machine));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _chip.DisposeAsync();

    [Fact]
    public async Task A_bouncing_contact_counts_once_with_debounce()
    {
        await using var line = await OpenAsync(LineEdges.Both, Debounce);
        for (int good = 0, tries = 0; good < Trials; tries++)
        {
            Assert.True(tries < TriesMax, $"the host was too busy: {good} undisturbed contacts of {tries}");
            var open = await SettledAsync(line, isHigh: false);
            var isUndisturbed = Bounce(true);
            var closed = await SettledAsync(line, isHigh: true);
            isUndisturbed &= Bounce(false);
            var openAgain = await SettledAsync(line, isHigh: false);
            if (!isUndisturbed)
                continue;
            Assert.Equal((open + 1, open + 2), (closed, openAgain));
            good++;
        }
    }

    [Fact]
    public async Task The_bounces_are_really_there()
    {
        await using var line = await OpenAsync(LineEdges.Both, TimeSpan.Zero);
        Bounce(true);
        await Eventually.UntilAsync(async () => await SequenceAsync(line) == 7);
    }

    [Fact]
    public async Task S0_pulses_count_and_shorter_ones_do_not()
    {
        var least = TimeSpan.FromMilliseconds(20);
        var counter = new PulseCounter(new(least, least));
        await using var line = await OpenAsync(LineEdges.Both, TimeSpan.Zero);
        var (surely, possibly) = (0, 0);
        for (var i = 0; i < 2 * Trials; i++)
        {
            var (shortest, longest) = Pulse(TimeSpan.FromMilliseconds(i % 2 == 0 ? 40 : 5));
            surely += shortest >= least ? 1 : 0;
            possibly += longest >= least ? 1 : 0;
            Pause(TimeSpan.FromMilliseconds(30));
        }
        await Eventually.UntilAsync(async () =>
        {
            counter.Take(Assert.IsType<EdgesOutcome.Taken>(await line.TakeAsync(TimeSpan.Zero, default)));
            return counter.Count + counter.Rejected == 2 * Trials;
        });
        Assert.InRange(counter.Count, surely, possibly);
        Assert.InRange(counter.Count, Trials, Trials + (Trials / 2));
    }

    private async Task<IInputLine> OpenAsync(LineEdges edges, TimeSpan debounce)
    {
        var opening = await _chip.Lines.OpenInputAsync(
            new(new(_chip.Chip, Offset), LineBias.AsIs, ActiveLevel.High, edges, debounce), default);
        return Assert.IsType<LineOpening<IInputLine>.Opened>(opening).Line;
    }

    /// <summary>The edges so far, once the level is believed and nothing more comes.</summary>
    private static async Task<long> SettledAsync(IInputLine line, bool isHigh)
    {
        await Eventually.UntilAsync(async () => await SequenceAsync(line) % 2 == (isHigh ? 1 : 0));
        Pause(Debounce * 3);
        return await SequenceAsync(line);
    }

    private static async Task<long> SequenceAsync(IInputLine line) =>
        Assert.IsType<EdgesOutcome.Taken>(await line.TakeAsync(TimeSpan.Zero, default)).Sequence;

    /// <summary>Three bounces of half a millisecond; false where one took so long that it may be no bounce.</summary>
    private bool Bounce(bool isHigh)
    {
        var longest = TimeSpan.Zero;
        var last = Machine.GetElapsedTime(0);
        for (var step = 0; step < 7; step++)
        {
            _chip.Drive(Offset, isHigh == (step % 2 == 0));
            Pause(TimeSpan.FromMilliseconds(0.5));
            var now = Machine.GetElapsedTime(0);
            (longest, last) = (now - last > longest ? now - last : longest, now);
        }
        return longest < StepMax;
    }

    /// <summary>Between which lengths it was: a busy host makes them differ.</summary>
    private (TimeSpan Shortest, TimeSpan Longest) Pulse(TimeSpan length)
    {
        var before = Machine.GetElapsedTime(0);
        _chip.Drive(Offset, true);
        var start = Machine.GetElapsedTime(0);
        Pause(length);
        var end = Machine.GetElapsedTime(0);
        _chip.Drive(Offset, false);
        return (end - start, Machine.GetElapsedTime(0) - before);
    }

    private static unsafe void Pause(TimeSpan time)
    {
        var end = Machine.GetElapsedTime(0) + time;
        for (TimeSpan left; (left = end - Machine.GetElapsedTime(0)) > TimeSpan.Zero;)
        {
            if (left > TimeSpan.FromMilliseconds(1))
                Libc.Poll(null, 0, (int)left.TotalMilliseconds);
        }
    }
}

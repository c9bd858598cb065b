using Jingu.Modbus.Links;
using Jingu.Modbus.Transactions;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Transactions;

public sealed class LineTurnsTests
{
    private static readonly DateTimeOffset Start = new(2017, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2400, 16.0417)]
    [InlineData(9600, 4.0104)]
    [InlineData(19_200, 2.0052)]
    [InlineData(38_400, 1.75)]
    [InlineData(115_200, 1.75)]
    public void The_silence_between_frames_is_that_of_the_standard(int baud, double milliseconds) =>
        Assert.Equal(milliseconds, new LineSpeed(baud).Silence.TotalMilliseconds, 3);

    [Fact]
    public async Task A_request_waits_until_the_line_was_silent_long_enough()
    {
        var (clock, turns, link) = Make(paceLine: true);
        turns.Answered(1);
        var waiting = turns.BeforeRequestAsync(
            link, 1, TimeSpan.FromMilliseconds(100), CancellationToken.None).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(4));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(5));
        await waiting;
    }

    [Fact]
    public async Task Without_pacing_a_request_does_not_wait_for_characters()
    {
        var (_, turns, link) = Make(paceLine: false);
        turns.Answered(1);
        var ready = turns.BeforeRequestAsync(link, 1, TimeSpan.FromMilliseconds(100), CancellationToken.None);
        Assert.True(ready.IsCompleted);
        Assert.False((await ready).IsBroken);
    }

    [Fact]
    public async Task A_device_that_holds_the_line_longer_gets_its_turnaround()
    {
        var clock = new FakeTime(Start);
        var time = new MachineTime(clock);
        var turns = new LineTurns(
            new LineSpeed(9600), paceLine: true, time,
            new Dictionary<byte, TimeSpan> { [7] = TimeSpan.FromMilliseconds(30) });
        var link = MemoryLink.Pair(time).One;
        turns.Answered(7);
        var waiting = turns.BeforeRequestAsync(
            link, 1, TimeSpan.FromMilliseconds(100), CancellationToken.None).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(29));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(5));
        await waiting;
    }

    [Theory]
    [InlineData(1, 495)]
    [InlineData(2, 15)]
    public async Task After_a_time_out_the_same_device_waits_for_a_late_answer_and_another_only_for_quiet(
        byte next, int stillWaiting)
    {
        var (clock, turns, link) = Make(paceLine: false);
        turns.TimedOut(1, TimeSpan.FromMilliseconds(500));
        var waiting = turns.BeforeRequestAsync(
            link, next, TimeSpan.FromMilliseconds(500), CancellationToken.None).AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(stillWaiting));
        Assert.False(waiting.IsCompleted);
        await Eventually.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(5));
            return waiting.IsCompleted;
        });
    }

    [Fact]
    public async Task A_line_that_never_falls_silent_is_given_up()
    {
        var clock = new FakeTime(Start);
        var time = new MachineTime(clock);
        var (link, chatter) = MemoryLink.Pair(time);
        var turns = new LineTurns(new LineSpeed(9600), paceLine: false, time);
        turns.Disturbed(TimeSpan.FromMilliseconds(30));
        var ready = turns.BeforeRequestAsync(link, 1, TimeSpan.FromMilliseconds(30), CancellationToken.None).AsTask();
        await Eventually.UntilAsync(async () =>
        {
            await chatter.WriteAsync(new byte[] { 0x55 }, CancellationToken.None);
            clock.Advance(TimeSpan.FromMilliseconds(20));
            return ready.IsCompleted;
        });
        Assert.Contains("never falls silent", (await ready).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_on_the_wire_counts_request_and_answer()
    {
        var (_, turns, _) = Make(paceLine: true);
        var wire = turns.OnTheWire(new ModbusRequest.ReadRegisters(1, 3, 0, 125));
        Assert.Equal((8 + 255) * 11 / 9600.0, wire.TotalSeconds, 6);
    }

    private static (FakeTime Clock, LineTurns Turns, MemoryLink Link) Make(bool paceLine)
    {
        var clock = new FakeTime(Start);
        var time = new MachineTime(clock);
        return (clock, new LineTurns(new LineSpeed(9600), paceLine, time), MemoryLink.Pair(time).One);
    }
}

using Jingu.Testing;
using Xunit;

namespace Jingu.Time.Tests;

public sealed class FakeTimeTests
{
    private static readonly DateTimeOffset Start = new(2017, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Timers_fire_in_due_order_and_see_their_own_instant()
    {
        var time = new FakeTime(Start);
        var seen = new List<(string, DateTimeOffset)>();
        using var late = Timer(time, "late", 3, 0, seen);
        using var early = Timer(time, "early", 1, 0, seen);
        using var often = Timer(time, "often", 2, 2, seen);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(
            [("early", At(1)), ("often", At(2)), ("late", At(3)), ("often", At(4))], seen);
        Assert.Equal(At(4), time.GetUtcNow());
    }

    [Fact]
    public void A_timer_made_while_another_fires_fires_in_the_same_advance()
    {
        var time = new FakeTime(Start);
        var seen = new List<(string, DateTimeOffset)>();
        ITimer? second = null;
        using var first = time.CreateTimer(
            _ => second = Timer(time, "second", 1, 0, seen), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        time.Advance(TimeSpan.FromSeconds(5));
        second!.Dispose();
        Assert.Equal([("second", At(2))], seen);
    }

    [Fact]
    public void A_disposed_timer_does_not_fire()
    {
        var time = new FakeTime(Start);
        var seen = new List<(string, DateTimeOffset)>();
        Timer(time, "gone", 1, 1, seen).Dispose();
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(seen);
        Assert.Equal(0, time.TimersWaiting);
    }

    [Fact]
    public async Task Timers_may_be_made_from_many_threads_while_the_clock_moves()
    {
        var time = new FakeTime(Start);
        var made = Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(async () =>
        {
            Assert.True(time.GetUtcNow() >= Start);
            await Task.Delay(TimeSpan.FromMilliseconds(1), time);
        })));
        await Eventually.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            return made.IsCompleted;
        });
        await made;
    }

    private static DateTimeOffset At(int second) => Start.AddSeconds(second);

    private static ITimer Timer(FakeTime time, string name, int due, int period, List<(string, DateTimeOffset)> seen) =>
        time.CreateTimer(
            _ => seen.Add((name, time.GetUtcNow())),
            null,
            TimeSpan.FromSeconds(due),
            period == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(period));
}

using Jingu.Testing;
using Xunit;

namespace Jingu.Time.Tests;

public sealed class RunningSiteTimeTests
{
    private static readonly DateTimeOffset Start = new(2017, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTime _clock = new(Start);

    [Fact]
    public async Task An_instant_that_has_come_is_not_waited_for()
    {
        using var participant = new RunningSiteTime(_clock).Join("port");
        await participant.WaitUntilAsync(Start, CancellationToken.None);
        await participant.WaitUntilAsync(Start.AddHours(-1), CancellationToken.None);
    }

    [Fact]
    public async Task A_wait_ends_when_the_instant_has_come_and_not_before()
    {
        using var participant = new RunningSiteTime(_clock).Join("port");
        var wait = participant.WaitUntilAsync(Start.AddSeconds(25), CancellationToken.None).AsTask();
        for (var second = 0; second < 24; second++)
            await AdvanceAsync(TimeSpan.FromSeconds(1), wait);
        Assert.False(wait.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await wait;
        Assert.Equal(Start.AddSeconds(25), _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_clock_put_forward_ends_a_wait_within_its_longest_part()
    {
        using var participant = new RunningSiteTime(_clock).Join("port");
        var wait = participant.WaitUntilAsync(Start.AddHours(1), CancellationToken.None).AsTask();
        _clock.JumpTo(Start.AddHours(2));
        Assert.False(wait.IsCompleted);
        _clock.Advance(RunningSiteTime.WaitMax);
        await wait;
    }

    [Fact]
    public async Task A_clock_put_back_lengthens_a_wait()
    {
        using var participant = new RunningSiteTime(_clock).Join("port");
        var wait = participant.WaitUntilAsync(Start.AddSeconds(5), CancellationToken.None).AsTask();
        _clock.JumpTo(Start.AddSeconds(-3));
        await AdvanceAsync(TimeSpan.FromSeconds(5), wait);
        Assert.False(wait.IsCompleted);
        await AdvanceAsync(TimeSpan.FromSeconds(3), wait);
        await wait;
    }

    [Fact]
    public async Task A_clock_set_far_back_ends_a_wait_so_that_the_caller_looks_again()
    {
        using var participant = new RunningSiteTime(_clock).Join("port");
        var wait = participant.WaitUntilAsync(Start.AddMinutes(5), CancellationToken.None).AsTask();
        _clock.JumpTo(Start.AddYears(-4));
        await AdvanceAsync(RunningSiteTime.WaitMax, wait);
        await wait;
        Assert.True(_clock.GetUtcNow() < Start);
    }

    [Fact]
    public async Task A_wait_for_ever_ends_with_its_token()
    {
        using var stop = new CancellationTokenSource();
        using var participant = new RunningSiteTime(_clock).Join("port");
        var wait = participant.WaitUntilAsync(DateTimeOffset.MaxValue, stop.Token).AsTask();
        await AdvanceAsync(TimeSpan.FromDays(1), wait);
        Assert.False(wait.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    /// <summary>Moves the clock and lets who waits go to sleep again or finish, on whatever thread.</summary>
    private async Task AdvanceAsync(TimeSpan by, Task wait)
    {
        _clock.Advance(by);
        await Eventually.UntilAsync(() => _clock.TimersWaiting == 1 || wait.IsCompleted);
    }
}

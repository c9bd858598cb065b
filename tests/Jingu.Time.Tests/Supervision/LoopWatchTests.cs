using Jingu.Testing;
using Jingu.Time.Supervision;
using Xunit;

namespace Jingu.Time.Tests.Supervision;

public sealed class LoopWatchTests
{
    private static readonly DateTimeOffset Start = new(2017, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTime _clock = new(Start);
    private readonly LoopWatch _watch;
    private readonly RunningSiteTime _site;

    public LoopWatchTests()
    {
        _watch = new(new MachineTime(_clock)) { TurnMax = TimeSpan.FromMinutes(5) };
        _site = new(_clock, _watch);
    }

    [Fact]
    public async Task A_loop_that_does_not_wait_again_hangs()
    {
        using var port = _site.Join("port tcp-1");
        using var tick = _site.Join("tick");
        await port.WaitUntilAsync(Start, CancellationToken.None);
        await tick.WaitUntilAsync(Start, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(_watch.Hanging());
        await tick.WaitUntilAsync(Start, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("port tcp-1", Assert.Single(_watch.Hanging()));
    }

    [Fact]
    public async Task A_loop_that_waits_for_hours_lives()
    {
        using var port = _site.Join("port tcp-1");
        var wait = port.WaitUntilAsync(Start.AddHours(2), CancellationToken.None).AsTask();
        for (var part = 0; part < 700; part++)
        {
            await Eventually.UntilAsync(() => _clock.TimersWaiting > 0);
            _clock.Advance(RunningSiteTime.WaitMax);
            Assert.Empty(_watch.Hanging());
        }
        Assert.False(wait.IsCompleted);
    }

    [Fact]
    public async Task Who_has_left_and_who_never_waited_is_not_watched()
    {
        using var holds = _site.Join("switching relays");
        using (var port = _site.Join("watch tcp-1"))
            await port.WaitUntilAsync(Start, CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_watch.Hanging());
    }
}

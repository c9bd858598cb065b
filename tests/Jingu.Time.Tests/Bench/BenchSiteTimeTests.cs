using Jingu.Testing;
using Jingu.Time.Bench;
using Xunit;

namespace Jingu.Time.Tests.Bench;

public sealed class BenchSiteTimeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2017, 2, 28, 16, 0, 0, TimeSpan.Zero);
    private readonly OneProcessBench _bench = new();
    private BenchSiteTime _time = null!;

    public async Task InitializeAsync()
    {
        var accepting = _bench.AcceptAsync(BenchProtocol.Grant(Start));
        _time = await BenchSiteTime.ConnectAsync(_bench.EndPoint, "gateway-1", CancellationToken.None);
        Assert.Equal("hello gateway-1", await accepting);
    }

    public async Task DisposeAsync()
    {
        await _time.DisposeAsync();
        await _bench.DisposeAsync();
    }

    [Fact]
    public void The_time_is_the_granted_one_and_stands()
    {
        Assert.True(_time.IsBench);
        Assert.Equal(Start, _time.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(_time.GetTimestamp()));
        Assert.Throws<NotSupportedException>(() => _time.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public async Task Nothing_is_finished_before_everybody_has_joined()
    {
        using var port = _time.Join("port");
        _ = port.WaitUntilAsync(At(1), CancellationToken.None).AsTask();
        Assert.True(await _bench.IsSilentAsync());
        _time.Begin();
        Assert.Equal(BenchProtocol.Done(Start, At(1), 0), await _bench.HearAsync());
    }

    [Fact]
    public async Task An_instant_is_finished_only_when_all_participants_wait()
    {
        using var port = _time.Join("port");
        using var tick = _time.Join("tick");
        _time.Begin();
        _ = port.WaitUntilAsync(At(300), CancellationToken.None).AsTask();
        Assert.True(await _bench.IsSilentAsync());
        _ = tick.WaitUntilAsync(At(1), CancellationToken.None).AsTask();
        Assert.Equal(BenchProtocol.Done(Start, At(1), 0), await _bench.HearAsync());
    }

    [Fact]
    public async Task A_grant_wakes_those_whose_instant_has_come_and_no_other()
    {
        using var port = _time.Join("port");
        using var tick = _time.Join("tick");
        _time.Begin();
        var portWait = port.WaitUntilAsync(At(300), CancellationToken.None).AsTask();
        var tickWait = tick.WaitUntilAsync(At(1), CancellationToken.None).AsTask();
        await _bench.HearAsync();

        await _bench.GrantAsync(At(1));
        await tickWait;
        Assert.Equal(At(1), _time.GetUtcNow());
        Assert.False(portWait.IsCompleted);
        Assert.True(await _bench.IsSilentAsync());

        _ = tick.WaitUntilAsync(At(301), CancellationToken.None).AsTask();
        Assert.Equal(BenchProtocol.Done(At(1), At(300), 0), await _bench.HearAsync());
        await _bench.GrantAsync(At(300));
        await portWait;
    }

    [Fact]
    public async Task An_instant_that_concerns_nobody_is_finished_at_once()
    {
        using var port = _time.Join("port");
        _time.Begin();
        _ = port.WaitUntilAsync(At(300), CancellationToken.None).AsTask();
        await _bench.HearAsync();
        await _bench.GrantAsync(At(7));
        Assert.Equal(BenchProtocol.Done(At(7), At(300), 0), await _bench.HearAsync());
    }

    [Fact]
    public async Task An_observer_never_holds_the_clock()
    {
        _time.Begin();
        Assert.Equal(BenchProtocol.Done(Start, null, 0), await _bench.HearAsync());
        await _bench.GrantAsync(At(1));
        Assert.Equal(BenchProtocol.Done(At(1), null, 0), await _bench.HearAsync());
    }

    [Fact]
    public async Task Who_waits_for_ever_needs_no_instant()
    {
        using var port = _time.Join("port");
        _time.Begin();
        _ = port.WaitUntilAsync(DateTimeOffset.MaxValue, CancellationToken.None).AsTask();
        Assert.Equal(BenchProtocol.Done(Start, null, 0), await _bench.HearAsync());
    }

    [Fact]
    public async Task Who_leaves_is_not_waited_for()
    {
        var port = _time.Join("port");
        using var tick = _time.Join("tick");
        _time.Begin();
        _ = tick.WaitUntilAsync(At(1), CancellationToken.None).AsTask();
        Assert.True(await _bench.IsSilentAsync());
        port.Dispose();
        Assert.Equal(BenchProtocol.Done(Start, At(1), 0), await _bench.HearAsync());
    }

    [Fact]
    public async Task Who_joins_later_is_waited_for_from_the_next_instant_on()
    {
        using var tick = _time.Join("tick");
        _time.Begin();
        _ = tick.WaitUntilAsync(At(1), CancellationToken.None).AsTask();
        await _bench.HearAsync();
        using var port = _time.Join("port");
        await _bench.GrantAsync(At(1));
        _ = tick.WaitUntilAsync(At(2), CancellationToken.None).AsTask();
        Assert.True(await _bench.IsSilentAsync());
        _ = port.WaitUntilAsync(At(9), CancellationToken.None).AsTask();
        Assert.Equal(BenchProtocol.Done(At(1), At(2), 0), await _bench.HearAsync());
    }

    [Fact]
    public async Task An_instant_that_has_come_is_not_waited_for_and_finishes_nothing()
    {
        using var port = _time.Join("port");
        _time.Begin();
        await port.WaitUntilAsync(Start, CancellationToken.None);
        Assert.True(await _bench.IsSilentAsync());
    }

    [Fact]
    public async Task The_backlog_is_told_when_finished_and_when_asked()
    {
        long backlog = 5;
        _time.Backlog = () => Interlocked.Read(ref backlog);
        _time.Begin();
        Assert.Equal(BenchProtocol.Done(Start, null, 5), await _bench.HearAsync());
        Interlocked.Exchange(ref backlog, 2);
        await _bench.SayAsync(BenchProtocol.AskBacklog);
        Assert.Equal(BenchProtocol.Backlog(2), await _bench.HearAsync());
    }

    [Fact]
    public async Task Counting_the_backlog_may_take_a_lock_under_which_others_read_the_clock()
    {
        var journal = new Lock();
        using var counting = new ManualResetEventSlim();
        _time.Backlog = () =>
        {
            counting.Set();
            lock (journal)
                return 1;
        };
        Task beginning;
        lock (journal)
        {
            beginning = Task.Run(_time.Begin);
            counting.Wait(TimeSpan.FromSeconds(10));
            var reading = new Thread(() => _time.GetUtcNow());
            reading.Start();
            Assert.True(reading.Join(TimeSpan.FromSeconds(5)), "the clock cannot be read while the backlog is counted");
        }
        await beginning;
    }

    [Fact]
    public async Task A_stopped_wait_ends_and_another_one_may_follow()
    {
        using var stop = new CancellationTokenSource();
        using var port = _time.Join("port");
        _time.Begin();
        var wait = port.WaitUntilAsync(At(5), stop.Token).AsTask();
        await _bench.HearAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        var again = port.WaitUntilAsync(At(6), CancellationToken.None).AsTask();
        await _bench.GrantAsync(At(6));
        await again;
    }

    [Theory]
    [InlineData("")]
    [InlineData("gra")]
    [InlineData("grant ")]
    [InlineData("grant 63")]
    [InlineData("grant -5")]
    [InlineData("grant 99999999999999999999")]
    [InlineData("nonsense")]
    public async Task A_bench_that_breaks_off_is_lost_and_the_clock_stands(string part)
    {
        using var port = _time.Join("port");
        _time.Begin();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_time.Lost);
        var wait = port.WaitUntilAsync(At(1), stop.Token).AsTask();
        await _bench.HearAsync();
        await _bench.BreakOffAsync(part);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        await Eventually.UntilAsync(() => _time.Lost.IsCancellationRequested);
        Assert.Equal(Start, _time.GetUtcNow());
    }

    [Fact]
    public async Task A_backlog_that_cannot_be_counted_ends_the_site_time()
    {
        _time.Begin();
        await _bench.HearAsync();
        _time.Backlog = () => throw new InvalidOperationException("the journal is gone");
        await _bench.SayAsync(BenchProtocol.AskBacklog);
        await Eventually.UntilAsync(() => _time.Lost.IsCancellationRequested);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _time.DisposeAsync().AsTask());
        _time = await ReconnectAsync();
    }

    [Fact]
    public async Task Something_else_than_a_bench_is_said_so()
    {
        await using var other = new OneProcessBench();
        var accepting = other.AcceptAsync("HTTP/1.1 400 Bad Request");
        var error = await Assert.ThrowsAsync<IOException>(
            () => BenchSiteTime.ConnectAsync(other.EndPoint, "gateway-1", CancellationToken.None));
        await accepting;
        Assert.Contains("./simulators/bench", error.Message, StringComparison.Ordinal);
    }

    private static DateTimeOffset At(int second) => Start.AddSeconds(second);

    private async Task<BenchSiteTime> ReconnectAsync()
    {
        var accepting = _bench.AcceptAsync(BenchProtocol.Grant(Start));
        var time = await BenchSiteTime.ConnectAsync(_bench.EndPoint, "gateway-1", CancellationToken.None);
        await accepting;
        return time;
    }
}

using Jingu.Modbus.Links;
using Jingu.Testing;
using Jingu.Time;
using Xunit;

namespace Jingu.Modbus.Tests.Links;

/// <summary>What every byte link does. The subclasses open a pair of ends.</summary>
public abstract class LinkContract : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    private IByteLink _near = null!;
    private IByteLink _far = null!;

    protected static MachineTime Time => MachineTime.OfThisMachine;

    /// <summary>False for a line: it does not notice that nobody listens any more.</summary>
    protected virtual bool NoticesTheOtherEnd => true;

    public async Task InitializeAsync() => (_near, _far) = await OpenAsync();

    public virtual async Task DisposeAsync()
    {
        await _near.DisposeAsync();
        await _far.DisposeAsync();
    }

    [Fact]
    public async Task All_byte_values_arrive_in_order_both_ways()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        Assert.Equal(256, (await _near.WriteAsync(bytes, CancellationToken.None)).Count);
        Assert.Equal(bytes, await ReadAsync(_far, 256));
        await _far.WriteAsync(bytes, CancellationToken.None);
        Assert.Equal(bytes, await ReadAsync(_near, 256));
    }

    [Fact]
    public async Task A_read_gives_what_is_there_and_leaves_the_rest()
    {
        await _far.WriteAsync(new byte[] { 1, 2, 3 }, CancellationToken.None);
        Assert.Equal([1, 2], await ReadAsync(_near, 2));
        Assert.Equal([3], await ReadAsync(_near, 1));
    }

    [Fact]
    public async Task A_read_without_bytes_ends_at_its_limit_and_not_before()
    {
        var limit = TimeSpan.FromMilliseconds(60);
        var start = Time.GetTimestamp();
        var read = await _near.ReadAsync(new byte[8], limit, CancellationToken.None);
        Assert.Equal(LinkOutcome.Nothing, read);
        Assert.InRange(Time.GetElapsedTime(start), limit, Long);
    }

    [Fact]
    public async Task A_link_is_good_after_a_read_without_bytes()
    {
        await _near.ReadAsync(new byte[8], TimeSpan.FromMilliseconds(10), CancellationToken.None);
        await _far.WriteAsync(new byte[] { 42 }, CancellationToken.None);
        Assert.Equal([42], await ReadAsync(_near, 1));
    }

    [Fact]
    public async Task A_stopped_read_ends_at_once_and_loses_nothing()
    {
        using var stop = new CancellationTokenSource();
        var reading = _near.ReadAsync(new byte[8], Timeout.InfiniteTimeSpan, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await _far.WriteAsync(new byte[] { 7 }, CancellationToken.None);
        Assert.Equal([7], await ReadAsync(_near, 1));
    }

    [Fact]
    public async Task What_waits_is_discarded_and_counted()
    {
        await _far.WriteAsync(new byte[] { 1, 2, 3, 4, 5 }, CancellationToken.None);
        var discarded = 0;
        await Eventually.UntilAsync(() => (discarded += _near.DiscardWaiting().Count) == 5);
        await _far.WriteAsync(new byte[] { 9 }, CancellationToken.None);
        Assert.Equal([9], await ReadAsync(_near, 1));
    }

    [Fact]
    public async Task The_end_of_the_other_side_is_a_value()
    {
        if (!NoticesTheOtherEnd)
            return;
        await _far.DisposeAsync();
        var read = await _near.ReadAsync(new byte[8], Long, CancellationToken.None);
        Assert.True(read.IsBroken);
        Assert.True(_near.DiscardWaiting().IsBroken);
    }

    [Fact]
    public async Task A_closed_link_says_so()
    {
        await _near.DisposeAsync();
        Assert.True((await _near.WriteAsync(new byte[] { 1 }, CancellationToken.None)).IsBroken);
        Assert.True((await _near.ReadAsync(new byte[1], Long, CancellationToken.None)).IsBroken);
    }

    protected abstract Task<(IByteLink Near, IByteLink Far)> OpenAsync();

    protected static IByteLink Opened(LinkOpening opening) => Assert.IsType<LinkOpening.Opened>(opening).Link;

    private static async Task<byte[]> ReadAsync(IByteLink link, int count)
    {
        var buffer = new byte[count];
        for (var have = 0; have < count;)
        {
            var read = await link.ReadAsync(buffer.AsMemory(have), Long, CancellationToken.None);
            Assert.True(read.Count > 0, read.Detail ?? "nothing came");
            have += read.Count;
        }
        return buffer;
    }
}

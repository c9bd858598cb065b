using Jingu.Time;

namespace Jingu.Modbus.Links;

/// <summary>
/// Bytes that arrived on another thread and wait for a reader. Full (<see cref="CapacityMax"/>): the oldest go, as they
/// do in a line's driver; frames are checked, so what is left of one is noticed. Safe from any thread, one reader at a
/// time.
/// </summary>
internal sealed class ByteQueue(MachineTime time)
{
    /// <summary>Sixteen of the longest frames; nobody leaves that many unread.</summary>
    public const int CapacityMax = 4096;

    private readonly Lock _gate = new();
    private readonly byte[] _ring = new byte[CapacityMax];
    private int _head;
    private int _count;
    private string? _broken;
    private TaskCompletionSource? _arrival;

    public void Put(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (var value in bytes)
            {
                _ring[(_head + _count) % CapacityMax] = value;
                if (_count < CapacityMax)
                    _count++;
                else
                    _head = (_head + 1) % CapacityMax;
            }
            Wake();
        }
    }

    /// <summary>What has arrived can still be read; then the reader learns that the link is broken.</summary>
    public void Break(string detail)
    {
        lock (_gate)
        {
            _broken ??= detail;
            Wake();
        }
    }

    public LinkOutcome Discard()
    {
        lock (_gate)
        {
            var count = _count;
            _count = 0;
            return _broken is null ? LinkOutcome.Moved(count) : LinkOutcome.Broken(_broken);
        }
    }

    public async ValueTask<LinkOutcome> TakeAsync(Memory<byte> buffer, TimeSpan waitMax, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            if (TryTake(buffer.Span, out var arrival) is { } outcome)
                return outcome;
            if (waitMax == Timeout.InfiniteTimeSpan)
            {
                await arrival.WaitAsync(stop);
                continue;
            }
            var remaining = waitMax - time.GetElapsedTime(start);
            if (remaining <= TimeSpan.Zero)
                return LinkOutcome.Nothing;
            try
            {
                // Timers drop fractions of a millisecond: rounded up, so that the rest is not waited for by spinning.
                var rounded = TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds));
                await arrival.WaitAsync(rounded, time, stop);
            }
            catch (TimeoutException)
            {
                // The next round takes what came at the last moment, or sees that the limit has passed.
            }
        }
    }

    private LinkOutcome? TryTake(Span<byte> buffer, out Task arrival)
    {
        lock (_gate)
        {
            arrival = Task.CompletedTask;
            if (_count > 0)
                return LinkOutcome.Moved(CopyTo(buffer));
            if (_broken is not null)
                return LinkOutcome.Broken(_broken);
            _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            arrival = _arrival.Task;
            return null;
        }
    }

    private int CopyTo(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _count);
        for (var i = 0; i < taken; i++)
            buffer[i] = _ring[(_head + i) % CapacityMax];
        _head = (_head + taken) % CapacityMax;
        _count -= taken;
        return taken;
    }

    private void Wake()
    {
        _arrival?.TrySetResult();
        _arrival = null;
    }
}

using Jingu.Time;

namespace Jingu.Modbus.Links;

/// <summary>One end of a pair inside a process: what one end writes the other reads, in order and at once.</summary>
public sealed class MemoryLink : IByteLink
{
    private readonly ByteQueue _incoming;
    private readonly ByteQueue _outgoing;
    private volatile bool _closed;

    private MemoryLink(ByteQueue incoming, ByteQueue outgoing) => (_incoming, _outgoing) = (incoming, outgoing);

    public static (MemoryLink One, MemoryLink Other) Pair(MachineTime time)
    {
        var (there, back) = (new ByteQueue(time), new ByteQueue(time));
        return (new MemoryLink(back, there), new MemoryLink(there, back));
    }

    public ValueTask<LinkOutcome> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (_closed)
            return ValueTask.FromResult(LinkOutcome.Broken("closed on this side"));
        _outgoing.Put(bytes.Span);
        return ValueTask.FromResult(LinkOutcome.Moved(bytes.Length));
    }

    public ValueTask<LinkOutcome> ReadAsync(Memory<byte> buffer, TimeSpan waitMax, CancellationToken stop) =>
        _incoming.TakeAsync(buffer, waitMax, stop);

    public LinkOutcome DiscardWaiting() => _incoming.Discard();

    public ValueTask DisposeAsync()
    {
        _closed = true;
        _outgoing.Break("the other end has closed the link");
        _incoming.Break("closed on this side");
        return ValueTask.CompletedTask;
    }
}

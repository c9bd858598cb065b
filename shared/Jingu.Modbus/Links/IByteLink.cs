namespace Jingu.Modbus.Links;

/// <summary>
/// Bytes to and from one other end. What a wire does is a value, never an exception; only the stopping token throws.
/// One reader and one writer at a time; reading and writing may overlap.
/// </summary>
public interface IByteLink : IAsyncDisposable
{
    /// <summary>Hands over all bytes, or says why the link is broken. Handed over is not arrived.</summary>
    ValueTask<LinkOutcome> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop);

    /// <summary>
    /// Gives what has arrived, at least one byte; <see cref="LinkOutcome.Nothing"/> when nothing came within <paramref
    /// name="waitMax"/>.
    /// </summary>
    /// <param name="waitMax">Machine time, never shorter; <see cref="Timeout.InfiniteTimeSpan"/> waits until something
    /// comes.</param>
    ValueTask<LinkOutcome> ReadAsync(Memory<byte> buffer, TimeSpan waitMax, CancellationToken stop);

    /// <summary>
    /// Throws away what has arrived and was not read, and says how much; broken when the other end is known to be gone.
    /// </summary>
    LinkOutcome DiscardWaiting();
}

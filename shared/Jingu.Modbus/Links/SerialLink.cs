using System.Runtime.InteropServices;
using Jingu.Time;
using Microsoft.Win32.SafeHandles;

namespace Jingu.Modbus.Links;

/// <summary>
/// A byte link over a serial line of Linux, or a pseudo-terminal. Raw, without flow control, locked against a second
/// opener.
/// </summary>
public sealed class SerialLink : IByteLink
{
    /// <summary>
    /// How long the driver may take to accept a frame, milliseconds. It buffers sixteen of the longest; only a stuck
    /// one waits.
    /// </summary>
    private const int WriteMaxMilliseconds = 1000;

    private readonly SafeFileHandle _descriptor;
    private readonly SafeFileHandle? _keptOpen;
    private readonly ByteQueue _queue;
    private readonly DescriptorReader _reader;
    private int _disposed;

    internal SerialLink(SafeFileHandle descriptor, SafeFileHandle? keptOpen, MachineTime time)
    {
        (_descriptor, _keptOpen, _queue) = (descriptor, keptOpen, new ByteQueue(time));
        _reader = new DescriptorReader(descriptor, _queue);
    }

    /// <summary>Opens the line each time it is called.</summary>
    public static LinkOpener Opener(SerialSettings settings, MachineTime time) => stop =>
    {
        stop.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Open(settings, time));
    };

    /// <summary>
    /// True for pseudo-terminals, which stand for a line in simulations: they have no parity and take no exclusive
    /// mode.
    /// </summary>
    public static bool IsPseudoTerminal(string device) =>
        (File.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device)
        .StartsWith("/dev/pts/", StringComparison.Ordinal);

    /// <summary>
    /// True while another program has the line, as a gateway has those it polls. False for a line that is not there.
    /// Looks without changing its settings.
    /// </summary>
    public static bool IsInUse(string device)
    {
        const int Flags = Libc.OpenReadWrite | Libc.OpenNoControl | Libc.OpenNonBlocking | Libc.OpenCloseOnExec;
        using var descriptor = Libc.Open(device, Flags);
        return descriptor.IsInvalid
            ? Marshal.GetLastPInvokeError() == Libc.Busy
            : Libc.Lock(descriptor, Libc.LockExclusive | Libc.LockNonBlocking) != 0;
    }

    public ValueTask<LinkOutcome> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_disposed != 0 ? LinkOutcome.Broken("closed on this side") : Write(bytes.Span));
    }

    public ValueTask<LinkOutcome> ReadAsync(Memory<byte> buffer, TimeSpan waitMax, CancellationToken stop) =>
        _queue.TakeAsync(buffer, waitMax, stop);

    public LinkOutcome DiscardWaiting() => _queue.Discard();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _queue.Break("closed on this side");
        await _reader.DisposeAsync();
        _descriptor.Dispose();
        _keptOpen?.Dispose();
    }

    private static LinkOpening Open(SerialSettings settings, MachineTime time)
    {
        const int Flags = Libc.OpenReadWrite | Libc.OpenNoControl | Libc.OpenNonBlocking | Libc.OpenCloseOnExec;
        var descriptor = Libc.Open(settings.Device, Flags);
        var fault = descriptor.IsInvalid
            ? $"{Marshal.GetLastPInvokeErrorMessage()}: check the path and that this user is in the group 'dialout'"
            : SerialSetup.Apply(descriptor, settings);
        if (fault is null)
            return new LinkOpening.Opened(new SerialLink(descriptor, null, time));
        descriptor.Dispose();
        return new LinkOpening.Failed($"{settings.Device} does not open: {fault}.");
    }

    private unsafe LinkOutcome Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (var sent = 0; sent < bytes.Length;)
            {
                var count = (int)Libc.Write(_descriptor, start + sent, bytes.Length - sent);
                if (count > 0)
                    sent += count;
                else if (Marshal.GetLastPInvokeError() is not (Libc.TryAgain or Libc.Interrupted))
                    return LinkOutcome.Broken($"writing failed: {Marshal.GetLastPInvokeErrorMessage()}");
                else if (!WaitForRoom())
                    return LinkOutcome.Broken("the line takes no more bytes");
            }
        }
        return LinkOutcome.Moved(bytes.Length);
    }

    private unsafe bool WaitForRoom()
    {
        var wait = new Libc.Pollable { Descriptor = (int)_descriptor.DangerousGetHandle(), Wanted = Libc.PollOut };
        return Libc.Poll(&wait, 1, WriteMaxMilliseconds) > 0;
    }
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Jingu.Modbus.Links;

/// <summary>
/// A thread of its own that waits on a descriptor and puts what arrives into a queue. Terminals cannot be waited for
/// otherwise: .NET reads them as files, on a thread that nothing can stop.
/// </summary>
internal sealed class DescriptorReader : IAsyncDisposable
{
    private const int StackBytes = 128 * 1024;

    private readonly SafeFileHandle _descriptor;
    private readonly SafeFileHandle _wake;
    private readonly ByteQueue _queue;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DescriptorReader(SafeFileHandle descriptor, ByteQueue queue)
    {
        (_descriptor, _queue) = (descriptor, queue);
        _wake = Libc.EventDescriptor(0, Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        if (_wake.IsInvalid)
            throw new IOException($"No event descriptor: {Marshal.GetLastPInvokeErrorMessage()}");
        new Thread(Run, StackBytes) { IsBackground = true, Name = "serial line" }.Start();
    }

    public async ValueTask DisposeAsync()
    {
        Wake();
        await _ended.Task;
        _wake.Dispose();
    }

    private unsafe void Wake()
    {
        ulong one = 1;
        Libc.Write(_wake, (byte*)&one, sizeof(ulong));
    }

    private unsafe void Run()
    {
        var buffer = stackalloc byte[512];
        var waits = stackalloc Libc.Pollable[2];
        waits[0] = new Libc.Pollable { Descriptor = (int)_descriptor.DangerousGetHandle(), Wanted = Libc.PollIn };
        waits[1] = new Libc.Pollable { Descriptor = (int)_wake.DangerousGetHandle(), Wanted = Libc.PollIn };
        while (Wait(waits) && Take(buffer, 512))
        {
        }
        _ended.SetResult();
    }

    private unsafe bool Wait(Libc.Pollable* waits)
    {
        while (true)
        {
            if (Libc.Poll(waits, 2, -1) > 0)
                return waits[1].Happened == 0;
            if (Marshal.GetLastPInvokeError() == Libc.Interrupted)
                continue;
            _queue.Break($"waiting failed: {Marshal.GetLastPInvokeErrorMessage()}");
            return false;
        }
    }

    private unsafe bool Take(byte* buffer, int length)
    {
        var count = (int)Libc.Read(_descriptor, buffer, length);
        if (count > 0)
        {
            _queue.Put(new ReadOnlySpan<byte>(buffer, count));
            return true;
        }
        if (count < 0 && Marshal.GetLastPInvokeError() is Libc.TryAgain or Libc.Interrupted)
            return true;
        _queue.Break(count == 0
            ? "the other end of the line is gone"
            : $"reading failed: {Marshal.GetLastPInvokeErrorMessage()}");
        return false;
    }
}

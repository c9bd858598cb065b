using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Jingu.Lines.Linux;

/// <summary>
/// A thread of its own that takes a line's events from the kernel as they come: its buffer is small. Linux 6.1 does not
/// wake who polls a line whose chip goes, so each wait is finite and asks whether the chip is still there.
/// </summary>
internal sealed class EdgeReader : IAsyncDisposable
{
    private const int StackBytes = 128 * 1024;
    private const int WaitMaxMilliseconds = 1000;
    private const int EventsPerRead = 32;

    private readonly LineHandle _line;
    private readonly EdgeQueue _queue;
    private readonly SafeFileHandle _wake;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sequence;

    public EdgeReader(LineHandle line, EdgeQueue queue)
    {
        (_line, _queue) = (line, queue);
        _wake = Libc.EventDescriptor(0, Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        if (_wake.IsInvalid)
            throw new IOException($"No event descriptor: {Marshal.GetLastPInvokeErrorMessage()}");
        new Thread(Run, StackBytes) { IsBackground = true, Name = "line" }.Start();
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
        Libc.Write(_wake, &one, sizeof(ulong));
    }

    private unsafe void Run()
    {
        var events = stackalloc Gpio.LineEvent[EventsPerRead];
        var waits = stackalloc Libc.Pollable[2];
        waits[0] = new() { Descriptor = (int)_line.Descriptor.DangerousGetHandle(), Wanted = Libc.PollIn };
        waits[1] = new() { Descriptor = (int)_wake.DangerousGetHandle(), Wanted = Libc.PollIn };
        while (Step(waits, events))
        {
        }
        _ended.SetResult();
    }

    /// <summary>False when it is to end: asked to, or the line is gone.</summary>
    private unsafe bool Step(Libc.Pollable* waits, Gpio.LineEvent* events)
    {
        var ready = Libc.Poll(waits, 2, WaitMaxMilliseconds);
        if (ready < 0)
            return Marshal.GetLastPInvokeError() == Libc.Interrupted || Break(_line.Fault());
        if (waits[1].Happened != 0)
            return false;
        if (ready == 0)
            return _line.Read() is not LevelOutcome.Gone gone || Break(gone.Detail);
        return Take(events);
    }

    private unsafe bool Take(Gpio.LineEvent* events)
    {
        var bytes = Libc.Read(_line.Descriptor, events, EventsPerRead * sizeof(Gpio.LineEvent));
        if (bytes < 0)
        {
            return Marshal.GetLastPInvokeError() is Libc.Interrupted or Libc.TryAgain || Break(_line.Fault());
        }
        for (var i = 0; i < bytes / sizeof(Gpio.LineEvent); i++)
        {
            _sequence += unchecked(events[i].LineSequence - (uint)_sequence);
            _queue.Put(new(
                events[i].Id == Gpio.RisingEdge, TimeSpan.FromTicks((long)(events[i].Nanoseconds / 100)), _sequence));
        }
        return bytes > 0 || Break("the kernel ended the line");
    }

    private bool Break(string detail)
    {
        _queue.Break(detail);
        return false;
    }
}

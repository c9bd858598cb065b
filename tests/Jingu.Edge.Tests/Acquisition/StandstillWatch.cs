using Jingu.Time;

namespace Jingu.Edge.Tests.Acquisition;

/// <summary>
/// Notices when the machine ran nobody for a while, as a busy host's guests do: what was timed meanwhile says nothing.
/// Watches from making to disposing, on a thread of its own.
/// </summary>
internal sealed class StandstillWatch : IDisposable
{
    /// <summary>Shorter ones are part of what a gateway's waits must bear.</summary>
    private static readonly TimeSpan StandstillMin = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private long _longest;

    public StandstillWatch()
    {
        _thread = new Thread(Watch) { IsBackground = true, Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>The longest time that nothing ran, where it was long enough to matter; otherwise null.</summary>
    public TimeSpan? Seen => TimeSpan.FromTicks(Interlocked.Read(ref _longest)) is var longest
        && longest >= StandstillMin ? longest : null;

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Watch()
    {
        var time = MachineTime.OfThisMachine;
        var last = time.GetTimestamp();
        while (!_end.Wait(LookEvery))
        {
            var now = time.GetTimestamp();
            Interlocked.Exchange(ref _longest, Math.Max(_longest, time.GetElapsedTime(last, now).Ticks));
            last = now;
        }
    }
}

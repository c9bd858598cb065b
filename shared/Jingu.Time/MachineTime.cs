namespace Jingu.Time;

/// <summary>
/// Machine time: what wire and kernel see. Time-outs, silence between frames, keep-alive, retries and watchdogs use it.
/// A type of its own so that it cannot be passed where site time belongs.
/// </summary>
public sealed class MachineTime(TimeProvider inner) : TimeProvider
{
    /// <summary>
    /// The clock of this machine. Only entry points name it; everything else gets it by its constructor.
    /// </summary>
#pragma warning disable RS0030 // The one place that may name the system's clock.
    public static readonly MachineTime OfThisMachine = new(System);
#pragma warning restore RS0030

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}

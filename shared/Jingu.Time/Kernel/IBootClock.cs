namespace Jingu.Time.Kernel;

/// <summary>
/// What the machine says about its own clocks: which boot this is, how long it has run, and how far its wall clock can
/// be believed. Implementations: <see cref="LinuxBootClock"/>, and a bench's. Members are safe to call from any thread.
/// </summary>
public interface IBootClock
{
    /// <summary>The boot, 32 hexadecimal digits with or without hyphens; never the same for two boots.</summary>
    string Boot { get; }

    /// <summary>Time since the boot, suspended time included; never jumps.</summary>
    TimeSpan SinceBoot { get; }

    /// <summary>What vouches for the wall clock right now.</summary>
    ClockCondition Read();
}

/// <summary>What vouches for a wall clock at one moment.</summary>
/// <param name="Granted">True when a bench grants the time.</param>
/// <param name="Synchronised">True when the kernel says that a time service keeps the clock.</param>
/// <param name="ErrorMax">The kernel's bound of the error; means something only while synchronised.</param>
/// <param name="ErrorEstimate">The kernel's estimate of the error, likewise.</param>
/// <param name="SetFrom">The real-time clock that the kernel set the wall clock from at boot, such as <c>rtc0</c>; null
/// without one.</param>
/// <param name="Detail">The same in words, for a person.</param>
public sealed record ClockCondition(
    bool Granted, bool Synchronised, TimeSpan ErrorMax, TimeSpan ErrorEstimate, string? SetFrom, string Detail)
{
    /// <summary>Time that a bench grants is right by definition.</summary>
    public static readonly ClockCondition OfBench =
        new(true, false, TimeSpan.Zero, TimeSpan.Zero, null, "granted by the bench");
}

namespace Jingu.Simulators.Clock;

/// <summary>What the clock waits for, and how long. Times are machine time.</summary>
internal sealed record ClockLimits
{
    /// <summary>The clock is held while a gateway has more undelivered entries than this.</summary>
    public int BacklogEntriesMax { get; init; } = 400;

    /// <summary>
    /// Who was excepted from that limit is held to this one until it has caught up once: reconnecting and catching up
    /// take machine time, which is next to nothing of site time on a real site and hours of it on a bench.
    /// </summary>
    public int CaughtUpEntriesMax { get; init; }

    /// <summary>
    /// Whoever has not finished an instant, or not connected, after this is named and the bench ends.
    /// </summary>
    public TimeSpan WorkMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A backlog that is above its limit and has not shrunk for this long ends the bench.</summary>
    public TimeSpan HoldMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a backlog is asked for while it holds the clock.</summary>
    public TimeSpan AskEvery { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Site seconds per machine second at most; 0: as fast as it goes.</summary>
    public double Speed { get; init; }
}

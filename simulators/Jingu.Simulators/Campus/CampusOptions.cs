namespace Jingu.Simulators.Campus;

/// <summary>How a silent meter behind a TCP port shows itself. Serial lines are always just silent.</summary>
internal enum SilentAnswer
{
    /// <summary>
    /// Exception 11, as a serial device server answers for a meter that does not: costs nobody a time-out.
    /// </summary>
    Exception,

    /// <summary>Nothing, until the reader gives up.</summary>
    Nothing,
}

/// <summary>What to play on a campus.</summary>
/// <param name="Seed">Same seed, same month: same registers at every instant.</param>
/// <param name="From">First instant that the report is about, on a quarter of an hour.</param>
/// <param name="To">First instant after it, on a quarter of an hour.</param>
internal sealed record CampusOptions(ulong Seed, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Folder of recordings to replay; nothing: the built-in shapes.</summary>
    public string? RecordingsFolder { get; init; }

    /// <summary>
    /// How meters show the gaps of their recordings behind TCP ports. A meter silenced by hand answers nothing
    /// anywhere.
    /// </summary>
    public SilentAnswer RecordedGaps { get; init; } = SilentAnswer.Exception;

    /// <summary>
    /// Whether serial lines take as long as they would at their baud rate, machine time. Only sensible at speed 1.
    /// </summary>
    public bool LinePacing { get; init; }
}

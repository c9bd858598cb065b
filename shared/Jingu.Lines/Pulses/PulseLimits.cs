namespace Jingu.Lines.Pulses;

/// <summary>
/// The shortest pulse and the shortest pause that are believed. S0 pulses and pauses last at least 30 ms (IEC
/// 62053-31); stamps behind the kernel's debounce are good to one of its ticks, so less than that is asked for.
/// </summary>
/// <param name="OnMin">Shorter times active are noise. 0: none is.</param>
/// <param name="OffMin">Shorter times inactive belong to the pulse around them. 0: none does.</param>
public sealed record PulseLimits(TimeSpan OnMin, TimeSpan OffMin)
{
    public static readonly PulseLimits None = new(TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>Rising edges are enough where nothing is measured.</summary>
    public LineEdges Edges => this == None ? LineEdges.Rising : LineEdges.Both;
}

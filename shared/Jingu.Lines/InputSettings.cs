namespace Jingu.Lines;

/// <summary>What holds an input's level while its contact is open.</summary>
public enum LineBias
{
    /// <summary>Whatever the board does.</summary>
    AsIs,
    Off,
    PullUp,
    PullDown,
}

/// <summary>Which electrical level counts as active.</summary>
public enum ActiveLevel
{
    High,
    Low,
}

/// <summary>Which edges an input reports and numbers.</summary>
public enum LineEdges
{
    /// <summary>Only those that make the line active.</summary>
    Rising,
    Both,
}

/// <summary>How an input is used.</summary>
/// <param name="Debounce">
/// How long a level must last before the kernel believes it, 0 to <see cref="DebounceMax"/>; the kernel rounds it up to
/// its own tick, 1 to 10 ms.
/// </param>
public sealed record InputSettings(
    LineAddress Line, LineBias Bias, ActiveLevel Active, LineEdges Edges, TimeSpan Debounce)
{
    public static readonly TimeSpan DebounceMax = TimeSpan.FromSeconds(1);
}

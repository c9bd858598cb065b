namespace Jingu.Lines;

/// <summary>
/// The seam to digital lines (design.md, section 5). Adapters map and decide nothing: when to open again, what a pulse
/// is and what to do with a level is decided above. Safe from any thread.
/// </summary>
public interface ILines
{
    /// <summary>Takes a line as an input. Nobody else can have it until it is disposed.</summary>
    ValueTask<LineOpening<IInputLine>> OpenInputAsync(InputSettings settings, CancellationToken stop);

    /// <summary>Takes a line as an output, driven at once as the settings say.</summary>
    ValueTask<LineOpening<IOutputLine>> OpenOutputAsync(OutputSettings settings, CancellationToken stop);
}

/// <summary>An input. One caller at a time; disposing is safe from any thread.</summary>
public interface IInputLine : IAsyncDisposable
{
    /// <summary>
    /// True when the line counts on while nobody has it open, so that <see cref="EdgesOutcome.Taken.Sequence"/> begins
    /// with the line's life and not with the opening. No real line does.
    /// </summary>
    bool IsLasting { get; }

    /// <summary>
    /// The edges that wait, at once; where none do, waits for one at most <paramref name="waitMax"/> of machine time.
    /// No edge is reported for the level at opening.
    /// </summary>
    ValueTask<EdgesOutcome> TakeAsync(TimeSpan waitMax, CancellationToken stop);

    /// <summary>The level now.</summary>
    ValueTask<LevelOutcome> ReadAsync(CancellationToken stop);
}

/// <summary>
/// An output. It keeps its level while it is open; what happens to it afterwards is the chip's affair. Safe from any
/// thread.
/// </summary>
public interface IOutputLine : IAsyncDisposable
{
    /// <summary>Drives the line, and answers what reads back from it.</summary>
    ValueTask<LevelOutcome> SetAsync(bool isActive, CancellationToken stop);

    /// <summary>What reads back from the line, as the chip sees it: not what was last asked for.</summary>
    ValueTask<LevelOutcome> ReadAsync(CancellationToken stop);
}

namespace Jingu.Lines;

/// <summary>What came of opening a line.</summary>
public abstract record LineOpening<T>
{
    private LineOpening()
    {
    }

    public sealed record Opened(T Line) : LineOpening<T>;

    /// <summary>A sentence for the installer.</summary>
    public sealed record Failed(string Detail) : LineOpening<T>;
}

using System.Collections.Immutable;

namespace Jingu.Lines;

/// <summary>What came of taking edges.</summary>
public abstract record EdgesOutcome
{
    private EdgesOutcome()
    {
    }

    /// <param name="Edges">In order; those that were lost are missing.</param>
    /// <param name="Sequence">Edges since the line was opened, lost ones included; it never falls.</param>
    public sealed record Taken(ImmutableArray<LineEdge> Edges, long Sequence) : EdgesOutcome;

    /// <summary>The line is not there any more: dispose it and open it again.</summary>
    public sealed record Gone(string Detail) : EdgesOutcome;
}

using System.Collections.Immutable;
using Jingu.Contracts.Ids;

namespace Jingu.Simulators.Boards;

/// <summary>Why an output was set.</summary>
internal enum SwitchCause
{
    /// <summary>One output was written on the wire.</summary>
    Written,

    /// <summary>It was among several that one request wrote: what no gateway may ever do.</summary>
    WrittenInGroup,

    /// <summary>The board itself: it lost its power or its bus.</summary>
    Board,
}

/// <summary>An output was set, whether that changed anything or not.</summary>
/// <param name="At">The site's instant.</param>
/// <param name="Point">The switch point; nothing: the output has none, so nobody may write it.</param>
/// <param name="IsCut">Whether it was set to cut the supply.</param>
/// <param name="Changed">Whether it stood otherwise before.</param>
internal sealed record SwitchEvent(
    DateTimeOffset At, string Board, int Output, SwitchPointId? Point, bool IsCut, bool Changed, SwitchCause Cause);

/// <summary>
/// What was done to every output of every board, seen by the boards themselves: the witness that decisions and proofs
/// are held against. Safe from any thread.
/// </summary>
internal sealed class SwitchLog
{
    private readonly Lock _gate = new();
    private readonly List<SwitchEvent> _events = [];

    public void Add(SwitchEvent entry)
    {
        lock (_gate)
            _events.Add(entry);
    }

    /// <summary>Everything so far, in the order in which it happened.</summary>
    public ImmutableArray<SwitchEvent> Events
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }
}

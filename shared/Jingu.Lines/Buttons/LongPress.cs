namespace Jingu.Lines.Buttons;

/// <summary>
/// Tells a long press from everything else that an input shows: a press counts when it has ended, lasted long enough,
/// and not so long that the button is stuck. What bounced, what nobody saw begin, and what lost an edge in between
/// counts for nothing. Not safe from several threads.
/// </summary>
/// <param name="min">The shortest press that counts.</param>
/// <param name="max">The longest.</param>
public sealed class LongPress(TimeSpan min, TimeSpan max)
{
    private long _sequence;
    private TimeSpan? _pressed;

    /// <summary>Whether the button is down, as far as is known.</summary>
    public bool IsDown { get; private set; }

    /// <summary>
    /// The line was opened: what it showed before counts for nothing, and a button that is down has to be let go first.
    /// </summary>
    /// <param name="sequence">Number of the last edge before.</param>
    public void Begin(bool isActive, long sequence) => (IsDown, _sequence, _pressed) = (isActive, sequence, null);

    /// <summary>How many long presses ended among these edges.</summary>
    public int Take(EdgesOutcome.Taken taken)
    {
        var presses = 0;
        foreach (var edge in taken.Edges.Where(edge => edge.Sequence > _sequence))
        {
            if (edge.Sequence != _sequence + 1)
                _pressed = null;
            if (!edge.IsActive && _pressed is { } pressed && edge.At - pressed >= min && edge.At - pressed <= max)
                presses++;
            _pressed = edge.IsActive ? edge.At : null;
            (IsDown, _sequence) = (edge.IsActive, edge.Sequence);
        }
        if (taken.Sequence > _sequence)
        {
            // Levels alternate: the number of edges nobody can describe tells how the last one left it.
            IsDown ^= (taken.Sequence - _sequence) % 2 == 1;
            (_sequence, _pressed) = (taken.Sequence, null);
        }
        return presses;
    }
}

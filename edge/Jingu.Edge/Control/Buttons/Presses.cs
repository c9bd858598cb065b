using System.Collections.Immutable;

namespace Jingu.Edge.Control.Buttons;

/// <summary>
/// Presses that wait for the tick. In memory only: one that a crash took is pressed again. Full: the newest is left
/// out, for it says nothing new. Safe from any thread.
/// </summary>
internal sealed class Presses
{
    /// <summary>The most that wait.</summary>
    public const int Max = 64;

    private readonly Lock _gate = new();
    private readonly List<ButtonPress> _waiting = [];
    private DateTimeOffset _earliestOpen = DateTimeOffset.MaxValue;

    /// <summary>The earliest look at buttons that is still to come; the far future where there are none.</summary>
    public DateTimeOffset EarliestOpen
    {
        get
        {
            lock (_gate)
                return _earliestOpen;
        }
        set
        {
            lock (_gate)
                _earliestOpen = value;
        }
    }

    public void Add(ButtonPress press)
    {
        lock (_gate)
        {
            if (_waiting.Count < Max)
                _waiting.Add(press);
        }
    }

    public ImmutableArray<ButtonPress> Take()
    {
        lock (_gate)
        {
            ImmutableArray<ButtonPress> taken = [.. _waiting];
            _waiting.Clear();
            return taken;
        }
    }
}

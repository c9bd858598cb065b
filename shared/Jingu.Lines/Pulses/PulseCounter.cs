namespace Jingu.Lines.Pulses;

/// <summary>
/// Makes pulses of an input's edges: by their numbers, so that edges nobody could describe still count, and by their
/// times where they are known. A pulse counts when it has ended, or with its rising edge where nothing is measured.
/// Not safe from several threads.
/// </summary>
public sealed class PulseCounter(PulseLimits limits)
{
    private readonly bool _risingOnly = limits.Edges == LineEdges.Rising;
    private long _sequence;
    private bool _isActive;
    private TimeSpan? _rose;
    private TimeSpan? _fell;

    /// <summary>True from the end of a counted pulse until its pause has lasted long enough.</summary>
    private bool _maybeStillOn;

    /// <summary>Pulses since this was made.</summary>
    public long Count { get; private set; }

    /// <summary>Times active that were too short to be a pulse.</summary>
    public long Rejected { get; private set; }

    /// <summary>Of <see cref="Count"/>: pulses whose times are not known, and whose length nobody checked.</summary>
    public long Untimed { get; private set; }

    /// <summary>The level at opening: no edge tells it.</summary>
    public void Begin(bool isActive) => _isActive = isActive;

    public void Take(EdgesOutcome.Taken taken)
    {
        foreach (var edge in taken.Edges)
        {
            if (edge.Sequence <= _sequence)
                continue;
            TakeUnseen(edge.Sequence - _sequence - 1);
            _sequence = edge.Sequence;
            Take(edge);
        }
        TakeUnseen(taken.Sequence - _sequence);
        _sequence = Math.Max(_sequence, taken.Sequence);
    }

    private void Take(LineEdge edge)
    {
        _isActive = edge.IsActive;
        if (_risingOnly)
            Count++;
        else if (edge.IsActive)
            Rise(edge.At);
        else
            Fall(edge.At);
    }

    private void Rise(TimeSpan at)
    {
        if (_maybeStillOn && at - _fell < limits.OffMin)
            return;
        _maybeStillOn = false;
        _rose = at;
    }

    private void Fall(TimeSpan at)
    {
        _fell = at;
        if (_maybeStillOn)
            return;
        if (_rose is { } rose && at - rose < limits.OnMin)
        {
            Rejected++;
            return;
        }
        Count++;
        Untimed += _rose is null ? 1 : 0;
        _maybeStillOn = true;
    }

    /// <summary>Levels alternate, so the number of edges says how many pulses ended among them.</summary>
    private void TakeUnseen(long edges)
    {
        if (edges <= 0)
            return;
        var ended = _risingOnly ? edges : (edges + (_isActive ? 1 : 0)) / 2;
        if (_isActive && _maybeStillOn)
            ended--; // The pulse that was counted when it seemed to end.
        Count += ended;
        Untimed += ended;
        _isActive ^= edges % 2 == 1;
        _rose = null;
        _maybeStillOn = false;
    }
}

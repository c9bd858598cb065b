namespace Jingu.Lines.Simulated;

/// <summary>
/// The simulator's side of one line. It counts its edges from its own beginning, whoever listens. Safe from any thread.
/// </summary>
/// <param name="isHigh">The level it begins with.</param>
public sealed class SimulatedLine(LineAddress address, bool isHigh = false)
{
    /// <summary>Edges that can still be described; older ones are only counted.</summary>
    public const int EdgesMax = 256;

    private readonly Lock _gate = new();
    private readonly Queue<(bool IsHigh, TimeSpan At, long Rises, long Falls)> _edges = new();
    private bool _isHigh = isHigh;
    private long _rises;
    private long _falls;
    private bool _isUnplugged;
    private TaskCompletionSource? _change;

    public LineAddress Address => address;

    /// <summary>Called before a question is answered: brings a line that follows a clock up to the present.</summary>
    public Action? BeforeAnswer { get; init; }

    /// <summary>Called when the answer to a take has left.</summary>
    public Action? Taken { get; init; }

    /// <summary>The electrical level, whoever drives it.</summary>
    public bool IsHigh
    {
        get
        {
            lock (_gate)
                return _isHigh;
        }
    }

    /// <summary>While it is, the line cannot be opened, and who has it open learns that it is gone.</summary>
    public bool IsUnplugged
    {
        get
        {
            lock (_gate)
                return _isUnplugged;
        }
        set
        {
            lock (_gate)
            {
                _isUnplugged = value;
                Changed();
            }
        }
    }

    /// <summary>Drives the level; an edge where it differs.</summary>
    public void Drive(bool isHigh, TimeSpan at)
    {
        lock (_gate)
        {
            if (_isHigh == isHigh)
                return;
            _isHigh = isHigh;
            if (isHigh)
                _rises++;
            else
                _falls++;
            if (_edges.Count == EdgesMax)
                _edges.Dequeue();
            _edges.Enqueue((isHigh, at, _rises, _falls));
            Changed();
        }
    }

    /// <summary>The edges after a number, as an input with these settings sees them.</summary>
    internal EdgesOutcome.Taken Since(long sequence, ActiveLevel active, LineEdges which)
    {
        lock (_gate)
        {
            var edges = _edges
                .Select(edge => new LineEdge(
                    edge.IsHigh == (active == ActiveLevel.High), edge.At,
                    Number(edge.Rises, edge.Falls, active, which)))
                .Where(edge => edge.Sequence > sequence && (which == LineEdges.Both || edge.IsActive));
            return new([.. edges], Number(_rises, _falls, active, which));
        }
    }

    /// <summary>Completes with the next edge, or when it is unplugged.</summary>
    internal Task NextChange()
    {
        lock (_gate)
        {
            _change ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _change.Task;
        }
    }

    private static long Number(long rises, long falls, ActiveLevel active, LineEdges which) =>
        which == LineEdges.Both ? rises + falls : active == ActiveLevel.High ? rises : falls;

    private void Changed()
    {
        _change?.TrySetResult();
        _change = null;
    }
}

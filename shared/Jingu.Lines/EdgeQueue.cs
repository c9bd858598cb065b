using System.Collections.Immutable;
using Jingu.Time;

namespace Jingu.Lines;

/// <summary>
/// Edges that arrived on another thread and wait for their reader. Full (<see cref="EdgesMax"/>): the oldest go, and
/// the sequence tells that they were there. Safe from any thread, one reader at a time.
/// </summary>
internal sealed class EdgeQueue(MachineTime time)
{
    /// <summary>As many as the kernel buffers per line at most.</summary>
    public const int EdgesMax = 1024;

    private readonly Lock _gate = new();
    private readonly Queue<LineEdge> _edges = new();
    private long _sequence;
    private string? _gone;
    private TaskCompletionSource? _arrival;

    public void Put(LineEdge edge)
    {
        lock (_gate)
        {
            if (_edges.Count == EdgesMax)
                _edges.Dequeue();
            _edges.Enqueue(edge);
            _sequence = edge.Sequence;
            Wake();
        }
    }

    /// <summary>What has arrived can still be taken; then the reader learns that the line is gone.</summary>
    public void Break(string detail)
    {
        lock (_gate)
        {
            _gone ??= detail;
            Wake();
        }
    }

    public async ValueTask<EdgesOutcome> TakeAsync(TimeSpan waitMax, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var remaining = waitMax - time.GetElapsedTime(start);
            if (Take(remaining > TimeSpan.Zero, out var arrival) is { } outcome)
                return outcome;
            try
            {
                // Timers drop fractions of a millisecond: rounded up, so that the rest is not waited for by spinning.
                await arrival.WaitAsync(
                    TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds)), time, stop);
            }
            catch (TimeoutException)
            {
                // The next round takes what came at the last moment.
            }
        }
    }

    private EdgesOutcome? Take(bool mayWait, out Task arrival)
    {
        lock (_gate)
        {
            arrival = Task.CompletedTask;
            if (_edges.Count == 0 && _gone is not null)
                return new EdgesOutcome.Gone(_gone);
            if (_edges.Count > 0 || !mayWait)
            {
                ImmutableArray<LineEdge> taken = [.. _edges];
                _edges.Clear();
                return new EdgesOutcome.Taken(taken, _sequence);
            }
            _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            arrival = _arrival.Task;
            return null;
        }
    }

    private void Wake()
    {
        _arrival?.TrySetResult();
        _arrival = null;
    }
}

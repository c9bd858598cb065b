namespace Jingu.Modbus.Transactions;

/// <summary>
/// Who speaks next on a port: so many at a time, whoever writes before whoever reads, otherwise in the order of asking.
/// A relay's command waits for the request under way and for no other. Safe from any thread.
/// </summary>
/// <param name="atOnce">How many may speak at a time; 1 on a line.</param>
internal sealed class TurnQueue(int atOnce)
{
    /// <summary>Callers that wait. Full: the next is a bug of its caller and throws.</summary>
    public const int WaitingMax = 4096;

    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _writes = [];
    private readonly LinkedList<TaskCompletionSource> _reads = [];
    private int _free = atOnce;

    /// <summary>Completes when it is the caller's turn, who then calls <see cref="Leave"/>.</summary>
    public ValueTask EnterAsync(bool toWrite, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return ValueTask.CompletedTask;
            }
            if (_writes.Count + _reads.Count >= WaitingMax)
                throw new InvalidOperationException($"More than {WaitingMax} requests wait for one port.");
            var place = (toWrite ? _writes : _reads).AddLast(
                new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return new ValueTask(WaitAsync(place, stop));
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if ((_writes.First ?? _reads.First) is not { } next)
            {
                _free++;
                return;
            }
            next.List!.Remove(next);
            next.Value.SetResult();
        }
    }

    private async Task WaitAsync(LinkedListNode<TaskCompletionSource> place, CancellationToken stop)
    {
        try
        {
            await place.Value.Task.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            if (!GiveUp(place))
                Leave();
            throw;
        }
    }

    /// <summary>False when the turn was given in the same moment.</summary>
    private bool GiveUp(LinkedListNode<TaskCompletionSource> place)
    {
        lock (_gate)
        {
            if (place.List is not { } list)
                return false;
            list.Remove(place);
            return true;
        }
    }
}

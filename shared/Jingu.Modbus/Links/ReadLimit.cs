using Jingu.Time;

namespace Jingu.Modbus.Links;

/// <summary>
/// A token that ends a wait after a limit or when stopped, kept for the next wait: a poll of a meter makes neither
/// timer nor source. One wait at a time.
/// </summary>
internal sealed class ReadLimit : IDisposable
{
    private readonly ITimer _timer;
    private readonly Action<object?> _cancel;
    private CancellationTokenSource _source = new();

    public ReadLimit(MachineTime time)
    {
        _cancel = _ => _source.Cancel();
        _timer = time.CreateTimer(_ => _source.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>
    /// Starts a wait. A timer of the wait before may fire late and end this one early: the caller checks the time and
    /// waits on.
    /// </summary>
    public CancellationTokenRegistration Start(TimeSpan max, CancellationToken stop)
    {
        if (!_source.TryReset())
            _source = new CancellationTokenSource();
        _timer.Change(max, Timeout.InfiniteTimeSpan);
        return stop.UnsafeRegister(_cancel, null);
    }

    public void End() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}

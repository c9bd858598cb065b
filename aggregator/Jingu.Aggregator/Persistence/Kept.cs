using Jingu.Time;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// One answer for all who ask: it is made by the first one and kept for a while, so that many watchers cost as much as
/// one. Making takes a fifth of the time at most, however slow it is. Safe from any thread.
/// </summary>
/// <param name="make">Makes the answer; what it throws reaches whoever asked, and the next one makes it anew.</param>
/// <param name="age">How long it is kept, by machine time.</param>
internal sealed class Kept<T>(Func<CancellationToken, Task<T>> make, TimeSpan age, MachineTime time) : IDisposable
    where T : class
{
    private const int Rest = 4;

    private readonly SemaphoreSlim _making = new(1, 1);
    private Answer? _answer;
    private int _forgotten;

    /// <summary>
    /// The kept answer while it is young, else a new one. A caller that stops waiting stops nobody else.
    /// </summary>
    public async Task<T> GetAsync(CancellationToken stop)
    {
        if (Young() is { } young)
            return young;
        await _making.WaitAsync(stop);
        try
        {
            if (Young() is { } made)
                return made;
            var (begun, forgotten) = (time.GetTimestamp(), Volatile.Read(ref _forgotten));
            var value = await make(stop);
            var cost = time.GetElapsedTime(begun);
            Volatile.Write(ref _answer, new(value, begun, age > cost * Rest ? age : cost * Rest, forgotten));
            return value;
        }
        finally
        {
            _making.Release();
        }
    }

    /// <summary>Something has changed: whoever asks from now on gets an answer that is made after this.</summary>
    public void Forget() => Interlocked.Increment(ref _forgotten);

    public void Dispose() => _making.Dispose();

    private T? Young() =>
        Volatile.Read(ref _answer) is { } kept && kept.Forgotten == Volatile.Read(ref _forgotten)
            && time.GetElapsedTime(kept.Begun) < kept.For
            ? kept.Value
            : null;

    private sealed record Answer(T Value, long Begun, TimeSpan For, int Forgotten);
}

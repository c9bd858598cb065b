using Jingu.Time;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// Answers to the same question with different keys, each <see cref="Kept{T}"/> for a while; of many keys the ones that
/// were asked for last. Safe from any thread.
/// </summary>
/// <param name="age">How long each is kept, by machine time.</param>
internal sealed class KeptByKey<TKey, T>(TimeSpan age, MachineTime time) : IDisposable
    where TKey : notnull
    where T : class
{
    /// <summary>Keys whose answers are kept.</summary>
    public const int KeysMax = 8;

    private readonly Lock _gate = new();
    private readonly List<(TKey Key, Kept<T> Answer)> _kept = [];

    /// <param name="make">Makes the answer where no young one is there.</param>
    public Task<T> GetAsync(TKey key, Func<TKey, CancellationToken, Task<T>> make, CancellationToken stop)
    {
        Kept<T> answer;
        lock (_gate)
        {
            var at = _kept.FindIndex(each => EqualityComparer<TKey>.Default.Equals(each.Key, key));
            answer = at < 0 ? new(token => make(key, token), age, time) : _kept[at].Answer;
            if (at >= 0)
                _kept.RemoveAt(at);
            _kept.Add((key, answer));
            // Whoever waits for the one that goes still gets it.
            if (_kept.Count > KeysMax)
                _kept.RemoveAt(0);
        }
        return answer.GetAsync(stop);
    }

    /// <summary>Something has changed: whoever asks from now on gets answers that are made after this.</summary>
    public void Forget()
    {
        lock (_gate)
            _kept.ForEach(each => each.Answer.Forget());
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var (_, answer) in _kept)
                answer.Dispose();
            _kept.Clear();
        }
    }
}

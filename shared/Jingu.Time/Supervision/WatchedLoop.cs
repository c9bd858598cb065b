namespace Jingu.Time.Supervision;

/// <summary>A loop that says with each turn that it lives. Dispose when it has ended.</summary>
public sealed class WatchedLoop : IDisposable
{
    private readonly LoopWatch _watch;

    internal WatchedLoop(string name, LoopWatch watch) => (Name, _watch) = (name, watch);

    public string Name { get; }

    /// <summary>Call once a turn, and while waiting or trying again.</summary>
    public void Beat() => _watch.Note(this);

    public void Dispose() => _watch.Forget(this);
}

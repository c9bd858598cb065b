using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Jingu.Time.Supervision;

/// <summary>
/// Knows which loops of a process still come round. A loop is watched from its first beat until it is disposed of; one
/// whose last beat is longer ago than <see cref="TurnMax"/> hangs. Members are safe to call from any thread.
/// </summary>
public sealed class LoopWatch(MachineTime time)
{
    /// <summary>
    /// The default of <see cref="TurnMax"/>: the first round of a bus full of meters that do not answer is shorter.
    /// </summary>
    public static readonly TimeSpan TurnMaxDefault = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<WatchedLoop, long> _beats = new();

    /// <summary>
    /// The longest turn of a loop that lives. Set before the loops begin; longer than any work that a loop does at
    /// once.
    /// </summary>
    public TimeSpan TurnMax { get; set; } = TurnMaxDefault;

    /// <summary>Adds a loop. Names may be used more than once.</summary>
    public WatchedLoop Join(string name) => new(name, this);

    /// <summary>The names of the loops that hang, in order; empty while all come round.</summary>
    public ImmutableArray<string> Hanging() =>
    [
        .. _beats.Where(beat => time.GetElapsedTime(beat.Value) > TurnMax).Select(beat => beat.Key.Name)
            .Order(StringComparer.Ordinal),
    ];

    internal void Note(WatchedLoop loop) => _beats[loop] = time.GetTimestamp();

    internal void Forget(WatchedLoop loop) => _beats.TryRemove(loop, out _);
}

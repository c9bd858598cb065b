using System.Collections.Immutable;

namespace Jingu.Simulators.Loads;

/// <summary>
/// Whether a circuit or pipe is fed, over time: on from the beginning, until a contact or valve changes it. Instants
/// are milliseconds since 1970. Safe from any thread.
/// </summary>
internal sealed class Supply : IFeed
{
    private readonly Lock _gate = new();

    /// <summary>In order of time, each the opposite of the one before; the first is off.</summary>
    private ImmutableArray<long> _changes = [];

    /// <summary>When it changed: off, on, off ... A change that is still to come may be taken back.</summary>
    public ImmutableArray<long> Changes
    {
        get
        {
            lock (_gate)
                return _changes;
        }
    }

    /// <summary>Leads to a state at an instant. What was to come after <paramref name="now"/> is void.</summary>
    /// <param name="at">Now or later: a valve takes its time.</param>
    public void Set(bool isOn, long now, long at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(at, now);
        lock (_gate)
        {
            var kept = _changes.Count(change => change <= now);
            var past = _changes[..kept];
            _changes = kept % 2 == 0 == isOn ? past : past.Add(at);
        }
    }

    public int ShareAt(long instant) => IsOn(instant) ? IFeed.Whole : 0;

    /// <summary>Whether it is fed from this instant on.</summary>
    public bool IsOn(long instant) => Changes.Count(change => change <= instant) % 2 == 0;

    /// <summary>The stretches without supply that have begun before an instant, the last one ending there.</summary>
    public IEnumerable<(long From, long To)> OffUntil(long instant)
    {
        var changes = Changes;
        for (var index = 0; index < changes.Length && changes[index] < instant; index += 2)
        {
            var to = index + 1 < changes.Length ? changes[index + 1] : instant;
            yield return (changes[index], Math.Min(to, instant));
        }
    }
}

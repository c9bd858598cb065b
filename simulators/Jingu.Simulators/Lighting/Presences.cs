using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Lighting;

/// <summary>Who is in a place, over time. Asked in order of time.</summary>
internal sealed class Presences
{
    /// <summary>How often somebody at a desk moves so that a sensor sees it, in a minute.</summary>
    private const double MovesInAMinute = 0.3;

    private readonly List<Stay> _stays;
    private readonly List<DateTimeOffset> _changes;
    private readonly List<Stay> _here = [];
    private int _nextStay;
    private int _nextChange;

    public Presences(IEnumerable<Stay> stays)
    {
        _stays = [.. stays.OrderBy(stay => stay.From)];
        _changes = [.. _stays.SelectMany(stay => new[] { stay.From, stay.To }).Distinct().Order()];
    }

    public int CountAt(DateTimeOffset now) => At(now).Count;

    /// <summary>When somebody comes or goes next; null: never.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset now)
    {
        while (_nextChange < _changes.Count && _changes[_nextChange] <= now)
            _nextChange++;
        return _nextChange < _changes.Count ? _changes[_nextChange] : null;
    }

    /// <summary>Whether a sensor sees somebody: who came less than a minute ago, or moves.</summary>
    public bool IsMovingAt(DateTimeOffset now, Noise noise)
    {
        var minute = now.ToUnixTimeSeconds() / 60;
        return At(now).Any(stay =>
            (now - stay.From).TotalSeconds < 60 || noise.At((minute * 100) + stay.Person) < MovesInAMinute);
    }

    private List<Stay> At(DateTimeOffset now)
    {
        while (_nextStay < _stays.Count && _stays[_nextStay].From <= now)
            _here.Add(_stays[_nextStay++]);
        _here.RemoveAll(stay => stay.To <= now);
        return _here;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Jingu.Time;

namespace Jingu.Edge.Delivery.Signed;

/// <summary>
/// Tells refused documents as events: each attempt one, until there are more than anybody reads. A flood is counted
/// whole and told once in a while, so that whoever owns the broker cannot fill the journal. Safe from any thread.
/// </summary>
internal sealed class RefusalTelling(PendingEvents events, MachineTime machine)
{
    /// <summary>So many are told at once.</summary>
    public const int Burst = 30;

    /// <summary>After that, one in this time.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private double _left = Burst;
    private long _untold;
    private long? _lookedAt;

    /// <summary>Refused since the start, told or not.</summary>
    public long Count { get; private set; }

    /// <param name="fact">A figure that goes with it.</param>
    /// <returns>False: there are too many, it is counted only.</returns>
    public bool Tell(string kind, string subject, string text, (string Name, long Value)? fact)
    {
        lock (_gate)
        {
            Count++;
            var now = machine.GetTimestamp();
            if (_lookedAt is { } looked)
                _left = Math.Min(Burst, _left + (machine.GetElapsedTime(looked, now) / Every));
            _lookedAt = now;
            if (_left < 1)
            {
                _untold++;
                return false;
            }
            _left--;
            var facts = ImmutableSortedDictionary<string, string>.Empty;
            if (fact is { } told)
                facts = facts.Add(told.Name, told.Value.ToString(CultureInfo.InvariantCulture));
            if (_untold > 0)
                facts = facts.Add("untold", _untold.ToString(CultureInfo.InvariantCulture));
            events.Add(kind, subject, text, facts);
            _untold = 0;
            return true;
        }
    }
}

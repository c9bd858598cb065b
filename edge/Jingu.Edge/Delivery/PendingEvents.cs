using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Time;

namespace Jingu.Edge.Delivery;

/// <summary>
/// Events from outside the tick, waiting to be recorded by the next one. Full: the newest is left out and counted, so
/// that somebody who floods a topic cannot fill the journal. Safe from any thread.
/// </summary>
internal sealed class PendingEvents(SiteTime time)
{
    /// <summary>The most events that wait for a tick.</summary>
    public const int Max = 64;

    private readonly Lock _gate = new();
    private readonly List<GatewayEvent> _pending = [];

    /// <summary>Events left out because too many waited.</summary>
    public long LeftOut { get; private set; }

    /// <param name="facts">What other languages make their sentence of.</param>
    public void Add(string kind, string subject, string text, params (string Name, string Value)[] facts) =>
        Add(kind, subject, text, facts.ToImmutableSortedDictionary(fact => fact.Name, fact => fact.Value));

    public void Add(string kind, string subject, string text, ImmutableSortedDictionary<string, string> facts)
    {
        var happened = new GatewayEvent(kind, time.GetUtcNow(), subject, text, facts);
        lock (_gate)
        {
            if (_pending.Count < Max)
                _pending.Add(happened);
            else
                LeftOut++;
        }
    }

    public ImmutableArray<GatewayEvent> Take()
    {
        lock (_gate)
        {
            ImmutableArray<GatewayEvent> taken = [.. _pending];
            _pending.Clear();
            return taken;
        }
    }
}

using NodaTime;

namespace Jingu.Simulators.People;

/// <summary>
/// The scripted people: at each look they take up what ladders have decided since, and do what is due. The same
/// decisions lead to the same deeds at the same instants. Used by one task.
/// </summary>
internal sealed class Staff(PeoplePlan plan, IOffice office, DateTimeZone zone)
{
    private readonly HashSet<string> _known = [];
    private readonly List<(DateTimeOffset At, Reaction Reaction, Decided Decided)> _due = [];
    private readonly Dictionary<Reaction, int> _times = [];
    private DateTimeOffset? _next;

    /// <summary>The next look.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset now)
    {
        if (_next is not { } next || next <= now)
            _next = next = plan.NextLook(now, zone);
        return next;
    }

    /// <summary>
    /// Looks, if it is time, and acts; returns when everything that was asked has arrived, so that it is taken with the
    /// next tick. While the aggregator is away nobody looks; what is due then is done at a later look.
    /// </summary>
    public async Task ReachedAsync(DateTimeOffset instant, CancellationToken stop)
    {
        if (instant != _next || !office.IsOpen)
            return;
        foreach (var decided in await office.DecisionsAsync(instant, stop))
            TakeUp(decided);
        var due = _due.Where(one => one.At <= instant).ToList();
        _due.RemoveAll(one => one.At <= instant);
        foreach (var (_, reaction, decided) in due)
            await office.DoAsync(instant, reaction, decided, stop);
    }

    private void TakeUp(Decided decided)
    {
        if (!_known.Add($"{decided.Gateway} {decided.Name}"))
            return;
        foreach (var reaction in plan.Reactions.Where(reaction => reaction.IsTo(decided)))
        {
            var times = _times[reaction] = _times.GetValueOrDefault(reaction) + 1;
            if (times <= reaction.Most)
                _due.Add((decided.At + reaction.After, reaction, decided));
        }
    }
}

/// <summary>Where people read what was decided and act on it: the aggregator.</summary>
internal interface IOffice
{
    /// <summary>False while the aggregator or its broker is away.</summary>
    bool IsOpen { get; }

    /// <summary>
    /// Everything that ladders have decided in the local month of an instant, in order of time, once all gateways that
    /// can deliver have delivered.
    /// </summary>
    Task<IReadOnlyList<Decided>> DecisionsAsync(DateTimeOffset now, CancellationToken stop);

    /// <summary>Does it, and returns when the gateways that are reached have it.</summary>
    Task DoAsync(DateTimeOffset now, Reaction reaction, Decided decided, CancellationToken stop);
}

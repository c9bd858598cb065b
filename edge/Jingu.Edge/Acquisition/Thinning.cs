using System.Collections.Immutable;

namespace Jingu.Edge.Acquisition;

/// <summary>
/// What a round has time for. Counters are read in every round; where the port is too slow for everything, the other
/// values are left out of as many meters as it takes, in turn. Pure.
/// </summary>
internal static class Thinning
{
    /// <summary>The part of a period that is filled: the rest is for writes and for answers that take longer.</summary>
    private const double Share = 0.95;

    /// <summary>
    /// Everything must fit into this part of a period before a port that was thinned is read whole again.
    /// </summary>
    private const double Relief = 0.8;

    /// <summary>
    /// Where nothing but counters fits, one meter is read whole after so many rounds, though that makes a round late:
    /// otherwise its other values would never be seen again, nor whether it has become faster.
    /// </summary>
    public const int PatienceMax = 10;

    /// <param name="costs">How long each meter takes: everything, and its counters alone; zero where that is not known
    /// yet.</param>
    /// <param name="period">The port's period, less what is kept for a probe.</param>
    /// <param name="inFlight">How many meters are read at once.</param>
    /// <param name="from">The meter whose turn it is to be read whole.</param>
    /// <param name="wasThinned">The round before was.</param>
    /// <param name="patience">Rounds since a meter was read whole.</param>
    /// <returns>Per meter whether it is read whole, and whose turn is next.</returns>
    public static (ImmutableArray<bool> Whole, int Next) Choose(
        IReadOnlyList<(TimeSpan Whole, TimeSpan Counters)> costs, TimeSpan period, int inFlight, int from,
        bool wasThinned, int patience = 0)
    {
        if (Sum(costs.Select(cost => cost.Whole)) <= period * (inFlight * (wasThinned ? Relief : 1)))
            return ([.. Enumerable.Repeat(true, costs.Count)], 0);
        var spent = Sum(costs.Select(cost => cost.Counters));
        // Counters alone may need more than one period: the polls between are missed, and the whole time is used.
        var periods = Math.Max(1, Math.Ceiling(spent / (period * inFlight * Share)));
        var budget = period * (inFlight * Share * periods);
        var whole = new bool[costs.Count];
        var next = from;
        for (var i = 0; i < costs.Count; i++)
        {
            var at = (from + i) % costs.Count;
            spent += costs[at].Whole - costs[at].Counters;
            if (spent > budget && (i > 0 || patience < PatienceMax))
                break;
            whole[at] = true;
            next = at + 1;
        }
        return ([.. whole], next % costs.Count);
    }

    private static TimeSpan Sum(IEnumerable<TimeSpan> spans) =>
        spans.Aggregate(TimeSpan.Zero, (sum, span) => sum + span);
}

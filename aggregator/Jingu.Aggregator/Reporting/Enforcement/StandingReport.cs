using System.Collections.Immutable;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;

namespace Jingu.Aggregator.Reporting.Enforcement;

/// <summary>Where the ladder of a unit and resource stands, as its gateway recorded it.</summary>
/// <param name="Resource"><c>electricity</c> or <c>water</c>.</param>
/// <param name="Stage">Such as <c>warning</c>.</param>
/// <param name="Armed">Supply may return once a person confirms it.</param>
/// <param name="Emergency">A person selected the emergency allowance.</param>
/// <param name="Drill">Decided as a drill.</param>
/// <param name="At">When it was recorded so.</param>
internal sealed record StandingReport(
    string Gateway, string Unit, string Resource, string Stage, bool Armed, bool Emergency, bool Drill,
    DateTimeOffset At)
{
    /// <summary>The last one of each unit and resource; daily checkpoints tell of those that nothing befell.</summary>
    /// <param name="decisions">In the order of their journals.</param>
    public static ImmutableArray<StandingReport> Latest(IEnumerable<RecordedEvent> decisions) =>
    [
        .. decisions.SelectMany(Of)
            .GroupBy(standing => (standing.Unit, standing.Resource))
            // Of equal instants the one recorded last: the order of a journal is kept.
            .Select(standings => standings.Aggregate((last, next) => next.At >= last.At ? next : last))
            .OrderBy(standing => standing.Unit, StringComparer.Ordinal)
            .ThenBy(standing => standing.Resource, StringComparer.Ordinal),
    ];

    private static IEnumerable<StandingReport> Of(RecordedEvent recorded)
    {
        var record = DecisionEvent.LinkOf(recorded.Event) is { } link
            ? RecordCodec.Read(link.Content.AsSpan(), out _)
            : null;
        return record switch
        {
            LadderRecord { Step: var step } => [Of(recorded, step.Policy, step.Decision.Next)],
            CheckpointRecord checkpoint => checkpoint.Standings.Select(
                standing => Of(recorded, standing.Policy, standing.State)),
            _ => [],
        };
    }

    private static StandingReport Of(RecordedEvent recorded, LadderPolicy policy, LadderState state) => new(
        recorded.Gateway.Value, policy.Unit.Value,
        policy.Resource == Contracts.Readings.Resource.Water ? "water" : "electricity",
        state.Stage.ToString().ToLowerInvariant(), state.Armed, state.Emergency, state.Drill,
        recorded.Event.Instant);
}

using System.Collections.Immutable;
using System.Text.Json;
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
    /// <summary>Name of the month it stands in, such as <c>2026-03</c>.</summary>
    public string Period { get; init; } = "";

    /// <summary>
    /// When the budget is used up if use goes on as in the last 7 days, as the gateway saw it; null: not foreseen.
    /// </summary>
    public DateTimeOffset? RunOut { get; init; }

    /// <summary>Wh or L that the gateway counted against <see cref="Budget"/>, measured and other use.</summary>
    public long Used { get; init; }

    /// <summary>Wh or L that the gateway went by, its emergency allowance included once it is selected.</summary>
    public long Budget { get; init; }

    /// <summary>Wh or L: the mean of the last 7 days, as the gateway knows it; null before the first.</summary>
    public long? DailyMean { get; init; }

    /// <summary>When cut-off notice 1 was issued; null when none stands.</summary>
    public DateTimeOffset? FirstNoticeAt { get; init; }

    /// <summary>When cut-off notice 2 was issued; null when none stands.</summary>
    public DateTimeOffset? FinalNoticeAt { get; init; }

    /// <summary>Since when a person is asked to approve the cut; null when nobody is, or somebody did.</summary>
    public DateTimeOffset? ApprovalAskedAt { get; init; }

    /// <summary>When a person approved it; null when nobody did.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Until when a person forbade to cut; null when nobody did.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Why a cut that is due is not made, such as <c>friendly-hours</c>; null when nothing holds it.</summary>
    public string? Hold { get; init; }

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
            LadderRecord { Step: var step } => [Of(recorded, step.Policy, step.Decision.Next, step.Input)],
            CheckpointRecord checkpoint => checkpoint.Standings.Select(
                standing => Of(recorded, standing.Policy, standing.State, standing.Input)),
            _ => [],
        };
    }

    private static StandingReport Of(
        RecordedEvent recorded, LadderPolicy policy, LadderState state, LadderInput input)
    {
        var budget = input.Budget + (state.Emergency ? input.EmergencyAllowance : 0);
        var used = input.UsedMeasured + input.UsedOther;
        return new(
            recorded.Gateway.Value, policy.Unit.Value,
            policy.Resource == Contracts.Readings.Resource.Water ? "water" : "electricity",
            state.Stage.ToString().ToLowerInvariant(), state.Armed, state.Emergency, state.Drill,
            recorded.Event.Instant)
        {
            Period = state.Period,
            RunOut = Forecast.RunOut(input.Now, budget - used, input.DailyMean),
            Used = used,
            Budget = budget,
            DailyMean = input.DailyMean,
            FirstNoticeAt = state.FirstNoticeAt,
            FinalNoticeAt = state.FinalNoticeAt,
            ApprovalAskedAt = state.ApprovedAt is null ? state.ApprovalAskedAt : null,
            ApprovedAt = state.ApprovedAt,
            HeldUntil = state.HeldUntil,
            Hold = state.Hold is { } hold ? JsonNamingPolicy.KebabCaseLower.ConvertName(hold.ToString()) : null,
        };
    }
}

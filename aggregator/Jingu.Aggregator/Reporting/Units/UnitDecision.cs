using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Units;

/// <summary>
/// What a unit's gateway decided or switched, with what it rested on, so that a page can tell it in any language. Wh or
/// L; instants are UTC.
/// </summary>
/// <param name="Rule">
/// The ladder's rule, such as <c>first-notice-issued</c>; of a switching its operation and state, such as
/// <c>cut-proven</c>.
/// </param>
/// <param name="Text">The gateway's own sentence.</param>
internal sealed record UnitDecision(string Gateway, string Resource, DateTimeOffset At, string Rule, string Text)
{
    /// <summary>In every language; null where only the gateway's own tells it.</summary>
    public Sentence? Sentence { get; init; }

    /// <summary>Decided as a drill: nobody was told in earnest, nothing switched.</summary>
    public bool Drill { get; init; }

    /// <summary>Measured and other use that it rested on.</summary>
    public long? Used { get; init; }

    public long? Budget { get; init; }

    /// <summary>The stage afterwards, such as <c>warning</c>.</summary>
    public string? Stage { get; init; }

    public DateTimeOffset? RunOut { get; init; }

    /// <summary>The earliest cut that a notice announces.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>Until when a person forbade to cut.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Who ordered it; null where nobody did.</summary>
    public string? By { get; init; }

    /// <summary>Id of the command that it answers; null where nobody ordered it.</summary>
    public string? Order { get; init; }

    /// <summary>Why a cut that is due is not made, such as <c>friendly-hours</c>.</summary>
    public string? Hold { get; init; }

    /// <summary>A person is asked to approve what is announced.</summary>
    public bool AsksApproval { get; init; }

    /// <summary>The switch point; null for what a ladder decided.</summary>
    public string? Point { get; init; }

    /// <summary>What proves a switching: contact, load or none.</summary>
    public string? Proof { get; init; }

    /// <summary>What was found instead of a proof, such as <c>welded-or-stuck</c>; null where nothing was.</summary>
    public string? Finding { get; init; }

    /// <summary>What is about one unit; of each switching how it stands now.</summary>
    /// <param name="events">Decisions of that unit's ladders, and switchings of any unit; the newest first.</param>
    /// <param name="zone">The site's: sentences tell its time.</param>
    public static ImmutableArray<UnitDecision> All(
        ImmutableArray<RecordedEvent> events, UnitId unit, DateTimeZone zone)
    {
        var told = new HashSet<(string, string)>();
        bool IsNewest(RecordedEvent recorded) => recorded.Event.Kind != EventKinds.SwitchActionChanged
            || (EnforcementReport.Fact(recorded, "unit") == unit.Value
                && told.Add((
                    EnforcementReport.Fact(recorded, "point"), EnforcementReport.Fact(recorded, "decidedAt"))));
        return [.. events.Where(IsNewest).Select(each => Of(each, zone)).OfType<UnitDecision>()];
    }

    /// <summary>Null for what tells nothing of a unit, such as a checkpoint.</summary>
    private static UnitDecision? Of(RecordedEvent recorded, DateTimeZone zone) =>
        recorded.Event.Kind == EventKinds.SwitchActionChanged ? OfSwitching(recorded, zone)
        : DecisionEvent.LinkOf(recorded.Event) is { } link
            && RecordCodec.Read(link.Content.AsSpan(), out _) is LadderRecord ladder
                ? OfLadder(recorded, ladder.Step, zone)
        : null;

    private static UnitDecision OfLadder(RecordedEvent recorded, LadderStep step, DateTimeZone zone) => new(
        recorded.Gateway.Value, Configuration.Words.Of(step.Policy.Resource), recorded.Event.Instant,
        Word(step.Decision.Rule), recorded.Event.Text)
    {
        Sentence = LadderSentence.Of(step, zone),
        Drill = step.Decision.Next.Drill,
        Used = step.Input.UsedMeasured + step.Input.UsedOther,
        Budget = step.Input.Budget,
        Stage = Word(step.Decision.Next.Stage),
        RunOut = step.Decision.RunOut,
        Earliest = step.Decision.Earliest,
        Until = step.Decision.Command?.Until,
        By = step.Decision.Command?.Actor,
        Order = step.Decision.Command?.Id,
        Hold = step.Decision.Next.Hold is { } hold ? Word(hold) : null,
        AsksApproval = step.Decision.Actions.Contains(LadderAction.AskApproval),
    };

    private static UnitDecision OfSwitching(RecordedEvent recorded, DateTimeZone zone)
    {
        string Fact(string name) => EnforcementReport.Fact(recorded, name);
        return new(
            recorded.Gateway.Value, Fact("resource"), recorded.Event.Instant, $"{Fact("operation")}-{Fact("state")}",
            recorded.Event.Text)
        {
            Sentence = SwitchingSentence.Of(recorded.Event, zone),
            Point = Fact("point"),
            // What is decided or commanded only has nothing to prove yet.
            Proof = Fact("state") is "proven" or "not-proven" or "failed" ? Fact("grade") : null,
            Finding = Fact("finding") is { Length: > 0 } and not "none" ? Fact("finding") : null,
        };
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Budgets.Decisions;
using Jingu.Contracts.Events;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Enforcement;

/// <summary>
/// What gateways decided and did in a period, and whether it stands up: every decision is decided again from its own
/// record, and every chain is followed link by link. Pure.
/// </summary>
/// <param name="From">First instant, UTC.</param>
/// <param name="To">The first instant after it.</param>
/// <param name="Chains">Per journal of a gateway, by gateway and first record.</param>
/// <param name="Decisions">In order of time.</param>
/// <param name="Actions">Each switching as it stands now, in order of decision.</param>
/// <param name="Cuts">Proven disconnections per unit and resource; what is not proven is not counted.</param>
/// <param name="Standings">Where each ladder was recorded to stand last, by unit and resource.</param>
internal sealed record EnforcementReport(
    DateTimeOffset From,
    DateTimeOffset To,
    ImmutableArray<ChainStanding> Chains,
    ImmutableArray<DecisionReport> Decisions,
    ImmutableArray<ActionReport> Actions,
    ImmutableArray<CutCount> Cuts,
    ImmutableArray<StandingReport> Standings)
{
    /// <summary>True where a chain is broken or a decision comes out otherwise.</summary>
    public bool HasDifferences =>
        Chains.Any(chain => chain.Broken is not null || chain.Different > 0);

    /// <param name="events">The period's events, in any order.</param>
    /// <param name="before">The last decision of each journal before the period.</param>
    /// <param name="zone">The site's: sentences tell its time.</param>
    public static EnforcementReport Of(
        MonthPeriod period, IReadOnlyCollection<RecordedEvent> events, IReadOnlyCollection<RecordedEvent> before,
        DateTimeZone zone)
    {
        var decided = events.Where(one => one.Event.Kind == EventKinds.Decision)
            .OrderBy(one => one.Gateway.Value, StringComparer.Ordinal).ThenBy(one => one.Sequence)
            .Select(one => (Recorded: one, Report: DecisionReport.Of(one, zone))).ToList();
        ImmutableArray<ActionReport> actions =
        [
            .. events.Where(one => one.Event.Kind == EventKinds.SwitchActionChanged)
                .GroupBy(one => (one.Gateway, Point: Fact(one, "point"), Decided: Fact(one, "decidedAt")))
                .Select(steps => ActionReport.Of(steps.MaxBy(step => step.Sequence)!, zone))
                .OrderBy(action => action.DecidedAt, StringComparer.Ordinal)
                .ThenBy(action => action.Point, StringComparer.Ordinal),
        ];
        return new(
            period.From,
            period.To,
            [
                .. decided.GroupBy(one => (one.Recorded.Gateway, one.Recorded.Journal)).Select(journal =>
                    ChainStanding.Of(
                        [.. journal],
                        before.FirstOrDefault(one => (one.Gateway, one.Journal) == journal.Key)?.Event)),
            ],
            [.. decided.Select(one => one.Report).OrderBy(one => one.At)],
            actions,
            [
                .. actions.Where(action => action is { Operation: "cut", State: "proven" })
                    .GroupBy(action => (action.Unit, action.Resource))
                    .Select(cuts => new CutCount(cuts.Key.Unit, cuts.Key.Resource, cuts.Count()))
                    .OrderBy(cuts => cuts.Unit, StringComparer.Ordinal)
                    .ThenBy(cuts => cuts.Resource, StringComparer.Ordinal),
            ],
            StandingReport.Latest(decided.Select(one => one.Recorded)));
    }

    internal static string Fact(RecordedEvent recorded, string name) =>
        recorded.Event.Facts.GetValueOrDefault(name, "");
}

/// <summary>One journal's records in the period.</summary>
/// <param name="Records">How many.</param>
/// <param name="Equal">Decided again, the same came out.</param>
/// <param name="Different">Something else came out.</param>
/// <param name="NotComparable">Decided by a rule set that this version does not have.</param>
/// <param name="Broken">The first place where the chain does not hold, as a sentence; null where it is whole.</param>
internal sealed record ChainStanding(
    string Gateway, string Journal, int Records, int Equal, int Different, int NotComparable, string? Broken)
{
    public static ChainStanding Of(
        ImmutableArray<(RecordedEvent Recorded, DecisionReport Report)> records, GatewayEvent? before)
    {
        int Count(ReplayOutcome outcome) => records.Count(one => one.Report.Outcome == outcome);
        return new(
            records[0].Recorded.Gateway.Value, records[0].Recorded.Journal.ToString(), records.Length,
            Count(ReplayOutcome.Equal), Count(ReplayOutcome.Different), Count(ReplayOutcome.NotComparable),
            FirstBreak(records, before));
    }

    private static string? FirstBreak(
        ImmutableArray<(RecordedEvent Recorded, DecisionReport Report)> records, GatewayEvent? before)
    {
        var links = new List<ChainLink>();
        foreach (var (recorded, _) in records)
        {
            if (DecisionEvent.LinkOf(recorded.Event) is not { } link)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"entry {recorded.Sequence} of the journal carries no record");
            }
            links.Add(link);
        }
        return ChainLink.FirstBreak(links, before is null ? null : DecisionEvent.LinkOf(before));
    }
}

/// <summary>A decision, and what came out when it was decided again.</summary>
/// <param name="Subject">The unit and resource, or what else it was about.</param>
/// <param name="Text">The gateway's sentence.</param>
/// <param name="Differences">A sentence each; empty where nothing differs.</param>
internal sealed record DecisionReport(
    string Gateway, DateTimeOffset At, string Subject, string Text, ReplayOutcome Outcome,
    ImmutableArray<string> Differences)
{
    /// <summary>The ladder's rule, such as <c>first-notice-issued</c>; null for what no ladder decided.</summary>
    public string? Rule { get; private init; }

    /// <summary>What was to be done, such as <c>ask-approval</c>.</summary>
    public ImmutableArray<string> Asks { get; private init; } = [];

    /// <summary>Decided as a drill: nobody was told in earnest.</summary>
    public bool Drill { get; private init; }

    /// <summary><c>electricity</c> or <c>water</c>; null for what is about neither, such as a checkpoint.</summary>
    public string? Resource { get; private init; }

    /// <summary>In every language; null where only the gateway's own tells it.</summary>
    public Sentence? Sentence { get; private init; }

    public static DecisionReport Of(RecordedEvent recorded, DateTimeZone zone)
    {
        var link = DecisionEvent.LinkOf(recorded.Event);
        var replayed = link is not null
            ? Replay.Check(link.Content.AsSpan())
            : new(ReplayOutcome.Different, ["the event carries no record"]);
        var report = new DecisionReport(
            recorded.Gateway.Value, recorded.Event.Instant, recorded.Event.Subject, recorded.Event.Text,
            replayed.Outcome, replayed.Differences);
        var record = link is null ? null : RecordCodec.Read(link.Content.AsSpan(), out _);
        report = report with
        {
            Sentence = DecisionSentence.Of(record, zone),
            Resource = record switch
            {
                LadderRecord ladder => Configuration.Words.Of(ladder.Step.Policy.Resource),
                GateRecord gate => Configuration.Words.Of(gate.Command.Resource),
                _ => null,
            },
        };
        return record is LadderRecord { Step: var step }
            ? report with
            {
                Rule = Word(step.Decision.Rule),
                Asks = [.. step.Decision.Actions.Select(Word)],
                Drill = step.Decision.Next.Drill,
            }
            : report;
    }

    private static string Word<T>(T name)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(name.ToString());
}

/// <summary>A switching as it stands; words and instants as the gateway wrote them.</summary>
internal sealed record ActionReport(
    string Gateway, string Point, string Unit, string Resource, string Operation, string State, string Grade,
    string Finding, int Attempts, string DecidedAt, string? AttemptedAt, string? SettledAt, string Text)
{
    /// <summary>In every language; null where only the gateway's own tells it.</summary>
    public Sentence? Sentence { get; private init; }

    public static ActionReport Of(RecordedEvent step, DateTimeZone zone)
    {
        string Fact(string name) => EnforcementReport.Fact(step, name);
        return new(
            step.Gateway.Value, Fact("point"), Fact("unit"), Fact("resource"), Fact("operation"), Fact("state"),
            Fact("grade"), Fact("finding"),
            int.TryParse(Fact("attempts"), CultureInfo.InvariantCulture, out var attempts) ? attempts : 0,
            Fact("decidedAt"), step.Event.Facts.GetValueOrDefault("attemptedAt"),
            step.Event.Facts.GetValueOrDefault("settledAt"), step.Event.Text)
        {
            Sentence = SwitchingSentence.Of(step.Event, zone),
        };
    }
}

/// <summary>Proven disconnections of a unit for a resource.</summary>
internal sealed record CutCount(string Unit, string Resource, int Count);

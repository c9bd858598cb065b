using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Budgets.Decisions;
using Jingu.Contracts.Events;
using NodaTime;
using static Jingu.Aggregator.Reporting.Sentences.EventFact;

namespace Jingu.Aggregator.Reporting.Sentences;

/// <summary>What an event of a gateway says, from its facts. Pure.</summary>
internal static class EventSentence
{
    /// <summary>
    /// Of every kind but decisions and switchings, which have sentences of their own. What gateways of earlier versions
    /// do not write is not asked for, or stands in a clause of its own.
    /// </summary>
    public static readonly FrozenDictionary<string, EventWords> Kinds = new Dictionary<string, EventWords>
    {
        [EventKinds.Started] = new(Text("version")),
        [EventKinds.JournalOpened] = new EventWords().By("cause", "first", "damaged", "copied"),
        [EventKinds.MessageRefused] = new(),
        [EventKinds.EntriesRefused] = new EventWords().And(
            "range", Word("stream", "EntriesOf-"), Number("first"), Number("last")),
        [EventKinds.SamplesThinned] = new EventWords().And("count", Number("removed")),
        [EventKinds.BootDated] = new(UnixMoment("offsetMs"), Seconds("uncertaintyMs")),
        [EventKinds.ClockTrustChanged] = new EventWords(Word("trust", "Trust-"), Word("before", "Trust-")).By(
            happened => happened.Fact("trust") == "unset" ? "lost" : "vouched", "lost", "vouched"),
        [EventKinds.ClockJumped] = new EventWords(Seconds("sizeMs")).By(
            happened => EventFacts.Number(happened.Fact("sizeMs")) < 0 ? "back" : "forward", "back", "forward"),

        [EventKinds.LedgerOpened] = new(Text("meter"), Number("count")),
        [EventKinds.ReadingNotLater] = new(Text("meter")),
        [EventKinds.RegisterFell] = new(Text("meter"), Number("countBefore"), Number("count"), Text("case")),
        [EventKinds.RegisterImplausible] = new(Text("meter"), Number("countBefore"), Number("count"), Text("case")),
        [EventKinds.RegisterWrapped] = new(Text("meter")),
        [EventKinds.RegisterRecovered] = new(Text("meter"), Text("case")),
        [EventKinds.RegisterBackFlow] = new(Text("meter"), Number("countBefore"), Number("count")),
        [EventKinds.ResolutionLoss] = new EventWords(Text("meter"), Number("exactMax"), Text("step")).By(
            "state", "nears", "lost"),
        [EventKinds.MultiplierChanged] = new EventWords(Text("meter")).And("now", Text("multiplier")),
        [EventKinds.MeterChanged] = new EventWords(Text("meter"), Text("case")).And("before", Text("meterBefore")),
        [EventKinds.MeterReplaced] = new EventWords(
            Text("by"), Text("meterBefore"), Text("meter"), Number("closing"), Number("opening"))
            .And("totals", Amount("totalBefore"), Amount("total")),
        [EventKinds.CaseSettled] = new EventWords(Text("by"), Text("meter"))
            .By(happened => happened.Fact("amount") is null ? "believed" : "new-base", "believed", "new-base")
            .And("amount", Amount("amount")).And("totals", Amount("totalBefore"), Amount("total")),
        [EventKinds.DeclarationRefused] = new(Text("by")),
        [EventKinds.MonthBoundary] = new EventWords(Text("meter")).And("total", Amount("total")),
        [EventKinds.DialRead] = new EventWords(Text("by"), Text("meter"), Moment("at"))
            .By(Drift, "first", "none", "lost", "extra")
            .And("shown", AmountThousandths("dialThousandths"))
            .And("drift", AmountThousandths("driftThousandths")),
        [EventKinds.MeterSilent] = new(),
        [EventKinds.MeterBack] = new(),
        [EventKinds.CounterMissing] = new(Text("meter")),
        [EventKinds.CounterBack] = new(Text("meter")),
        [EventKinds.PortOverloaded] = new EventWords().And("times", Seconds("neededMs"), Seconds("periodMs")),
        [EventKinds.PortRelieved] = new(),
        [EventKinds.PulsesUnwatched] = new(),

        [EventKinds.BoardSilent] = new(),
        [EventKinds.BoardBack] = new(),
        [EventKinds.SwitchMoved] = new EventWords().And(
            "how", Word("before", "Standing-"), Word("state", "Standing-")),
        [EventKinds.SwitchUnlike] = new EventWords().By("state", "differs", "same"),
        [EventKinds.SwitchTrial] = new EventWords(Text("by"), Moment("made")).By("passed", "true", "false"),
        [EventKinds.RestoreButton] = new EventWords(Text("unit")).By(
            happened => happened.Fact("state") == "pressed" && happened.Fact("confirmed") is null
                ? "idle"
                : happened.Fact("state"),
            "pressed", "idle", "stuck", "released", "gone", "back"),
        [EventKinds.CurtailmentBegun] = new(Percent("tenths"), Moment("until")),
        [EventKinds.CurtailmentEnded] = new(Percent("tenths")),
        [EventKinds.ZoneLight] = new EventWords(Percent("light"), Word("reason", "LightReason-")).By(
            happened => happened.Fact("light") == "0" ? "dark" : "lit", "dark", "lit"),
        [EventKinds.ZoneOverride] = new EventWords().By(
            happened => (happened.Fact("state"), happened.Fact("by")) switch
            {
                ("begun", not null) => "ordered",
                ("ended", not null) => "order-ended",
                var (state, _) => state,
            },
            "begun", "ended", "ordered", "order-ended")
            .And("by", Text("by")).And("light", Percent("light")).And("until", Moment("until")),
        [EventKinds.SensorFailed] = new(Text("zone"), Word("fault", "SensorFault-")),
        [EventKinds.SensorBack] = new(Text("zone")),
        [EventKinds.LampUnlike] = new EventWords(Text("zone")).By("state", "differs", "same"),

        [EventKinds.PolicyApplied] = new(Text("version"), Moment("notAfter")),
        [EventKinds.PolicyRefused] = new EventWords().And("running", Text("running")).And("untold", Number("untold")),
        [EventKinds.UnitDropped] = new(),
        [EventKinds.CommandAnswered] = new(Text("by"), Word("action", "Order-")),
        [EventKinds.CommandRefused] = new EventWords()
            .And("whose", Text("by"), Word("action", "Order-")).And("untold", Number("untold")),
        [EventKinds.CommandRepeated] = new(Text("by"), Word("action", "Order-")),
        [EventKinds.GrantUsed] = new(Text("by"), Amount("amount"), Text("month")),
        [EventKinds.GrantRefused] = new EventWords().And("who", Text("by")),
        [EventKinds.LeaseReport] = new(Text("month"), Amount("part"), Amount("used")),
    }.ToFrozenDictionary();

    /// <summary>Null for a kind or facts that this version does not know: the gateway's own sentence tells.</summary>
    public static Sentence? Of(GatewayEvent happened, DateTimeZone zone) => happened.Kind switch
    {
        EventKinds.Decision => DecisionEvent.LinkOf(happened) is { } link
            ? DecisionSentence.Of(RecordCodec.Read(link.Content.AsSpan(), out _), zone)
            : null,
        EventKinds.SwitchActionChanged => SwitchingSentence.Of(happened, zone),
        var kind => Kinds.GetValueOrDefault(kind)?.Of(happened, zone),
    };

    private static string? Drift(GatewayEvent happened) => happened.Fact("isDrift") switch
    {
        null => "first",
        "false" => "none",
        _ => EventFacts.Number(happened.Fact("driftThousandths")) < 0 ? "extra" : "lost",
    };
}

using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Events;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Lighting.Zones;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Sentences;

/// <summary>Every kind of events that gateways record, from the list of kinds itself.</summary>
public sealed class EventSentenceTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 5, 23, 30, 0, TimeSpan.Zero);

    /// <summary>Facts that are instants, amounts or words; every other one is a number.</summary>
    private static readonly Dictionary<string, string> Samples = new()
    {
        ["resource"] = "Water",
        ["until"] = "2026-03-06T00:00:00Z",
        ["at"] = "2026-03-06T00:00:00Z",
        ["made"] = "2026-03-06T00:00:00Z",
        ["notAfter"] = "2026-03-06T00:00:00Z",
        ["trust"] = "rtc",
        ["stream"] = "events",
        [$"{EventKinds.ClockTrustChanged} before"] = "holdover",
        [$"{EventKinds.SwitchMoved} before"] = "on",
        [$"{EventKinds.SwitchMoved} state"] = "off",
        ["reason"] = "by-hand",
        ["fault"] = "stuck",
        ["action"] = "extend",
    };

    public static TheoryData<string> Kinds => [.. typeof(EventKinds)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(kind => (string)kind.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_told_in_both_languages(string kind)
    {
        if (kind is EventKinds.Decision or EventKinds.SwitchActionChanged)
            return;
        Assert.True(EventSentence.Kinds.TryGetValue(kind, out var words), $"{kind} has no words.");
        string?[] variants = words.Variants.IsEmpty ? [null] : [.. words.Variants];
        foreach (var variant in variants)
        {
            var facts = words.Facts.Concat(words.More.SelectMany(more => more.Facts)).Append(new("resource", null!))
                .Select(fact => fact.Name).Distinct()
                .ToImmutableSortedDictionary(name => name, name => SampleOf(kind, name));
            // Found by what the facts say, or one of them names it.
            var sentence = Variants(facts).Select(each => words.Of(Event(kind, each), Spoken.Shanghai))
                .OfType<Sentence>().FirstOrDefault(told => variant is null
                    || told.Clauses[0].Words == $"{EventWords.Prefix}{kind}-{variant}");
            Assert.True(sentence is not null, $"{kind} {variant} is never told.");
            Spoken.IsWhole(sentence);
            Assert.All(words.More, more => Assert.Contains(
                Variants(facts), each => words.Of(Event(kind, each), Spoken.Shanghai)?.Clauses
                    .Any(clause => clause.Words.EndsWith($"-{more.Name}", StringComparison.Ordinal)) is true));
        }
    }

    [Fact]
    public void Every_step_of_a_switching_is_told_in_both_languages_with_its_proof()
    {
        foreach (var operation in Enum.GetValues<SwitchOperation>())
        {
            foreach (var state in Enum.GetValues<SwitchActionState>())
            {
                Spoken.IsWhole(Switching(operation, state));
                foreach (var finding in Enum.GetValues<ProofFinding>())
                    Spoken.IsWhole(Switching(operation, state, finding: finding));
                foreach (var grade in Enum.GetValues<ProofGrade>())
                    Spoken.IsWhole(Switching(operation, state, grade: grade));
                foreach (var refusal in Enum.GetValues<GateRefusal>())
                    Spoken.IsWhole(Switching(operation, state, refusal: refusal));
            }
        }
        Assert.Equal(
            "sp-1：断开，失败。触点熔焊或卡住：请到现场查看。共发令 3 次。2026-03-06 07:30 查明。",
            Spoken.In("zh-CN", Switching(
                SwitchOperation.Cut, SwitchActionState.Failed, finding: ProofFinding.WeldedOrStuck)));
        Assert.Equal(
            "sp-1: cut, commanded and proven by its feedback contact. Commanded 3 times. "
                + "It showed at 2026-03-06 07:30.",
            Spoken.In("en", Switching(
                SwitchOperation.Cut, SwitchActionState.Proven, grade: ProofGrade.Contact)));
    }

    [Fact]
    public void Every_word_that_a_fact_can_be_has_words()
    {
        static void All<T>(string prefix, Func<T, bool>? isSaid = null)
            where T : struct, Enum => Assert.All(
                Enum.GetValues<T>().Where(value => isSaid?.Invoke(value) ?? true),
                value => Assert.NotNull(Aggregator.Web.Texts.Find(prefix + Said.Kebab(value))));
        All<LightReason>("LightReason-");
        All<SensorFault>("SensorFault-", fault => fault != SensorFault.None);
        All<ClockTrust>("Trust-");
        All<JournalStream>("EntriesOf-");
        Assert.All(
            typeof(CommandAction).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(CommandAction))),
            type => Assert.NotNull(Aggregator.Web.Texts.Find(
                "Order-" + System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name))));
    }

    /// <summary>Gateways of earlier versions write fewer facts.</summary>
    [Fact]
    public void Without_its_facts_an_event_is_left_to_the_gateways_own_words()
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;

        Assert.Null(EventSentence.Of(Event(EventKinds.Started, none), Spoken.Shanghai));
        Assert.Null(EventSentence.Of(Event(EventKinds.SwitchActionChanged, none), Spoken.Shanghai));
        Assert.Null(EventSentence.Of(Event("a-kind-of-next-year", none), Spoken.Shanghai));
        Assert.Null(EventSentence.Of(
            Event(EventKinds.PolicyApplied, none.Add("version", "3").Add("notAfter", "soon")), Spoken.Shanghai));
        Assert.Equal("m-1 无应答。", Spoken.In(
            "zh", EventSentence.Of(Event(EventKinds.MeterSilent, none) with { Subject = "m-1" }, Spoken.Shanghai)));
    }

    private static Sentence? Switching(
        SwitchOperation operation, SwitchActionState state, ProofFinding finding = ProofFinding.None,
        ProofGrade grade = ProofGrade.Load, GateRefusal refusal = GateRefusal.Drill) => EventSentence.Of(
        Event(
            EventKinds.SwitchActionChanged,
            new Dictionary<string, string>
            {
                ["point"] = "sp-1",
                ["operation"] = Said.Kebab(operation),
                ["state"] = Said.Kebab(state),
                ["finding"] = Said.Kebab(finding),
                ["grade"] = Said.Kebab(grade),
                ["refusal"] = Said.Kebab(refusal),
                ["attempts"] = "3",
                ["settledAt"] = At.ToString("O", CultureInfo.InvariantCulture),
            }.ToImmutableSortedDictionary()),
        Spoken.Shanghai);

    private static string SampleOf(string kind, string fact) =>
        Samples.GetValueOrDefault($"{kind} {fact}") ?? Samples.GetValueOrDefault(fact, "120");

    /// <summary>The facts, and with each value by which kinds tell variants apart.</summary>
    private static IEnumerable<ImmutableSortedDictionary<string, string>> Variants(
        ImmutableSortedDictionary<string, string> facts)
    {
        yield return facts;
        yield return facts.Remove("amount");
        yield return facts.Remove("by").SetItem("state", "begun");
        yield return facts.Remove("by").SetItem("state", "ended");
        foreach (var (name, values) in (IEnumerable<(string, string[])>)[
            ("cause", ["first", "damaged", "copied"]),
            ("state", [
                "nears", "lost", "differs", "same", "begun", "ended", "stuck", "released", "gone", "back", "on",
            ]),
            ("passed", ["true", "false"]), ("trust", ["unset"]), ("sizeMs", ["-5"]), ("light", ["0"]),
            ("isDrift", ["false", "true"])])
        {
            foreach (var value in values)
                yield return facts.SetItem(name, value);
        }
        yield return facts.SetItem("isDrift", "true").SetItem("driftThousandths", "-120");
        yield return facts.SetItem("state", "pressed").Remove("confirmed");
        yield return facts.SetItem("state", "pressed").SetItem("confirmed", "unit-01 electricity");
    }

    private static GatewayEvent Event(string kind, ImmutableSortedDictionary<string, string> facts) =>
        new(kind, At, "subject-1", "told", facts);
}

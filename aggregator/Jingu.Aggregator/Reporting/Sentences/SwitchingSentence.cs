using System.Collections.Frozen;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Events;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Sentences;

/// <summary>How a switching stands, and what proves it, from the facts of its event. Pure.</summary>
internal static class SwitchingSentence
{
    /// <summary>What names of the words begin with.</summary>
    public const string Prefix = "Switched-";

    private static readonly FrozenSet<string> States = WordsOf<SwitchActionState>();
    private static readonly FrozenSet<string> Operations = WordsOf<SwitchOperation>();
    private static readonly FrozenSet<string> Grades = WordsOf<ProofGrade>();
    private static readonly FrozenSet<string> Findings = WordsOf<ProofFinding>();
    private static readonly FrozenSet<string> Refusals = WordsOf<GateRefusal>();

    /// <summary>Null where the facts are not those of a switching that this version knows.</summary>
    public static Sentence? Of(GatewayEvent happened, DateTimeZone zone)
    {
        string Fact(string name) => happened.Fact(name) ?? "";
        var (operation, state, grade) = (Fact("operation"), Fact("state"), Fact("grade"));
        if (!States.Contains(state) || !Operations.Contains(operation))
            return null;
        (string, Said) what = ("operation", new Said.Word("Operation-", operation));
        (string, Said) point = ("point", Fact("point"));
        if (state == "proven" && !Grades.Contains(grade))
            return null;
        var sentence = state == "proven"
            ? Sentence.Of(Prefix + state, what, point, ("proof", new Said.Word("ProofBy-", grade)))
            : Sentence.Of(Prefix + state, what, point);
        if (Fact("shownFrom") is { Length: > 0 } from && Fact("shownTo") is { Length: > 0 } to)
            sentence = sentence.Then(Prefix + "moved", ("from", from), ("to", to));
        if (state == "failed" && Findings.Contains(Fact("finding")))
            sentence = sentence.Then("Finding-" + Fact("finding"));
        if (state == "refused" && Refusals.Contains(Fact("refusal")))
            sentence = sentence.Then(Prefix + "why", ("why", new Said.Word("Refusal-", Fact("refusal"))));
        if (EventFacts.Number(Fact("attempts")) is > 1 and var attempts)
            sentence = sentence.Then(Prefix + "again", ("attempts", new Said.Number(attempts)));
        if (state is "proven" or "failed" && EventFacts.Instant(Fact("settledAt")) is { } settled)
            sentence = sentence.Then(Prefix + "seen", ("settled", Said.At(settled, zone)));
        if (Fact("test").Length > 0)
            sentence = sentence.Then(Prefix + "test");
        return Fact("event") is { Length: > 0 } id ? sentence.Then(Prefix + "event", ("event", id)) : sentence;
    }

    private static FrozenSet<string> WordsOf<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Said.Kebab).ToFrozenSet();
}

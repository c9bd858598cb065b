using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;

namespace Jingu.Budgets.Decisions;

/// <summary>
/// Decides again what a record says was decided, from the inputs in it, and shows any difference. Pure.
/// </summary>
public static class Replay
{
    /// <summary>Checks a record as it was written. Bytes that are no record are a difference, and say why.</summary>
    public static ReplayResult Check(ReadOnlySpan<byte> content)
    {
        // The rule set is looked at first: a record of later rules may hold members that this version cannot read.
        if (RuleSetOf(content) is { } ruleSet && !Ladder.Decides(ruleSet) && !SwitchGate.Judges(ruleSet))
            return NotComparable(ruleSet);
        return RecordCodec.Read(content, out var fault) is { } record
            ? Check(record)
            : new(ReplayOutcome.Different, [$"not a record: {fault}"]);
    }

    /// <summary>Checks a record.</summary>
    public static ReplayResult Check(ChainRecord record) => record switch
    {
        LadderRecord ladder when Ladder.Decides(ladder.RuleSet) => Check(ladder),
        GateRecord gate when SwitchGate.Judges(gate.RuleSet) => Check(gate),
        CheckpointRecord checkpoint when Ladder.Decides(checkpoint.RuleSet) => Check(checkpoint),
        _ => NotComparable(record.RuleSet),
    };

    private static ReplayResult Check(LadderRecord record)
    {
        var step = record.Step;
        var again = Ladder.Decide(step.Policy, step.Before, step.Input);
        if (again is null)
            return Of([$"recorded {step.Decision.Rule}, the rules decide nothing"]);
        var differences = ImmutableArray.CreateBuilder<string>();
        if (again.Rule != step.Decision.Rule)
            differences.Add($"recorded {step.Decision.Rule}, the rules decide {again.Rule}");
        var recorded = Encoding.UTF8.GetString(RecordCodec.Write(record));
        var replayed = Encoding.UTF8.GetString(
            RecordCodec.Write(record with { Step = step with { Decision = again } }));
        if (differences.Count == 0 && !string.Equals(recorded, replayed, StringComparison.Ordinal))
            differences.Add(FirstDifference(recorded, replayed));
        return Of(differences.ToImmutable());
    }

    private static ReplayResult Check(GateRecord record)
    {
        var again = SwitchGate.Judge(record.Point, record.Command, record.Facts).Refusal;
        return Of(again == record.Refusal ? [] : [$"recorded {Said(record.Refusal)}, the gate says {Said(again)}"]);
    }

    private static ReplayResult Check(CheckpointRecord record) => Of(
    [
        .. from standing in record.Standings
           let missed = Ladder.Decide(standing.Policy, standing.State, standing.Input)
           where missed is not null
           select $"{standing.Policy.Unit}, {standing.Policy.Resource}: {missed.Rule} was not decided",
    ]);

    private static string Said(GateRefusal? refusal) => refusal is null ? "allowed" : $"refused ({refusal})";

    /// <summary>Both texts from shortly before they part.</summary>
    private static string FirstDifference(string recorded, string replayed)
    {
        const int Before = 24;
        const int Shown = 80;
        var at = recorded.Zip(replayed).TakeWhile(pair => pair.First == pair.Second).Count();
        string Around(string text) =>
            text[int.Max(0, at - Before)..int.Min(text.Length, at + Shown)];
        return $"recorded …{Around(recorded)}…, the rules give …{Around(replayed)}…";
    }

    private static ReplayResult Of(ImmutableArray<string> differences) =>
        new(differences.IsEmpty ? ReplayOutcome.Equal : ReplayOutcome.Different, differences);

    private static ReplayResult NotComparable(string ruleSet) => new(
        ReplayOutcome.NotComparable,
        [$"decided by rule set '{ruleSet}', which this version does not have"]);

    private static string? RuleSetOf(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("ruleSet", out var ruleSet)
                && ruleSet.ValueKind == JsonValueKind.String
                    ? ruleSet.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a replay found.</summary>
/// <param name="Outcome">Equal, different or not comparable.</param>
/// <param name="Differences">A sentence each.</param>
public sealed record ReplayResult(ReplayOutcome Outcome, ImmutableArray<string> Differences);

/// <summary>Outcomes of a replay.</summary>
public enum ReplayOutcome
{
    Equal,
    Different,
    /// <summary>Decided by rules that this version does not have: never a difference.</summary>
    NotComparable,
}

using Jingu.Budgets.Decisions;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Sentences;

/// <summary>What a record of a gateway's chain says. Pure.</summary>
internal static class DecisionSentence
{
    /// <summary>Null where this version does not know what the record says: the gateway's own sentence does.</summary>
    public static Sentence? Of(ChainRecord? record, DateTimeZone zone) => record switch
    {
        LadderRecord ladder => LadderSentence.Of(ladder.Step, zone),
        GateRecord gate => Gate(gate),
        CheckpointRecord checkpoint => Sentence.Of("Checkpoint", ("ladders", checkpoint.Standings.Length)),
        _ => null,
    };

    private static Sentence? Gate(GateRecord record)
    {
        var command = record.Command;
        if (!Enum.IsDefined(command.Operation) || (record.Refusal is { } known && !Enum.IsDefined(known)))
            return null;
        (string, Said) operation = ("operation", Said.Of("Operation-", command.Operation));
        (string, Said) point = ("point", command.Point.Value);
        var sentence = record.Refusal is { } refusal
            ? Sentence.Of("Gate-refused", operation, point, ("why", Said.Of("Refusal-", refusal)))
            : Sentence.Of("Gate-allowed", operation, point);
        if (command.Levels is { } levels)
            sentence = sentence.Then("Gate-levels", ("from", levels.From), ("to", levels.To));
        if (command.Test is not null)
            sentence = sentence.Then("Switched-test");
        return command.Event is { } id ? sentence.Then("Switched-event", ("event", id)) : sentence;
    }
}

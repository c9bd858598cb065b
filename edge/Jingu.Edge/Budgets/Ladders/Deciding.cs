using System.Collections.Immutable;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Use;
using Jingu.Contracts.Commands;
using Jingu.Contracts.Ids;
using Jingu.Edge.Control.Buttons;
using Jingu.Edge.Delivery.Signed;
using NodaTime.Text;

namespace Jingu.Edge.Budgets.Ladders;

/// <summary>
/// Decides about supply on one frozen image: every unit's ladder, commands of persons, once a day a checkpoint. Pure:
/// gives what would follow, and becomes nothing by itself.
/// </summary>
internal static class Deciding
{
    /// <summary>Ladders in one checkpoint, so that its record stays small enough to travel.</summary>
    private const int CheckpointMax = 20;

    /// <param name="windows">When nothing is cut, around the instant of the image.</param>
    /// <param name="commands">That wait for an answer, in the order they came; those with an effect that is being
    /// measured are passed over.</param>
    /// <param name="presses">Of buttons on site.</param>
    public static Decided Decide(
        SupplyState state, SupplyImage image, ImmutableArray<HoldWindow> windows,
        ImmutableArray<ReceivedCommand> commands, ImmutableArray<ButtonPress> presses, GatewayId gateway)
    {
        var log = new DecisionLog(state.Chain, image.Zone);
        var answers = ImmutableArray.CreateBuilder<CommandAnswer>();
        var (ladders, effects) = (state.Ladders.ToBuilder(), state.Effects.ToBuilder());
        // A test is no ladder's: what it does is decided last before the relay.
        var asked = commands.Where(received => received.Command.Action is not CommandAction.TestSwitch
            && !state.Effects.ContainsKey(received.Command.Id)).ToLookup(
            received => CommandWords.KeyOf(received.Command.Action));
        var period = image.Period;
        var standings = ImmutableArray.CreateBuilder<LadderStanding>();
        foreach (var unit in image.Policy.Units)
        {
            var key = new LadderKey(unit.Unit, unit.Resource);
            // The first month of a ladder is not taken from a clock that nobody vouches for.
            if (!ladders.TryGetValue(key, out var ladder) && !image.ClockTrusted)
                continue;
            ladders[key] = ladder ??= Ladder.Begin(unit.Ladder, period);
            var input = image.InputOf(unit, period, windows);
            var words = CommandWords.Of(asked[key], image, answers);
            var said = words.AddRange(Confirming.WordsFor(key, ladder, presses));
            foreach (var step in Ladder.DecideAll(unit.Ladder, ladder, input with { Commands = said }))
            {
                log.Add(new LadderRecord(Ladder.RuleSet, step), key.ToString(), image.Now);
                // Who presses a button sees what comes of it.
                if (step.Decision.Command is { } command && words.Contains(command))
                    Answer(step, command, key, image, effects, answers);
                ladders[key] = step.Decision.Next;
            }
            standings.Add(new(unit.Ladder, ladders[key], input));
        }
        RefuseOthers(asked, ladders, image.Now, answers);
        var day = LocalDatePattern.Iso.Format(LocalDay.Of(image.Now, image.Zone));
        if (image.ClockTrusted && standings.Count > 0 && log.Head.Checkpoint != day)
        {
            foreach (var part in standings.Chunk(CheckpointMax))
                log.AddCheckpoint(day, new(Ladder.RuleSet, image.Now, [.. part]), gateway.Value);
        }
        return new(
            state with
            {
                Ladders = ladders.ToImmutable(),
                Effects = effects.ToImmutable(),
                Chain = log.Head,
            },
            log, answers.ToImmutable());
    }

    /// <summary>Approvals and confirmations are answered by their effect, everything else at once.</summary>
    private static void Answer(
        LadderStep step, LadderCommand command, LadderKey key, SupplyImage image,
        ImmutableDictionary<string, Effect>.Builder effects,
        ImmutableArray<CommandAnswer>.Builder answers)
    {
        if (step.Decision.Rule is LadderRule.Approved or LadderRule.Restored)
        {
            effects[command.Id] = new(command.Id, key, command.Kind, image.Now);
            return;
        }
        var isIdle = step.Decision.Rule == LadderRule.CommandIdle;
        answers.Add(new(
            command.Id, isIdle ? CommandState.Refused : CommandState.Done, image.Now,
            Explain.Sentence(new LadderRecord(Ladder.RuleSet, step), image.Zone)));
    }

    private static void RefuseOthers(
        ILookup<LadderKey?, ReceivedCommand> asked,
        ImmutableDictionary<LadderKey, LadderState>.Builder ladders, DateTimeOffset now,
        ImmutableArray<CommandAnswer>.Builder answers)
    {
        foreach (var group in asked.Where(group => group.Key is not { } key || !ladders.ContainsKey(key)))
        {
            foreach (var received in group)
            {
                answers.Add(new(received.Command.Id, CommandState.Refused, now, group.Key is { } key
                    ? $"Nothing has changed: this gateway has no ladder of {key}."
                    : "Nothing has changed: this gateway does not carry out such a command."));
            }
        }
    }
}

/// <summary>What the tick decided. Nothing has happened until it is stored.</summary>
/// <param name="Next">The state afterwards, the head of the chain included.</param>
/// <param name="Log">The records, as events.</param>
/// <param name="Answers">To commands whose effect is known at once.</param>
internal sealed record Decided(SupplyState Next, DecisionLog Log, ImmutableArray<CommandAnswer> Answers);

using System.Collections.Immutable;

namespace Jingu.Budgets.Ladders;

/// <summary>
/// The ladder: what happens to a unit as its budget runs out, and back. Pure and deterministic: the same policy, state
/// and input give the same decision, on the gateway and wherever it is replayed. Total: any input gives an answer.
/// </summary>
public static class Ladder
{
    /// <summary>
    /// Names these rules in records. Whoever changes what any rule decides, changes this; a replay of another version
    /// is not comparable.
    /// </summary>
    public const string RuleSet = "ladder-2";

    private const string First = "ladder-1";

    /// <summary>More steps than this at one instant are a mistake in the rules; commands come on top.</summary>
    private const int StepsMax = 32;

    /// <summary>In the order in which they are asked: the first that fires is the decision.</summary>
    private static readonly ImmutableArray<Func<Situation, Decision?>> Rules =
    [
        Returning.ReminderEnds,
        Returning.Arms,
        Returning.RestoresInDrill,
        Returning.Relieves,
        Climbing.ReachesNotice,
        Climbing.LosesLease,
        Climbing.ReachesWarning,
        Climbing.Reminds,
        Climbing.ReachesExhausted,
        Climbing.WithdrawsFirstNotice,
        Climbing.IssuesFirstNotice,
        Cutting.WithdrawsFinalNotice,
        Cutting.FinalNoticeLapses,
        Cutting.IssuesFinalNotice,
        Cutting.Holds,
        Cutting.Disconnects,
    ];

    /// <summary>
    /// True for records that these rules can decide again: ladder-2 knows one command more, which ladder-1 never took.
    /// </summary>
    public static bool Decides(string ruleSet) => ruleSet is RuleSet or First;

    /// <summary>The state of a unit that was never decided about.</summary>
    public static LadderState Begin(LadderPolicy policy, LadderPeriod period) =>
        new(period.Name, period.Start) { Drill = policy.Drill };

    /// <summary>
    /// The next step, one rule at a time; null when nothing is to be decided. The answer to a command drops it from the
    /// input of the step after.
    /// </summary>
    public static Decision? Decide(LadderPolicy policy, LadderState state, LadderInput input)
    {
        var situation = new Situation(policy, state, input);
        if (Turning.ChangesDrill(situation) is { } drill)
            return drill;
        if (Turning.TurnsPeriod(situation) is { } turned)
            return turned;
        if (!input.Commands.IsEmpty)
            return Answering.Answer(situation, input.Commands[0]);
        // A month that a doubtful clock claims is no ground for anything.
        if (input.Period.Name != state.Period)
            return null;
        foreach (var rule in Rules)
        {
            if (rule(situation) is { } decision)
                return decision;
        }
        return null;
    }

    /// <summary>
    /// Every step that one input leads to, in order, each with the input it was decided on. Empty when nothing is to be
    /// decided.
    /// </summary>
    /// <exception cref="InvalidOperationException">The rules do not come to rest: a bug, never an input.</exception>
    public static ImmutableArray<LadderStep> DecideAll(LadderPolicy policy, LadderState state, LadderInput input)
    {
        var steps = ImmutableArray.CreateBuilder<LadderStep>();
        var stepsMax = StepsMax + input.Commands.Length;
        while (Decide(policy, state, input) is { } decision)
        {
            if (steps.Count >= stepsMax)
                throw new InvalidOperationException($"the ladder does not come to rest at {decision.Rule}");
            steps.Add(new(policy, state, input, decision));
            state = decision.Next;
            if (decision.Command is not null)
                input = input with { Commands = input.Commands.RemoveAt(0) };
        }
        return steps.ToImmutable();
    }
}

/// <summary>A decision with everything it was decided on.</summary>
public sealed record LadderStep(LadderPolicy Policy, LadderState Before, LadderInput Input, Decision Decision);

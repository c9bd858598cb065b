using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;

namespace Jingu.Budgets.Decisions;

/// <summary>
/// What a gateway decided, with everything it was decided on: complete, so that anybody can decide it again. Content of
/// a journal event; <see cref="ChainLink"/> ties them together.
/// </summary>
/// <param name="RuleSet">The rules that decided, such as <see cref="Ladder.RuleSet"/>.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LadderRecord), "ladder")]
[JsonDerivedType(typeof(GateRecord), "gate")]
[JsonDerivedType(typeof(CheckpointRecord), "checkpoint")]
public abstract record ChainRecord(string RuleSet);

/// <summary>A step of a ladder.</summary>
/// <param name="RuleSet">The ladder's rules.</param>
/// <param name="Step">What was decided, and on what.</param>
public sealed record LadderRecord(string RuleSet, LadderStep Step) : ChainRecord(RuleSet);

/// <summary>What the gate said to a command.</summary>
/// <param name="RuleSet">The gate's rules.</param>
/// <param name="Point">The switch point as commissioned then.</param>
/// <param name="Command">The command.</param>
/// <param name="Facts">What was known.</param>
/// <param name="Refusal">The answer; null: allowed.</param>
public sealed record GateRecord(
    string RuleSet, SwitchPoint Point, SwitchCommand Command, GateFacts Facts, GateRefusal? Refusal = null)
    : ChainRecord(RuleSet);

/// <summary>
/// Once a day, where everything stands after deciding: a replay must find nothing to decide there, so a decision that
/// was not taken shows too.
/// </summary>
/// <param name="RuleSet">The ladder's rules.</param>
/// <param name="At">When.</param>
/// <param name="Standings">Every unit and resource behind the gateway.</param>
public sealed record CheckpointRecord(
    string RuleSet, DateTimeOffset At, ImmutableArray<LadderStanding> Standings) : ChainRecord(RuleSet);

/// <summary>One ladder at a checkpoint.</summary>
public sealed record LadderStanding(LadderPolicy Policy, LadderState State, LadderInput Input);

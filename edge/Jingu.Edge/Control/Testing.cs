using System.Collections.Immutable;
using System.Globalization;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Commands;
using Jingu.Edge.Budgets.Ladders;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Signed;

namespace Jingu.Edge.Control;

/// <summary>
/// Tests of switch points by signed command: one circuit is cut through the same gate as any other, and returns by
/// itself, because its ladder wants it on; the answer tells how both were proven. A test that a crash stopped before
/// its device was commanded is not made; one that is cut goes on. Pure.
/// </summary>
internal static class Testing
{
    /// <summary>True while the answer to a command waits for what a circuit shows.</summary>
    public static bool IsUnderWay(SupplyState state, string command) =>
        state.Circuits.Values.Any(circuit => circuit.Test?.Command == command);

    /// <summary>
    /// What is to be done about a command: cut its circuit, or refuse it. Null: neither, it is under way or no test.
    /// </summary>
    /// <param name="image">Of now: the gate is asked anew.</param>
    /// <param name="log">Takes what the gate said.</param>
    public static TestStep? Next(
        ReceivedCommand received, SupplyState state, SupplyImage image, Commissioned commissioned, Nearby nearby,
        DecisionLog log)
    {
        if (received.Command.Action is not CommandAction.TestSwitch test)
            return null;
        var command = received.Command;
        if (IsUnderWay(state, command.Id))
            return Stopped(command, state, image);
        if (image.ClockTrusted && image.Now >= command.NotAfter)
            return Refused(Text($"it was good until {command.NotAfter.ToUniversalTime():u}"));
        var plan = commissioned.Plan.SwitchPoints.FirstOrDefault(plan => plan.Id.Value == test.SwitchPoint);
        var unit = plan is null ? null : image.Policy.Units.FirstOrDefault(
            unit => unit.Unit == plan.Unit && unit.Resource == plan.Resource);
        var ladder = unit is null ? null : state.Ladders.GetValueOrDefault(new(unit.Unit, unit.Resource));
        if (plan is null)
            return Refused($"there is no switch point {test.SwitchPoint} here");
        if (unit is null || ladder is null)
            return Refused($"the policy of this gateway does not list {plan.Unit}");
        // What may never be switched is said first, whatever else stands against it.
        var record = Judged(command.Id, plan, unit, state.CircuitOf(plan.Id), image);
        if (record.Refusal is null && Objection(ladder, unit, plan, state, commissioned, image) is { } objection)
            return Refused(objection);
        log.Add(record, new LadderKey(unit.Unit, unit.Resource).ToString(), image.Now);
        if (record.Refusal is not null)
            return new(null, Answer(command, CommandState.Refused, image, Explain.Sentence(record, image.Zone)));
        var circuit = state.CircuitOf(plan.Id)
            .Begin(new(command.Id), nearby.SubjectOf(plan, SwitchOperation.Cut, null, image.Now));
        return new(new(plan, circuit), null);

        TestStep Refused(string why) =>
            new(null, Answer(command, CommandState.Refused, image, $"Nothing has changed: {why}."));
    }

    /// <summary>The answers to tests that are over, and the state without these tests.</summary>
    public static (SupplyState Next, ImmutableArray<CommandAnswer> Answers) Measure(
        SupplyState state, ImmutableArray<SwitchPointPlan> plans, DateTimeOffset now)
    {
        var answers = ImmutableArray.CreateBuilder<CommandAnswer>();
        var circuits = state.Circuits;
        foreach (var plan in plans)
        {
            if (circuits.GetValueOrDefault(plan.Id) is not { Test: { } test } circuit)
                continue;
            var ladder = state.Ladders.GetValueOrDefault(new(plan.Unit, plan.Resource));
            if (Effect(circuit, test, ladder) is not { } effect)
                continue;
            answers.Add(new(test.Command, CommandState.Done, now, effect));
            circuits = circuits.SetItem(plan.Id, circuit with { Test = null });
        }
        return answers.Count == 0 ? (state, []) : (state with { Circuits = circuits }, answers.ToImmutable());
    }

    /// <summary>Decided and never commanded, because the process ended: a person orders it again.</summary>
    private static TestStep? Stopped(Command command, SupplyState state, SupplyImage image)
    {
        var circuit = state.Circuits.Values.First(circuit => circuit.Test?.Command == command.Id);
        if (circuit is not { State: CircuitState.On, Action: { State: SwitchActionState.Decided } decided }
            || decided.Operation != SwitchOperation.Cut)
        {
            return null;
        }
        return new(
            null, Answer(command, CommandState.Refused, image,
                "Nothing was switched: the gateway started anew before it could. Order the test again."),
            circuit with { Test = null, Action = decided.Refuse(GateRefusal.Starting, image.Now) });
    }

    private static GateRecord Judged(
        string command, SwitchPointPlan plan, UnitPolicy unit, Circuit circuit, SupplyImage image)
    {
        var asked = new SwitchCommand(plan.Id, plan.Unit, plan.Resource, SwitchOperation.Cut) { Test = command };
        var facts = Acting.FactsOf(image, unit, circuit);
        return new(
            SwitchGate.RuleSet, plan.Point, asked, facts, SwitchGate.Judge(plan.Point, asked, facts).Refusal);
    }

    /// <summary>Why it must not be tested now, beside what the gate says; null when it may.</summary>
    private static string? Objection(
        LadderState ladder, UnitPolicy unit, SwitchPointPlan plan, SupplyState state, Commissioned commissioned,
        SupplyImage image)
    {
        var circuit = state.CircuitOf(plan.Id);
        var sequence = unit.Switching ?? new([], []);
        if (ladder is { Stage: Stage.Disconnected } or { ReminderAt: not null } or { FinalNoticeAt: not null })
            return $"the ladder of {unit.Unit} is about to cut, or has cut";
        if (ladder.HeldUntil > image.Now)
            return $"a person forbade to cut {unit.Unit} until {ladder.HeldUntil.Value.ToUniversalTime():u}";
        var busy = commissioned.Plan.SwitchPoints
            .Where(other => other.Unit == plan.Unit && other.Resource == plan.Resource)
            .Select(other => state.CircuitOf(other.Id))
            .FirstOrDefault(other => other.Test is not null || other.CutByUs
                || other.Action is { State: SwitchActionState.Decided or SwitchActionState.Attempted });
        if (busy is not null)
            return $"{busy.Point} of {unit.Unit} is being switched; try again in some minutes";
        if (circuit.State != CircuitState.On)
            return $"{plan.Id} is not known to be on";
        if (circuit.SwitchedAt is { } switched && image.Now - switched < sequence.OnMin)
            return Text($"{plan.Id} stays on for {sequence.OnMin.TotalMinutes:0} minutes after it was switched");
        return sequence.OffMin > SwitchTest.OffMinMax
            ? Text($"{plan.Id} would have to stay off for {sequence.OffMin.TotalMinutes:0} minutes, and no test over ")
                + "the air cuts so long; use jingu-edge prove-switch on site"
            : null;
    }

    /// <summary>In a sentence; null while it is not known.</summary>
    private static string? Effect(Circuit circuit, SwitchTest test, LadderState? ladder)
    {
        if (circuit.Action is not { State: not (SwitchActionState.Decided or SwitchActionState.Attempted) } action)
            return null;
        if (test.Cut is { } cut)
            return $"{Way(cut)}; {Way(action)}.";
        if (circuit.State == CircuitState.On)
            return $"{Way(action)}; its device shows it on.";
        return ladder?.Supply == Supply.Off
            ? $"{Way(action)}; it stays off, because the unit was disconnected meanwhile."
            : null;
    }

    private static string Way(SwitchAction action) => $"{SwitchWords.Of(action.Operation)} of "
        + SwitchWords.Effect(action);

    private static CommandAnswer Answer(Command command, CommandState state, SupplyImage image, string text) =>
        new(command.Id, state, image.Now, text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is to be done about a test. Nothing has happened until it is stored.</summary>
/// <param name="Planned">The circuit to cut; null: none.</param>
/// <param name="Answer">Where the command ends here.</param>
/// <param name="Ended">The circuit of a test that ends here; null where none was under way.</param>
internal sealed record TestStep(PlannedSwitch? Planned, CommandAnswer? Answer, Circuit? Ended = null);

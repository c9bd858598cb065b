using System.Collections.Immutable;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Edge.Budgets.Ladders;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Delivery.Signed;

namespace Jingu.Edge.Control;

/// <summary>What commands led to, once it has been measured. Pure.</summary>
internal static class Effects
{
    /// <summary>The answers that are due, and the state without the effects that they end.</summary>
    public static (SupplyState Next, ImmutableArray<CommandAnswer> Answers) Measure(
        SupplyState state, DesiredState policy, ImmutableArray<ActuatorPlan> plans, DateTimeOffset now)
    {
        if (state.Effects.IsEmpty)
            return (state, []);
        var answers = ImmutableArray.CreateBuilder<CommandAnswer>();
        foreach (var effect in state.Effects.Values.OrderBy(effect => effect.Command, StringComparer.Ordinal))
        {
            var unit = policy.Units.FirstOrDefault(
                unit => unit.Unit == effect.For.Unit && unit.Resource == effect.For.Resource);
            if (Of(effect, state, unit, plans) is { } text)
                answers.Add(new(effect.Command, CommandState.Done, now, text));
        }
        var done = answers.Select(answer => answer.Id).ToImmutableArray();
        return (state with { Effects = state.Effects.RemoveRange(done) }, answers.ToImmutable());
    }

    /// <summary>The effect in a sentence; null while it is not known.</summary>
    private static string? Of(
        Effect effect, SupplyState state, UnitPolicy? unit, ImmutableArray<ActuatorPlan> plans)
    {
        if (unit is null || !state.Ladders.TryGetValue(effect.For, out var ladder))
            return $"The policy has no ladder of {effect.For} any more; nothing was switched for it.";
        var isCut = effect.Kind == LadderCommandKind.Approve;
        if (isCut && ladder is { Stage: not Stage.Disconnected, ApprovedAt: null })
            return $"{effect.For} was not cut: the approval is void, because what it was for has gone.";
        if (isCut && ladder.Stage != Stage.Disconnected)
            return null;
        var told = new List<string>();
        var points = PointsOf(effect, state, unit, plans).ToList();
        foreach (var point in points)
        {
            var one = Of(state.CircuitOf(point), IsLamp(point), isCut, effect.Taken);
            // Lamps that nobody can move hold no answer back that tells of circuits.
            if (one is null && IsLamp(point) && !points.All(IsLamp))
                one = $"{point} stays as it is";
            if (one is null)
                return null;
            told.Add(one);
        }
        var what = isCut ? "is disconnected" : "is restored";
        return told.Count == 0
            ? $"{effect.For} {what}; no circuit of it hangs at this gateway."
            : $"{effect.For} {what}: {string.Join(", ", told)}.";

        bool IsLamp(SwitchPointId point) => plans.Any(plan => plan is LevelPlan && plan.Id == point);
    }

    /// <summary>What is listed, and what is not and was switched for it all the same.</summary>
    private static IEnumerable<SwitchPointId> PointsOf(
        Effect effect, SupplyState state, UnitPolicy unit, ImmutableArray<ActuatorPlan> plans)
    {
        var listed = (unit.Switching?.Circuits ?? []).Select(listed => listed.Point);
        var others = plans.Where(plan => plan.Unit == unit.Unit && plan.Resource == unit.Resource)
            .Select(plan => state.CircuitOf(plan.Id))
            .Where(circuit => circuit.CutByUs || circuit.Action?.DecidedAt >= effect.Taken)
            .Select(circuit => circuit.Point);
        return listed.Union(others);
    }

    private static string? Of(Circuit circuit, bool isLamp, bool isCut, DateTimeOffset since)
    {
        if (circuit.Action is { } action && action.DecidedAt >= since
            && action.Operation != SwitchOperation.Restore == isCut)
        {
            return action.State is SwitchActionState.Decided or SwitchActionState.Attempted
                ? null
                : SwitchWords.Effect(action);
        }
        if (isLamp && (isCut ? circuit.State is CircuitState.Off or CircuitState.Dimmed : !circuit.CutByUs))
            return $"{circuit.Point} was left as it was";
        // Where it is already so, nothing is switched.
        if (circuit.State == (isCut ? CircuitState.Off : CircuitState.On))
            return $"{circuit.Point} was {(isCut ? "off" : "on")} already";
        return circuit.Refused is { } refused && IsForGood(refused.Reason)
            ? $"{circuit.Point} is never switched ({refused.Reason})"
            : null;
    }

    private static bool IsForGood(GateRefusal reason) => reason
        is GateRefusal.Misaddressed or GateRefusal.NotSwitchable or GateRefusal.Undeclared or GateRefusal.Protected
            or GateRefusal.WrongOperation;
}

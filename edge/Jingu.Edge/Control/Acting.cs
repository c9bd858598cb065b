using System.Collections.Immutable;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.DemandResponse;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Budgets.Ladders;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Control;

/// <summary>
/// Asks what is to be switched next for a unit, and lets the gate judge it by facts that are gathered anew. Pure: what
/// is allowed is a plan to be stored before the device is commanded.
/// </summary>
internal static class Acting
{
    /// <summary>
    /// The next command for a unit that the gate allows; null when there is none. Refusals on the way are recorded,
    /// each once until its reason changes.
    /// </summary>
    /// <param name="state">Stored and taken over.</param>
    /// <param name="image">Of now: nothing of the decision's own input is used again.</param>
    public static PlannedSwitch? Next(
        ref SupplyState state, SupplyImage image, UnitPolicy unit, Commissioned commissioned, Nearby nearby,
        DecisionLog log)
    {
        if (!state.Ladders.TryGetValue(new(unit.Unit, unit.Resource), out var ladder))
            return null;
        var shedding = unit.Resource == Resource.Electricity
            ? Shedding.Of(image.Policy.DemandResponse, unit.Unit, state.CircuitOf, image.Clock)
            : Shedding.None;
        var sequence = shedding.Joined(
            SequenceOf(unit, ladder.Supply, state, commissioned), LeftShed(unit, state, commissioned));
        var passed = state.Circuits.Values.Where(circuit => circuit.IsHeldForTest(image.Now))
            .Select(circuit => circuit.Point).ToImmutableHashSet();
        var circuits = sequence.Circuits.Select(circuit => circuit.Point).ToImmutableArray();
        while (true)
        {
            var before = state;
            var next = Following.Next(
                sequence, ladder.Supply, ladder.Drill, [.. circuits.Select(before.CircuitOf)], passed, image.Now);
            if (next is null)
                return null;
            var plan = commissioned.Plan.Actuators.FirstOrDefault(point => point.Id == next.Point);
            // What is not commissioned is denied as what is not declared switchable.
            var point = plan?.Point ?? new SwitchPoint(next.Point, unit.Unit, unit.Resource, false, []);
            var circuit = before.CircuitOf(next.Point);
            var levels = plan is LevelPlan level ? circuit.ChangeFor(next.Operation, level.ShedTo) : null;
            var shed = next.Operation == SwitchOperation.Restore ? null : shedding.Of(next.Point);
            var command = new SwitchCommand(next.Point, unit.Unit, unit.Resource, next.Operation, next.Ground)
            {
                Levels = levels,
                Event = shed?.Event,
            };
            var facts = FactsOf(image, unit, circuit) with
            {
                EventFrom = shed?.Load.From,
                EventTo = shed?.Load.To,
            };
            var verdict = SwitchGate.Judge(point, command, facts);
            var record = new GateRecord(SwitchGate.RuleSet, point, command, facts, verdict.Refusal);
            if (verdict.IsAllowed && plan is not null)
            {
                log.Add(record, new LadderKey(unit.Unit, unit.Resource).ToString(), image.Now);
                var subject = nearby.SubjectOf(plan, next.Operation, levels, image.Now);
                return new(plan, circuit.Decide(
                    next.Operation, subject, levels,
                    shed is null ? null : image.Clock.MarkOf(shed.Event, shed.Load.To)));
            }
            var refused = circuit.Refuse(next.Operation, verdict.Refusal!.Value);
            if (refused != circuit)
            {
                log.Add(record, new LadderKey(unit.Unit, unit.Resource).ToString(), image.Now);
                state = state with { Circuits = state.Circuits.SetItem(refused.Point, refused) };
            }
            passed = passed.Add(next.Point);
        }
    }

    /// <summary>What is not listed any more is never cut, and returns once the unit is supplied.</summary>
    private static SwitchSequence SequenceOf(
        UnitPolicy unit, Supply supply, SupplyState state, Commissioned commissioned)
    {
        var listed = unit.Switching ?? new([], []);
        return supply == Supply.Off
            ? listed
            : listed with
            {
                Circuits =
                [
                    .. listed.Circuits,
                    .. Dropped.CircuitsOf(unit, state, [.. commissioned.Plan.Actuators])
                        .Select(circuit => new ListedCircuit(
                            circuit.Point, IsMoved(circuit.Point, commissioned))),
                ],
            };
    }

    /// <summary>What an event left shed, and may be named by nobody any more: it returns.</summary>
    private static IEnumerable<(SwitchPointId Point, bool IsDimmed)> LeftShed(
        UnitPolicy unit, SupplyState state, Commissioned commissioned) =>
        from plan in commissioned.Plan.Actuators
        where plan.Unit == unit.Unit && plan.Resource == unit.Resource
            && state.CircuitOf(plan.Id) is { Shed: not null, CutByUs: true }
            && unit.Switching?.Circuits.Any(listed => listed.Point == plan.Id) is not true
        select (plan.Id, plan is LevelPlan);

    /// <summary>A lamp or set point, which is moved and never cut.</summary>
    private static bool IsMoved(SwitchPointId point, Commissioned commissioned) =>
        commissioned.Plan.Actuators.Any(plan => plan is LevelPlan && plan.Id == point);

    /// <summary>What the gate judges a command for a unit by, gathered now.</summary>
    public static GateFacts FactsOf(SupplyImage image, UnitPolicy unit, Circuit circuit)
    {
        var now = image.Now;
        var windows = image.Policy.Calendar.Windows(now, image.Zone)
            .Where(window => window.From <= now && now < window.To).ToList();
        bool IsIn(params ReadOnlySpan<HoldReason> reasons)
        {
            foreach (var window in windows)
            {
                if (reasons.Contains(window.Reason))
                    return true;
            }
            return false;
        }

        return new(now)
        {
            Drill = unit.Ladder.Drill,
            DeviceUnlike = circuit.IsUnlike,
            ClockTrusted = image.ClockTrusted,
            PolicySigned = image.Standing == PolicyStanding.Good,
            SinceStart = image.SinceStart,
            StartHold = unit.Ladder.StartHold,
            MeasuredUntil = image.MeasuredUntil(unit),
            ReadingAgeMax = unit.Ladder.ReadingAgeMax,
            ExtremeHeatOrCold = IsIn(HoldReason.ExtremeHeat, HoldReason.ExtremeCold),
            NonDisconnect = IsIn(HoldReason.FriendlyHours, HoldReason.SpecialDay),
        };
    }
}

/// <summary>A command that the gate allowed: stored, then given.</summary>
/// <param name="Circuit">With the action decided.</param>
internal sealed record PlannedSwitch(ActuatorPlan Plan, Circuit Circuit);

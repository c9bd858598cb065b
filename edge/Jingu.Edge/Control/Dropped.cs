using System.Collections.Immutable;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Events;
using Jingu.Edge.Budgets.Ladders;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Control;

/// <summary>
/// Units that are cut and that no policy lists any more. Nobody says what such a unit may use, so the ground of its cut
/// has gone: it is armed like any other, and a person on site confirms. Nothing of it is cut. Pure.
/// </summary>
internal static class Dropped
{
    /// <summary>What is in force without any policy: it says nothing, and nothing is cut by it.</summary>
    private static readonly DesiredState Nothing = new(
        DesiredState.SchemaNow, default, default, 0, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, [],
        HoldCalendar.None);

    /// <summary>
    /// The policy with the units it has left out; without any policy, one of those alone. Null: there is neither.
    /// </summary>
    public static DesiredState? Completed(
        DesiredState? policy, SupplyState state, ImmutableArray<ActuatorPlan> plans)
    {
        var dropped = Of(policy, state, plans);
        return dropped.IsEmpty ? policy : (policy ?? Nothing) with { Units = [.. policy?.Units ?? [], .. dropped] };
    }

    /// <summary>An event for each unit that is cut and not listed.</summary>
    public static IEnumerable<GatewayEvent> Events(DesiredState? policy, SupplyState state, DateTimeOffset now) =>
        from pair in state.Ladders
        where pair.Value is { Stage: Stage.Disconnected, Drill: false } && Find(policy, pair.Key) is null
        orderby pair.Key.ToString()
        select new GatewayEvent(
            EventKinds.UnitDropped, now, pair.Key.ToString(),
            $"No policy lists {pair.Key} any more, and it is cut. It is armed: supply returns when a person on site "
                + "confirms, or a policy lists it again.",
            ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>
    /// A unit's circuits that were switched here and that no policy lists any more: one that is cut returns with the
    /// unit, the others tell how long ago the last one moved.
    /// </summary>
    public static IEnumerable<Circuit> CircuitsOf(
        UnitPolicy unit, SupplyState state, ImmutableArray<ActuatorPlan> plans) =>
        from plan in plans
        let circuit = state.CircuitOf(plan.Id)
        where plan.Unit == unit.Unit && plan.Resource == unit.Resource && circuit.SwitchedAt is not null
            && unit.Switching?.Circuits.Any(listed => listed.Point == plan.Id) is not true
        select circuit;

    private static ImmutableArray<UnitPolicy> Of(
        DesiredState? policy, SupplyState state, ImmutableArray<ActuatorPlan> plans) =>
    [
        .. from pair in state.Ladders
        where Find(policy, pair.Key) is null
        let unit = Made(pair.Key, pair.Value, policy?.Version ?? 0)
        where pair.Value is { Stage: Stage.Disconnected } or { ReminderAt: not null }
            || CircuitsOf(unit, state, plans).Any(circuit => circuit.CutByUs)
            || state.Effects.Values.Any(effect => effect.For == pair.Key)
        orderby pair.Key.ToString()
        select unit,
    ];

    private static UnitPolicy? Find(DesiredState? policy, LadderKey key) =>
        policy?.Units.FirstOrDefault(unit => unit.Unit == key.Unit && unit.Resource == key.Resource);

    /// <summary>It names no month, no point and no circuit.</summary>
    private static UnitPolicy Made(LadderKey key, LadderState ladder, long version) => new(
        key.Unit, key.Resource, 0, new(key.Unit, key.Resource, version) { Drill = ladder.Drill }, [], [], null, null);
}

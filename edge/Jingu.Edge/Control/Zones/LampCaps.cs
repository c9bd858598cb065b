using System.Collections.Immutable;
using Jingu.Budgets.DemandResponse;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Budgets.Ladders;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Control.Zones;

/// <summary>
/// To which level ladders and events of demand response dim the lamps of zones. What a ladder wants dimmed counts when
/// the gate let it dim the lamp, or would now; what an event wants, when the lamp was shed, to its end, also
/// where the zone has moved it since. Doubt darkens nothing that is lit. Pure.
/// </summary>
internal static class LampCaps
{
    /// <param name="state">What is remembered of ladders and circuits.</param>
    /// <param name="image">Of now.</param>
    /// <param name="lamps">Those of zones.</param>
    public static ImmutableDictionary<SwitchPointId, int> Of(
        SupplyState state, SupplyImage image, IEnumerable<LampPlan> lamps) =>
        lamps.Where(lamp => IsCapped(state, image, lamp)).ToImmutableDictionary(lamp => lamp.Id, lamp => lamp.DimTo);

    private static bool IsCapped(SupplyState state, SupplyImage image, LampPlan lamp)
    {
        var unit = image.Policy.Units.FirstOrDefault(
            unit => unit.Unit == lamp.Unit && unit.Resource == Resource.Electricity);
        if (unit is null || !state.Ladders.TryGetValue(new(unit.Unit, unit.Resource), out var ladder) || ladder.Drill)
            return false;
        var byLadder = unit.Switching?.Circuits.FirstOrDefault(listed => listed.Point == lamp.Id)
            is { DimOnly: true } listed && unit.Switching.Wants(ladder.Supply, listed);
        var circuit = state.CircuitOf(lamp.Id);
        if (!byLadder && !IsShed(image.Policy.DemandResponse, unit.Unit, circuit, image.Clock))
            return false;
        if (circuit.Action is { Operation: SwitchOperation.Dim, State: not SwitchActionState.Refused })
            return true;
        if (!byLadder)
            return false;
        var dim = new SwitchCommand(lamp.Id, unit.Unit, unit.Resource, SwitchOperation.Dim)
        {
            Levels = new(lamp.Curve.Full, lamp.DimTo),
        };
        return SwitchGate.Judge(lamp.Point, dim, Acting.FactsOf(image, unit, circuit)).IsAllowed;
    }

    private static bool IsShed(DemandEvents? events, UnitId unit, Circuit circuit, ShedClock clock) =>
        circuit.Shed is { } shed && !shed.IsOver(clock) && (events?.Events ?? []).Any(one =>
            circuit.WasShedFor(one.Id) && one.Loads.Any(load =>
                load.Point == circuit.Point && load.Unit == unit && (!clock.IsTrusted || clock.Now < load.To)));
}

using System.Collections.Immutable;
using Jingu.Budgets.DemandResponse;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Policies;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Budgets.Ladders;
using Jingu.Edge.Commissioning;

namespace Jingu.Edge.Control.Zones;

/// <summary>
/// To which level ladders and events of demand response dim the lamps of zones. What either wants dimmed counts when
/// the gate let it dim the lamp, or would now; what an event shed, to its end, also where the zone has moved it since.
/// Doubt darkens nothing that is lit. Pure.
/// </summary>
internal static class LampCaps
{
    /// <param name="state">What is remembered of ladders and circuits.</param>
    /// <param name="image">Of now.</param>
    /// <param name="lamps">Those of zones.</param>
    public static ImmutableDictionary<SwitchPointId, LampCap> Of(
        SupplyState state, SupplyImage image, IEnumerable<LampPlan> lamps)
    {
        var caps = ImmutableDictionary.CreateBuilder<SwitchPointId, LampCap>();
        foreach (var lamp in lamps)
        {
            if (CapOf(state, image, lamp) is { } cap)
                caps[lamp.Id] = cap;
        }
        return caps.ToImmutable();
    }

    private static LampCap? CapOf(SupplyState state, SupplyImage image, LampPlan lamp)
    {
        var unit = image.Policy.Units.FirstOrDefault(
            unit => unit.Unit == lamp.Unit && unit.Resource == Resource.Electricity);
        if (unit is null || !state.Ladders.TryGetValue(new(unit.Unit, unit.Resource), out var ladder) || ladder.Drill)
            return null;
        var circuit = state.CircuitOf(lamp.Id);
        var wasDimmed = circuit.Action is { Operation: SwitchOperation.Dim, State: not SwitchActionState.Refused };
        var dim = new SwitchCommand(lamp.Id, unit.Unit, unit.Resource, SwitchOperation.Dim)
        {
            Levels = new(lamp.Curve.Full, lamp.DimTo),
        };
        bool Allows(SwitchCommand command, EventLoad? load) => SwitchGate.Judge(
            lamp.Point, command,
            Acting.FactsOf(image, unit, circuit) with { EventFrom = load?.From, EventTo = load?.To }).IsAllowed;
        if (IsWanted(unit, ladder, lamp) && (wasDimmed || Allows(dim, null)))
            return new(lamp.DimTo, ByEvent: false);
        var events = image.Policy.DemandResponse?.Events ?? [];
        var isShed = wasDimmed && IsShed(events, circuit, lamp, image.Clock);
        var isDue = Due(events, circuit, lamp, image.Clock) is var (id, load) && Allows(dim with { Event = id }, load);
        return isShed || isDue ? new(lamp.DimTo, ByEvent: true) : null;
    }

    private static bool IsWanted(UnitPolicy unit, LadderState ladder, LampPlan lamp) =>
        unit.Switching?.Circuits.FirstOrDefault(listed => listed.Point == lamp.Id) is { DimOnly: true } listed
        && unit.Switching.Wants(ladder.Supply, listed);

    private static bool IsShed(
        ImmutableArray<DemandEvent> events, Circuit circuit, LampPlan lamp, ShedClock clock) =>
        circuit.Shed is { } shed && !shed.IsOver(clock) && events.Any(one => circuit.WasShedFor(one.Id)
            && one.Loads.Any(load => IsOf(load, lamp) && (!clock.IsTrusted || clock.Now < load.To)));

    /// <summary>
    /// What an event would shed now and has not: the lamp was dark when the event began. What people put back after it
    /// was shed is left alone.
    /// </summary>
    private static (string Event, EventLoad Load)? Due(
        ImmutableArray<DemandEvent> events, Circuit circuit, LampPlan lamp, ShedClock clock)
    {
        foreach (var one in events)
        {
            if (!circuit.WasShedFor(one.Id) && one.Loads.FirstOrDefault(load => IsOf(load, lamp)) is { } load
                && clock.IsTrusted && load.From <= clock.Now && clock.Now < load.To)
            {
                return (one.Id, load);
            }
        }
        return null;
    }

    private static bool IsOf(EventLoad load, LampPlan lamp) => load.Point == lamp.Id && load.Unit == lamp.Unit;
}

/// <summary>How far a lamp of a zone may be lit.</summary>
/// <param name="Level">At most, of its device.</param>
/// <param name="ByEvent">An event of demand response asks for it, and no ladder.</param>
internal readonly record struct LampCap(int Level, bool ByEvent);

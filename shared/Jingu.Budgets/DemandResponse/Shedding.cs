using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.DemandResponse;

/// <summary>
/// What demand response wants of one unit at one instant, as a part of the sequence that the ladder follows anyway: so
/// that spacing, gate, proof and record are the same. Asked again with every tick; it remembers nothing. Pure.
/// </summary>
/// <param name="Now">Loads to be shed, or that stay shed, in the order of their events.</param>
public sealed record Shedding(ImmutableArray<ShedLoad> Now)
{
    public static readonly Shedding None = new([]);

    /// <summary>
    /// A load is shed once for each event: between its own two instants, by a clock that is trusted. What is shed stays
    /// so until its end by any clock, or until no policy names it. What people put back meanwhile is left alone.
    /// </summary>
    /// <param name="circuitOf">How each stands, and what it was shed for.</param>
    public static Shedding Of(
        DemandEvents? events, UnitId unit, Func<SwitchPointId, Circuit> circuitOf, ShedClock clock) => new(
    [
        .. from one in events?.Events ?? []
           from load in one.Loads
           where load.Unit == unit
           let circuit = circuitOf(load.Point)
           let isShed = circuit.WasShedFor(one.Id)
           where isShed
               ? circuit.CutByUs && !circuit.Shed!.IsOver(clock) && (!clock.IsTrusted || clock.Now < load.To)
               : clock.IsTrusted && load.From <= clock.Now && clock.Now < load.To
                   && circuit.State == CircuitState.On
           select new ShedLoad(one.Id, load, isShed),
    ]);

    /// <summary>
    /// The sequence with these loads in front. A load that no ladder lists is shed and returned, and never cut by a
    /// ladder; one that an event left shed and no policy names any more returns too.
    /// </summary>
    /// <param name="left">What still is shed for an event, of this unit.</param>
    public SwitchSequence Joined(SwitchSequence listed, IEnumerable<(SwitchPointId Point, bool IsDimmed)> left)
    {
        var byEvent = Now.Select(shed => (shed.Load.Point, IsDimmed: shed.Load.Kind != LoadKind.Circuit))
            .Concat(left).DistinctBy(shed => shed.Point).ToImmutableArray();
        return byEvent.IsEmpty ? listed : listed with
        {
            Circuits =
            [
                .. byEvent.Select(shed => listed.Circuits.FirstOrDefault(one => one.Point == shed.Point)
                    ?? new ListedCircuit(shed.Point, shed.IsDimmed) { ByEventOnly = true }),
                .. listed.Circuits.Where(one => byEvent.All(shed => shed.Point != one.Point)),
            ],
            Shed = [.. Now.Select(shed => shed.Load.Point)],
            ShedBefore = [.. Now.Where(shed => shed.IsShed).Select(shed => shed.Load.Point)],
        };
    }

    /// <summary>The load of a point; null: nothing wants it shed.</summary>
    public ShedLoad? Of(SwitchPointId point) => Now.FirstOrDefault(shed => shed.Load.Point == point);
}

/// <param name="Event">Which one wants it.</param>
/// <param name="Load">The load.</param>
/// <param name="IsShed">It was commanded already.</param>
public sealed record ShedLoad(string Event, EventLoad Load, bool IsShed);

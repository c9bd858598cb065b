using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Loads;

/// <summary>
/// What every meter of a campus counts. In each slot a building's import less its export is exactly what its units and
/// its common load take less what its plant gives; its water is exactly its units' and the common water.
/// </summary>
internal sealed class CampusLoads
{
    private readonly CampusPlan _plan;
    private readonly ulong _seed;
    private readonly Slots _slots;
    private readonly StartValues _starts;
    private readonly Dictionary<MeterId, MeterLoad> _loads = [];
    private readonly Dictionary<UnitId, long[]> _unitEnergy = [];

    private CampusLoads(CampusPlan plan, ulong seed, Slots slots)
    {
        (_plan, _seed, _slots) = (plan, seed, slots);
        _starts = new StartValues(seed);
    }

    /// <summary>
    /// Computes the loads of all meters; takes a fraction of a second for the whole campus and a month.
    /// </summary>
    public static FrozenDictionary<MeterId, MeterLoad> Of(CampusPlan plan, ulong seed, Slots slots, GivenLoads given)
    {
        var loads = new CampusLoads(plan, seed, slots);
        foreach (var unit in plan.Units)
            loads.AddUnit(unit, given);
        foreach (var building in plan.Buildings)
            loads.AddBuilding(building.Id);
        return loads._loads.ToFrozenDictionary();
    }

    /// <summary>
    /// Wh of a building's common load in a slot: lifts, pumps, corridors; grows with what the units take.
    /// </summary>
    internal static long CommonEnergyIn(Slot slot, Noise noise, long unitsEnergy) =>
        noise.Whole((1500.0 / Slots.PerHour) + (unitsEnergy * (0.10 + (0.04 * noise.At(slot.Index)))), ~slot.Index);

    private void AddUnit(UnitPlan unit, GivenLoads given)
    {
        if (!given.Electricity.TryGetValue(unit.Id, out var energy))
            energy = _slots.Fill(new ElectricityShape(_seed, unit.Id.Value, unit.Headcount).EnergyIn);
        _unitEnergy[unit.Id] = energy;
        if (MeterOf(unit.Id, Role.Unit, Resource.Electricity) is { } electricity)
            AddEnergy(electricity, energy, null);
        AddCircuits(unit, energy);
        if (MeterOf(unit.Id, Role.Unit, Resource.Water) is { } water)
            _loads[water.Id] = given.Water.GetValueOrDefault(unit.Id) ?? BuiltInWater(water, unit);
    }

    private void AddCircuits(UnitPlan unit, long[] energy)
    {
        var circuits = MetersWith(point => point.Unit == unit.Id && point.Role == Role.Circuit).ToImmutableArray();
        foreach (var (index, circuit) in circuits.Index())
        {
            var shape = new CircuitShape(_seed, circuit.Id.Value, index, circuits.Length);
            var slot = 0;
            AddEnergy(circuit, _slots.Fill(at => shape.EnergyIn(at, energy[slot++])), null);
        }
    }

    private MeterLoad BuiltInWater(MeterPlan meter, UnitPlan unit)
    {
        var shape = new WaterShape(_seed, meter.Id.Value, unit.Headcount);
        var counter = new SlotCounter(_slots, _starts.Volume(meter.Id.Value), _slots.Fill(shape.VolumeIn));
        return new(counter, null, SilentSpans.None);
    }

    private void AddBuilding(BuildingId building)
    {
        var generation = new long[_slots.Count];
        foreach (var plant in MetersWith(point => point.Building == building && point.Role == Role.Plant))
        {
            var energy = _slots.Fill(new SunShape(_seed, plant.Id.Value, plant.PeakKilowatts).EnergyIn);
            _loads[plant.Id] = new(
                new SlotCounter(_slots, _starts.Generation(plant.Id.Value), energy), null, SilentSpans.None);
            for (var slot = 0; slot < energy.Length; slot++)
                generation[slot] += energy[slot];
        }

        foreach (var main in MetersWith(point => point.Building == building && point.Role == Role.Main))
        {
            if (main.Points[0].Resource == Resource.Water)
                AddMainWater(main, building);
            else
                AddMainElectricity(main, building, generation);
        }
    }

    private void AddMainElectricity(MeterPlan main, BuildingId building, long[] generation)
    {
        var noise = Noise.Of(_seed, $"{building}/common");
        var units = _plan.Units.Where(unit => unit.Building == building).Select(unit => _unitEnergy[unit.Id]).ToArray();
        var (import, export) = (new long[_slots.Count], new long[_slots.Count]);
        for (var slot = 0; slot < _slots.Count; slot++)
        {
            var taken = units.Sum(unit => unit[slot]);
            var net = taken + CommonEnergyIn(_slots[slot], noise, taken) - generation[slot];
            (import[slot], export[slot]) = (Math.Max(net, 0), Math.Max(-net, 0));
        }

        AddEnergy(main, import, export);
    }

    private void AddMainWater(MeterPlan main, BuildingId building)
    {
        var shape = new WaterShape(_seed, $"{building}/common-water", headcount: 12);
        var parts = MetersWith(
                point => point.Building == building && point.Role == Role.Unit && point.Resource == Resource.Water)
            .Select(meter => _loads[meter.Id].Forward)
            .Append(new SlotCounter(_slots, 0, _slots.Fill(shape.VolumeIn)));
        var counter = new SumCounter(_starts.Volume(main.Id.Value), _slots.Start, [.. parts]);
        _loads[main.Id] = new(counter, null, SilentSpans.None);
    }

    private void AddEnergy(MeterPlan meter, long[] forward, long[]? reverse)
    {
        var start = _starts.Energy(meter.Id.Value) * meter.Multiplier;
        _loads[meter.Id] = new(
            new SlotCounter(_slots, start, forward),
            reverse is null ? null : new SlotCounter(_slots, start / 16, reverse),
            SilentSpans.None);
    }

    private MeterPlan? MeterOf(UnitId unit, Role role, Resource resource) =>
        MetersWith(point => point.Unit == unit && point.Role == role && point.Resource == resource).FirstOrDefault();

    private IEnumerable<MeterPlan> MetersWith(Func<PointPlan, bool> isOne) =>
        _plan.Meters.Where(meter => isOne(meter.Points[0]));
}

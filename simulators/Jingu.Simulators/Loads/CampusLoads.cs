using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Simulators.Boards;
using Jingu.Simulators.Campus;

namespace Jingu.Simulators.Loads;

/// <summary>
/// What every meter of a campus counts. In each slot a building's import less its export is exactly what its units and
/// its common load take less what its plant gives; its water is exactly its units' and the common water. What is cut
/// is missing in every meter above it.
/// </summary>
internal sealed class CampusLoads
{
    private readonly CampusPlan _plan;
    private readonly ulong _seed;
    private readonly Slots _slots;
    private readonly StartValues _starts;
    private readonly Dictionary<MeterId, MeterLoad> _loads = [];
    private readonly Dictionary<UnitId, long[]> _unitEnergy = [];
    private readonly Dictionary<UnitId, ImmutableArray<(long[] Energy, Supply Supply)>> _circuits = [];
    private readonly Dictionary<UnitId, (long[] Energy, Dimming Light)> _lamps = [];

    private readonly ImmutableArray<(LitZonePlan Plan, long[] Energy, LampDraw Draw)> _floor;

    /// <summary>Of what flows through no circuit meter of a unit with lamps, this share is light, per cent.</summary>
    private const int LightShare = 60;

    private CampusLoads(CampusPlan plan, ulong seed, Slots slots)
    {
        (_plan, _seed, _slots) = (plan, seed, slots);
        _starts = new StartValues(seed);
        _floor =
        [
            .. from zone in plan.Floor?.Zones ?? []
               let energy = slots.Fill(_ => zone.Room.Watts / Slots.PerHour)
               select (zone, energy, new LampDraw(zone.Room, DarkFrom(slots.Start))),
        ];
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
            loads.AddBuilding(building.Id, given);
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
        _circuits[unit.Id] = AddCircuits(unit, energy);
        if (MeterOf(unit.Id, Role.Unit, Resource.Electricity) is { } electricity)
            AddUnitEnergy(electricity, unit.Id);
        if (MeterOf(unit.Id, Role.Unit, Resource.Water) is { } water)
            _loads[water.Id] = Valved(given.Water.GetValueOrDefault(unit.Id) ?? BuiltInWater(water, unit));
    }

    private ImmutableArray<(long[] Energy, Supply Supply)> AddCircuits(UnitPlan unit, long[] energy)
    {
        var meters = MetersWith(point => point.Unit == unit.Id && point.Role == Role.Circuit)
            .Where(meter => _floor.All(zone => zone.Plan.Light != meter.Id)).ToImmutableArray();
        var circuits = ImmutableArray.CreateBuilder<(long[] Energy, Supply Supply)>(meters.Length);
        foreach (var (index, meter) in meters.Index())
        {
            var shape = new CircuitShape(_seed, meter.Id.Value, index, meters.Length);
            var slot = 0;
            var (amounts, supply) = (_slots.Fill(at => shape.EnergyIn(at, energy[slot++])), new Supply());
            circuits.Add((amounts, supply));
            var whole = new SlotCounter(_slots, StartOf(meter), amounts);
            _loads[meter.Id] = new(new SwitchedCounter(whole, supply), null, SilentSpans.None) { Supply = supply };
        }
        return circuits.DrainToImmutable();
    }

    /// <summary>The meter above the circuits counts what they take, lamps, and a rest that nothing switches.</summary>
    private void AddUnitEnergy(MeterPlan meter, UnitId unit)
    {
        var rest = (long[])_unitEnergy[unit].Clone();
        foreach (var (energy, _) in _circuits[unit])
        {
            for (var slot = 0; slot < rest.Length; slot++)
                rest[slot] -= energy[slot];
        }
        var light = AddLamps(unit, rest);
        var parts = _circuits[unit]
            .Select(ICounter (circuit) => new SwitchedCounter(
                new SlotCounter(_slots, 0, circuit.Energy), circuit.Supply))
            .Append(new SlotCounter(_slots, 0, rest))
            .Concat(light is { } lamps
                ? [new DimmedCounter(new SlotCounter(_slots, 0, lamps.Energy), lamps.Light)]
                : [])
            .Concat(unit == _plan.Floor?.Unit ? AddFloor() : []);
        _loads[meter.Id] = new(new SumCounter(StartOf(meter), _slots.Start, [.. parts]), null, SilentSpans.None)
        {
            Lighting = light?.Light,
        };
    }

    /// <summary>Takes the lamps' share out of the rest; nothing where the unit has none.</summary>
    private (long[] Energy, Dimming Light)? AddLamps(UnitId unit, long[] rest)
    {
        if (!_plan.Outputs.Any(output => output.Unit == unit && output.IsLamp))
            return null;
        var energy = new long[rest.Length];
        for (var slot = 0; slot < rest.Length; slot++)
        {
            energy[slot] = rest[slot] * LightShare / 100;
            rest[slot] -= energy[slot];
        }
        return _lamps[unit] = (energy, new Dimming());
    }

    /// <summary>Lamps of zones draw on top of what the unit takes anyway; they begin dark.</summary>
    private IEnumerable<ICounter> AddFloor()
    {
        foreach (var (zone, energy, draw) in _floor)
        {
            var start = StartOf(_plan.Meter(zone.Light));
            _loads[zone.Light] = new(
                new DimmedCounter(new SlotCounter(_slots, start, energy), draw), null, SilentSpans.None)
            {
                Lighting = draw.Light,
            };
            yield return new DimmedCounter(new SlotCounter(_slots, 0, energy), draw);
        }
    }

    private static Dimming DarkFrom(long instant)
    {
        var light = new Dimming();
        light.Set(0, instant);
        return light;
    }

    private static MeterLoad Valved(MeterLoad load)
    {
        var supply = new Supply();
        return load with { Forward = new SwitchedCounter(load.Forward, supply), Supply = supply };
    }

    private MeterLoad BuiltInWater(MeterPlan meter, UnitPlan unit)
    {
        var shape = new WaterShape(_seed, meter.Id.Value, unit.Headcount);
        var counter = new SlotCounter(_slots, _starts.Volume(meter.Id.Value), _slots.Fill(shape.VolumeIn));
        return new(counter, null, SilentSpans.None);
    }

    private void AddBuilding(BuildingId building, GivenLoads given)
    {
        var plants = ImmutableArray.CreateBuilder<(long[] Energy, Supply Supply)>();
        foreach (var plant in MetersWith(point => point.Building == building && point.Role == Role.Plant))
        {
            var energy = given.Generation.GetValueOrDefault(plant.Id)
                ?? _slots.Fill(new SunShape(_seed, plant.Id.Value, plant.PeakKilowatts).EnergyIn);
            var (sun, supply) =
                (new SlotCounter(_slots, _starts.Generation(plant.Id.Value), energy), new Supply());
            _loads[plant.Id] = new(new SwitchedCounter(sun, supply), null, SilentSpans.None)
            {
                Supply = supply,
                Sun = sun,
            };
            plants.Add((energy, supply));
        }

        foreach (var main in MetersWith(point => point.Building == building && point.Role == Role.Main))
        {
            if (main.Points[0].Resource == Resource.Water)
                AddMainWater(main, building);
            else
                AddMainElectricity(main, building, plants.ToImmutable());
        }
    }

    /// <summary>A plant is a load below zero: where it stands still, the grid gives what it gave.</summary>
    private void AddMainElectricity(
        MeterPlan main, BuildingId building, ImmutableArray<(long[] Energy, Supply Supply)> plants)
    {
        var noise = Noise.Of(_seed, $"{building}/common");
        var units = _plan.Units.Where(unit => unit.Building == building).Select(unit => unit.Id).ToArray();
        var floor = units.Any(unit => unit == _plan.Floor?.Unit) ? _floor : [];
        var net = new long[_slots.Count];
        for (var slot = 0; slot < net.Length; slot++)
        {
            var taken = units.Sum(unit => _unitEnergy[unit][slot]);
            net[slot] = taken + CommonEnergyIn(_slots[slot], noise, taken) + floor.Sum(zone => zone.Energy[slot])
                - plants.Sum(plant => plant.Energy[slot]);
        }

        var flow = new NetFlow(
            _slots, net,
            [
                .. units.SelectMany(unit => _circuits[unit])
                    .Select(circuit => (circuit.Energy, (IFeed)circuit.Supply)),
                .. units.Where(_lamps.ContainsKey).Select(unit => (_lamps[unit].Energy, (IFeed)_lamps[unit].Light)),
                .. floor.Select(zone => (zone.Energy, (IFeed)zone.Draw)),
                .. plants.Select(plant => (plant.Energy.Select(energy => -energy).ToArray(), (IFeed)plant.Supply)),
            ],
            AddChillers(building));
        var start = StartOf(main);
        _loads[main.Id] = new(flow.Import(start), flow.Export(start / 16), SilentSpans.None);
    }

    /// <summary>Below no unit's meter, and above the building's main one.</summary>
    private ImmutableArray<Chiller> AddChillers(BuildingId building)
    {
        var heads = _plan.Units.Where(unit => unit.Building == building).Sum(unit => unit.Headcount);
        var chillers = ImmutableArray.CreateBuilder<Chiller>();
        foreach (var meter in _plan.Boards.Where(board => board.Kind == BoardKind.Chiller)
            .Select(board => _plan.Meter(board.Outputs[0].Below!.Value)).Where(meter => meter.Building == building))
        {
            var chiller = new Chiller(_slots, Noise.Of(_seed, meter.Id.Value), heads);
            _loads[meter.Id] = new(
                new SumCounter(StartOf(meter), _slots.Start, [chiller]), null, SilentSpans.None)
            {
                Chiller = chiller,
            };
            chillers.Add(chiller);
        }
        return chillers.ToImmutable();
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

    private long StartOf(MeterPlan meter) => _starts.Energy(meter.Id.Value) * meter.Multiplier;

    private MeterPlan? MeterOf(UnitId unit, Role role, Resource resource) =>
        MetersWith(point => point.Unit == unit && point.Role == role && point.Resource == resource).FirstOrDefault();

    private IEnumerable<MeterPlan> MetersWith(Func<PointPlan, bool> isOne) =>
        _plan.Meters.Where(meter => meter.Points is [var point, ..] && isOne(point));
}

using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Loads;

public sealed class LoadTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;
    private static readonly Slots MarchSlots = new(March.From, March.To, Zone);

    [Fact]
    public void A_building_imports_and_exports_exactly_what_its_units_common_load_and_plant_leave()
    {
        var plan = CampusPlan.Default();
        var loads = CampusLoads.Of(plan, 7, MarchSlots, GivenLoads.None);
        foreach (var building in new[] { "building-1", "building-2", "building-north" })
        {
            var noise = Noise.Of(7, $"{building}/common");
            var main = loads[new($"m-{building}-electricity")];
            var units = Forwards(plan, loads, building, Role.Unit, Resource.Electricity);
            var plants = Forwards(plan, loads, building, Role.Plant, Resource.Electricity);
            for (var slot = 0; slot < MarchSlots.Count; slot++)
            {
                var used = units.Sum(unit => Risen(unit, slot));
                var common = CampusLoads.CommonEnergyIn(MarchSlots[slot], noise, used);

                Assert.Equal(
                    used + common - plants.Sum(plant => Risen(plant, slot)),
                    Risen(main.Forward, slot) - Risen(main.Reverse!, slot));
            }
        }
    }

    [Fact]
    public void Buildings_with_a_plant_export_on_some_sunny_weekend()
    {
        var loads = CampusLoads.Of(CampusPlan.Default(), 1, MarchSlots, GivenLoads.None);

        Assert.True(Month(loads[new("m-building-1-electricity")].Reverse!) > 0);
        Assert.Equal(0, Month(loads[new("m-building-north-electricity")].Reverse!));
    }

    [Fact]
    public void Circuits_stay_below_their_units_meter_in_every_slot()
    {
        var plan = CampusPlan.Default();
        var loads = CampusLoads.Of(plan, 3, MarchSlots, GivenLoads.None);
        foreach (var unit in plan.Units)
        {
            var meter = loads[new($"m-{unit.Id}-electricity")].Forward;
            var circuits = plan.Points.Where(point => point.Unit == unit.Id && point.Role == Role.Circuit)
                .Select(point => loads[point.Meter].Forward).ToArray();

            Assert.InRange(circuits.Length, 2, 3);
            Assert.All(
                Enumerable.Range(0, MarchSlots.Count),
                slot => Assert.True(circuits.Sum(circuit => Risen(circuit, slot)) <= Risen(meter, slot)));
            Assert.True(circuits.Sum(Month) > Month(meter) / 2);
        }
    }

    [Fact]
    public void A_main_water_meter_counts_its_units_and_more()
    {
        var plan = CampusPlan.Default();
        var loads = CampusLoads.Of(plan, 3, MarchSlots, GivenLoads.None);

        var main = Month(loads[new("m-building-2-water")].Forward);
        var units = Forwards(plan, loads, "building-2", Role.Unit, Resource.Water).Sum(Month);

        Assert.InRange(main, units + 1, units * 3 / 2);
    }

    [Fact]
    public void The_same_seed_gives_the_same_counters_and_another_seed_others()
    {
        var plan = CampusPlan.Small(units: 3, circuits: 2, water: true, mains: true);
        var first = CampusLoads.Of(plan, 11, MarchSlots, GivenLoads.None);
        var again = CampusLoads.Of(plan, 11, MarchSlots, GivenLoads.None);
        var other = CampusLoads.Of(plan, 12, MarchSlots, GivenLoads.None);
        foreach (var meter in plan.Meters)
        {
            Assert.All(Edges(97), instant => Assert.Equal(
                first[meter.Id].Forward.At(instant), again[meter.Id].Forward.At(instant)));
            Assert.NotEqual(Month(first[meter.Id].Forward), Month(other[meter.Id].Forward));
        }
    }

    [Fact]
    public void Counters_never_fall_between_slots_either()
    {
        var plan = CampusPlan.Small(units: 1, water: true, mains: true);
        var loads = CampusLoads.Of(plan, 5, MarchSlots, GivenLoads.None).Values;
        foreach (var counter in loads.SelectMany(load => new[] { load.Forward, load.Reverse }).OfType<ICounter>())
        {
            var before = counter.At(March.From.ToUnixTimeMilliseconds());
            for (var instant = March.From; instant < March.From.AddDays(2); instant = instant.AddSeconds(7))
            {
                var now = counter.At(instant.ToUnixTimeMilliseconds());
                Assert.True(now >= before);
                before = now;
            }
        }
    }

    [Fact]
    public void A_month_suits_the_heads_that_are_there()
    {
        var plan = CampusPlan.Default();
        var loads = CampusLoads.Of(plan, 1, MarchSlots, GivenLoads.None);
        Assert.All(plan.Units, unit => Assert.InRange(
            Month(loads[new($"m-{unit.Id}-electricity")].Forward) / unit.Headcount, 60_000, 200_000));
        Assert.All(plan.Units, unit => Assert.InRange(
            Month(loads[new($"m-{unit.Id}-water")].Forward) / unit.Headcount, 400, 1500));
    }

    [Fact]
    public void Plants_generate_by_day_only_and_as_much_as_the_place_allows()
    {
        var year = new Slots(March.From, March.From.AddDays(365), Zone);
        var sun = new SunShape(4, "m-pv-1", 100);
        var energy = year.Fill(sun.EnergyIn);

        Assert.InRange(energy.Sum() / 1000 / 100, 850, 1300);
        Assert.All(
            Enumerable.Range(0, year.Count).Where(slot => year[slot].Hour is < 4.5 or > 19.5),
            slot => Assert.Equal(0, energy[slot]));
        Assert.True(energy.Max() * Slots.PerHour <= 100_000);
    }

    [Fact]
    public void Weekends_take_less_than_working_days()
    {
        var shape = new ElectricityShape(1, "unit-01", 50);
        var perDay = Enumerable.Range(0, MarchSlots.Count).Select(slot => MarchSlots[slot])
            .GroupBy(slot => (slot.LocalMinutes / 1440, slot.IsWorkingDay))
            .Select(day => (day.Key.IsWorkingDay, Energy: day.Sum(shape.EnergyIn))).ToArray();

        Assert.Equal(23, perDay.Count(day => day.IsWorkingDay));
        Assert.True(perDay.Where(day => !day.IsWorkingDay).Max(day => day.Energy)
            < perDay.Where(day => day.IsWorkingDay).Min(day => day.Energy));
    }

    private static ICounter[] Forwards(
        CampusPlan plan, IReadOnlyDictionary<MeterId, MeterLoad> loads, string building, Role role, Resource resource)
    {
        var points = plan.Points.Where(point =>
            point.Building.Value == building && point.Role == role && point.Resource == resource);
        return [.. points.Select(point => loads[point.Meter].Forward)];
    }

    private static long Risen(ICounter counter, int slot) =>
        counter.At(MarchSlots[slot].Start + Slots.Milliseconds) - counter.At(MarchSlots[slot].Start);

    private static long Month(ICounter counter) => counter.At(MarchSlots.End) - counter.At(MarchSlots.Start);

    private static IEnumerable<long> Edges(int step) =>
        Enumerable.Range(0, MarchSlots.Count / step).Select(index => MarchSlots[index * step].Start + (index * 1000));
}

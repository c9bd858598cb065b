using System.Collections.Frozen;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Loads;

/// <summary>What is cut does not flow: not below the contact, and not in any meter above it.</summary>
public sealed class SwitchedLoadTests
{
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;
    private static readonly Slots MarchSlots = new(March.From, March.To, Zone);
    private static readonly CampusPlan Plan = CampusPlan.Small(units: 2, circuits: 2, water: true, mains: true);

    /// <summary>A Wednesday, ten in the morning, beside the edges of slots.</summary>
    private static readonly long Off = March.From.AddDays(7).AddHours(10).AddSeconds(17).ToUnixTimeMilliseconds();
    private static readonly long On = Off + (3 * 3_600_000L) + 61_001;

    [Fact]
    public void A_circuit_that_is_cut_is_missing_in_every_meter_above_it_and_nowhere_else()
    {
        var (whole, cut) = (Loads(), Loads());
        Switch(cut, "m-circuit-01");
        var gone = Risen(whole["m-circuit-01"].Forward);

        Assert.True(gone > 1000, $"only {gone} Wh to cut");
        Assert.Equal(0, Risen(cut["m-circuit-01"].Forward));
        Assert.Equal(0, cut["m-circuit-01"].Forward.PerHour(Off));
        AssertNear(gone, Risen(whole["m-unit-01-electricity"].Forward) - Risen(cut["m-unit-01-electricity"].Forward));
        AssertNear(gone, Net(whole) - Net(cut));
        foreach (var other in new[] { "m-circuit-02", "m-circuit-03", "m-unit-02-electricity", "m-pv-1" })
            Assert.Equal(Risen(whole[other].Forward), Risen(cut[other].Forward));
    }

    [Fact]
    public void Closed_again_everything_counts_on_as_if_the_rest_had_never_flowed()
    {
        var (whole, cut) = (Loads(), Loads());
        Switch(cut, "m-circuit-01");
        var later = On + 86_400_000;
        foreach (var meter in Plan.Meters)
        {
            Assert.InRange(
                cut[meter.Id.Value].Forward.At(later) - cut[meter.Id.Value].Forward.At(On)
                - (whole[meter.Id.Value].Forward.At(later) - whole[meter.Id.Value].Forward.At(On)),
                -3,
                3);
        }
        Assert.True(cut["m-circuit-01"].Forward.PerHour(On) > 0);
    }

    [Fact]
    public void A_closed_valve_stops_its_meter_and_its_share_of_the_main()
    {
        var (whole, cut) = (Loads(), Loads());
        Switch(cut, "m-unit-02-water");
        var gone = Risen(whole["m-unit-02-water"].Forward);

        Assert.True(gone > 100, $"only {gone} L to cut");
        Assert.Equal(0, Risen(cut["m-unit-02-water"].Forward));
        Assert.Equal(
            gone, Risen(whole["m-building-1-water"].Forward) - Risen(cut["m-building-1-water"].Forward));
    }

    [Fact]
    public void What_a_plant_does_not_give_comes_from_the_grid()
    {
        var (whole, still) = (Loads(), Loads());
        Switch(still, "m-pv-1");
        var gone = Risen(whole["m-pv-1"].Forward);

        Assert.True(gone > 1000, $"only {gone} Wh to lose");
        Assert.Equal(0, Risen(still["m-pv-1"].Forward));
        Assert.True(still["m-pv-1"].Sun!.PerHour(Off) > 0);
        AssertNear(gone, Net(still) - Net(whole));
        Assert.Equal(
            Risen(whole["m-unit-01-electricity"].Forward), Risen(still["m-unit-01-electricity"].Forward));
    }

    [Fact]
    public void No_counter_falls_however_circuits_and_valves_are_switched()
    {
        var loads = Loads();
        var random = new Random(5);
        var switched = loads.Values.Where(load => load.Supply is not null).ToArray();
        var counters = loads.Values.SelectMany(load => new[] { load.Forward, load.Reverse }).OfType<ICounter>()
            .ToArray();
        var before = counters.Select(counter => counter.At(Off)).ToArray();
        for (var instant = Off; instant < Off + 86_400_000; instant += random.Next(1, 90_000))
        {
            for (var index = 0; index < counters.Length; index++)
            {
                var now = counters[index].At(instant);
                Assert.True(now >= before[index], $"counter {index} fell from {before[index]} to {now}");
                before[index] = now;
            }
            if (random.Next(4) == 0)
                switched[random.Next(switched.Length)].Supply!.Set(random.Next(2) == 0, instant, instant);
        }
    }

    [Fact]
    public void A_change_that_is_still_to_come_can_be_taken_back()
    {
        var supply = new Supply();
        supply.Set(isOn: false, now: 100, at: 110);
        Assert.True(supply.IsOn(109));
        Assert.False(supply.IsOn(110));
        supply.Set(isOn: true, now: 105, at: 115);
        Assert.True(supply.IsOn(200));
        Assert.Empty(supply.Changes);
        supply.Set(isOn: false, now: 120, at: 120);
        supply.Set(isOn: true, now: 150, at: 160);
        Assert.Equal([(120L, 160L)], supply.OffUntil(500));
        Assert.Equal([(120L, 130L)], supply.OffUntil(130));
    }

    private static FrozenDictionary<string, MeterLoad> Loads() =>
        CampusLoads.Of(Plan, 7, MarchSlots, GivenLoads.None)
            .ToFrozenDictionary(pair => pair.Key.Value, pair => pair.Value);

    private static void Switch(FrozenDictionary<string, MeterLoad> loads, string meter)
    {
        loads[meter].Supply!.Set(isOn: false, Off, Off);
        loads[meter].Supply!.Set(isOn: true, On, On);
    }

    private static long Net(FrozenDictionary<string, MeterLoad> loads) =>
        Risen(loads["m-building-1-electricity"].Forward) - Risen(loads["m-building-1-electricity"].Reverse!);

    private static long Risen(ICounter counter) => counter.At(On) - counter.At(Off);

    /// <summary>Each part of a sum is rounded down to whole Wh by itself.</summary>
    private static void AssertNear(long expected, long actual) => Assert.InRange(actual, expected - 4, expected + 4);
}

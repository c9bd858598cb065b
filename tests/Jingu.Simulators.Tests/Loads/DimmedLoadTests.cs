using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Loads;

/// <summary>What lamps draw falls with their level, in the meter of their unit and in the main above it.</summary>
public sealed class DimmedLoadTests
{
    private const long Hour = 3_600_000;
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb[CampusPlan.ZoneDefault];
    private static readonly LocalMonth March = LocalMonth.TryParse("2017-03", Zone)!.Value;
    private static readonly Slots MarchSlots = new(March.From, March.To, Zone);
    private static readonly CampusPlan Plan = CampusPlan.Small(units: 2, circuits: 2, mains: true);

    /// <summary>A Wednesday, ten in the morning, beside the edges of slots.</summary>
    private static readonly long Dimmed = March.From.AddDays(7).AddHours(10).AddSeconds(17).ToUnixTimeMilliseconds();

    [Fact]
    public void Lamps_at_full_light_change_nothing_and_dimmed_ones_are_missing_in_every_meter_above()
    {
        var (whole, dimmed, dark) = (Loads(), Loads(), Loads());
        dimmed["m-unit-01-electricity"].Lighting!.Set(300, Dimmed);
        dark["m-unit-01-electricity"].Lighting!.Set(0, Dimmed);
        long Gone(Dictionary<string, MeterLoad> loads, string meter) =>
            Risen(whole[meter].Forward) - Risen(loads[meter].Forward);

        var all = Gone(dark, "m-unit-01-electricity");
        Assert.True(all > 500, $"only {all} Wh of light");
        Assert.InRange(Gone(dimmed, "m-unit-01-electricity"), (all * 7 / 10) - 2, (all * 7 / 10) + 2);
        Assert.InRange(Net(whole) - Net(dimmed), (all * 7 / 10) - 3, (all * 7 / 10) + 3);
        foreach (var other in new[] { "m-circuit-01", "m-circuit-02", "m-unit-02-electricity", "m-pv-1" })
            Assert.Equal(0, Gone(dimmed, other));
    }

    [Fact]
    public void A_meter_never_falls_whatever_the_lamps_do()
    {
        var loads = Loads();
        var (meter, light) = (loads["m-unit-01-electricity"].Forward, loads["m-unit-01-electricity"].Lighting!);
        var (random, last) = (new Random(5), meter.At(Dimmed));
        for (var instant = Dimmed; instant < Dimmed + (6 * Hour); instant += random.Next(1, 400_000))
        {
            Assert.True(meter.At(instant) >= last, $"fell at {instant}");
            last = meter.At(instant);
            light.Set(random.Next(0, 1001), instant);
            Assert.Equal(last, meter.At(instant));
        }
    }

    private static Dictionary<string, MeterLoad> Loads() => CampusLoads.Of(Plan, 3, MarchSlots, GivenLoads.None)
        .ToDictionary(pair => pair.Key.Value, pair => pair.Value);

    private static long Net(Dictionary<string, MeterLoad> loads) =>
        Risen(loads["m-building-1-electricity"].Forward) - Risen(loads["m-building-1-electricity"].Reverse!);

    private static long Risen(ICounter counter) => counter.At(Dimmed + (3 * Hour)) - counter.At(Dimmed);
}

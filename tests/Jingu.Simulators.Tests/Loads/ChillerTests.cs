using Jingu.Simulators.Loads;
using NodaTime;
using Xunit;

namespace Jingu.Simulators.Tests.Loads;

/// <summary>Thursday, 2 July 2026, in Shanghai.</summary>
public sealed class ChillerTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 7, 2, 0, 0, 0, TimeSpan.FromHours(8));

    private static readonly Slots Slots = new(
        Midnight.AddDays(-2).ToUniversalTime(), Midnight.AddDays(2).ToUniversalTime(),
        DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);

    [Fact]
    public void What_is_not_cooled_during_an_event_is_cooled_after_it()
    {
        var (usual, shed) = (Make(), Make());
        shed.Set(Chiller.SupplyNormally, 25, At(14));
        shed.Set(Chiller.SupplyNormally, Chiller.LimitNormally, At(16));
        Assert.Equal(usual.At(At(14)), shed.At(At(14)));
        Assert.True(Between(shed, 14.25, 16) < Between(usual, 14.25, 16) / 2);
        Assert.True(shed.RoomAt(At(16)) > usual.RoomAt(At(16)) + 0.5);
        Assert.True(Between(shed, 16.25, 17) > Between(usual, 16.25, 17) * 11 / 10);
        // Walls and air stored it: not all of what was shed is saved.
        Assert.InRange(Between(usual, 14, 18) - Between(shed, 14, 18), 1, Between(usual, 14, 16) / 2);
    }

    [Fact]
    public void Warmer_water_takes_less_too()
    {
        var (usual, shed) = (Make(), Make());
        shed.Set(120, Chiller.LimitNormally, At(14));
        Assert.True(Between(shed, 14.25, 15) < Between(usual, 14.25, 15));
    }

    [Fact]
    public void What_is_set_changes_nothing_that_was_counted()
    {
        var chiller = Make();
        // Somebody has looked ahead already.
        chiller.At(At(20));
        var seen = Enumerable.Range(0, 600).Select(second => chiller.At(At(14) + (second * 500))).ToList();
        chiller.Set(Chiller.SupplyNormally, 25, At(14) + 1_000);
        Assert.Equal(seen, Enumerable.Range(0, 600).Select(second => chiller.At(At(14) + (second * 500))));
        Assert.NotEqual(Make().At(At(15)), chiller.At(At(15)));
    }

    [Fact]
    public void It_rests_at_night_and_in_winter()
    {
        Assert.Equal(0, Between(Make(), 1, 5));
        var january = new Slots(
            new(2026, 1, 7, 0, 0, 0, TimeSpan.Zero), new(2026, 1, 9, 0, 0, 0, TimeSpan.Zero),
            DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);
        Assert.Equal(0, new Chiller(january, Noise.Of(1, "chiller"), 100).At(january.End));
    }

    private static Chiller Make() => new(Slots, Noise.Of(1, "chiller"), 100);

    private static long Between(Chiller chiller, double from, double to) => chiller.At(At(to)) - chiller.At(At(from));

    private static long At(double hour) => Midnight.AddHours(hour).ToUnixTimeMilliseconds();
}

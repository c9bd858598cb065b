using Jingu.Simulators.Report;
using Xunit;

namespace Jingu.Simulators.Tests.Report;

/// <summary>Savings that no meter counted, people in the dark and lamps lit for nobody break the promise.</summary>
public sealed class LightingPromiseTests
{
    private static readonly ZoneReport Good = new(
        "inner-row", "inner-row-light", 3210, 3210, 4200, 990, 3226, 800, 0.3, 0, []);

    [Fact]
    public void A_floor_that_is_lit_where_people_are_and_counted_by_its_meters_holds()
    {
        var promise = LightingPromise.Judge([Good, Good with { Id = "corridor", LeftLitMinutes = null }], false);
        Assert.True(promise.Held, promise.Detail);
        Assert.Contains("used 6420 Wh of 8400 Wh", promise.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_figure_is_held_against_the_meter()
    {
        Assert.Contains("its meter counted 3210 Wh", Broken(Good with { UsedWh = 3211 }), StringComparison.Ordinal);
        Assert.Contains("its meter counted  Wh", Broken(Good with { CountedWh = null }), StringComparison.Ordinal);
        Assert.Contains("saved 991 Wh", Broken(Good with { SavedWh = 991 }), StringComparison.Ordinal);
        Assert.Contains("does not tell", Broken(Good with { BaselineWh = null }), StringComparison.Ordinal);
    }

    [Fact]
    public void People_in_the_dark_and_lamps_for_nobody_are_complained_of_where_nothing_was_disturbed()
    {
        var dark = Good with { BelowMinutes = 8 };
        var left = Good with { LeftLitMinutes = 30 };
        Assert.Contains("too little light for 1.00 %", Broken(dark), StringComparison.Ordinal);
        Assert.Contains("inner-row was lit for 30 min", Broken(left), StringComparison.Ordinal);
        Assert.True(LightingPromise.Judge([dark], isDisturbed: true).Held);
        Assert.True(LightingPromise.Judge([left], isDisturbed: true).Held);
    }

    private static string Broken(ZoneReport zone)
    {
        var promise = LightingPromise.Judge([zone], isDisturbed: false);
        Assert.False(promise.Held, promise.Detail);
        return promise.Detail;
    }
}

using Jingu.Modbus.Boards;
using Xunit;

namespace Jingu.Modbus.Tests.Boards;

/// <summary>How much light a level gives, against the standard's own points.</summary>
public sealed class LightCurveTests
{
    private static readonly LightCurve Dali = new LightCurve.Dali();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(85, 10)]
    [InlineData(170, 100)]
    [InlineData(229, 500)]
    [InlineData(254, 1000)]
    public void Dali_s_levels_are_logarithmic_from_a_thousandth_to_all_of_it(int level, int thousandths) =>
        Assert.InRange(Dali.LightOf(level), thousandths * 0.99, thousandths * 1.011);

    [Fact]
    public void More_level_is_never_less_light()
    {
        for (var level = 1; level <= Dali.Full; level++)
            Assert.InRange(Dali.LightOf(level), Dali.LightOf(level - 1), LightCurve.Whole);
    }

    [Theory]
    [InlineData(100, 254)]
    [InlineData(50, 229)]
    [InlineData(10, 170)]
    [InlineData(1, 86)]
    public void A_level_gives_no_more_light_than_was_asked(int percent, int level)
    {
        Assert.Equal(level, Dali.LevelFor(percent), 1.0);
        Assert.InRange(Dali.LightOf(Dali.LevelFor(percent)), 1, percent * 10);
        Assert.InRange(Dali.LightOf(Dali.LowestFor(percent)), percent * 10, 1000);
    }

    [Fact]
    public void A_level_for_a_light_is_the_lowest_that_gives_as_much()
    {
        foreach (var curve in new[] { Dali, new LightCurve.Linear(10_000), new LightCurve.Linear(10) })
        {
            for (var light = 1; light <= LightCurve.Whole; light++)
            {
                var level = curve.LevelOfLight(light);
                Assert.True(curve.LightOf(level) >= light && (level == 1 || curve.LightOf(level - 1) < light));
            }
        }
    }

    [Fact]
    public void A_dimmer_is_linear_and_its_lowest_level_is_not_off()
    {
        var dimmer = new LightCurve.Linear(10_000);
        Assert.Equal((0, 1, 250, 1000), (
            dimmer.LightOf(0), dimmer.LightOf(1), dimmer.LightOf(2500), dimmer.LightOf(10_000)));
        Assert.Equal((2000, 2009), (dimmer.LowestFor(20), dimmer.LevelFor(20)));
        Assert.Equal(1, new LightCurve.Linear(10).LevelFor(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => dimmer.LightOf(10_001));
    }
}

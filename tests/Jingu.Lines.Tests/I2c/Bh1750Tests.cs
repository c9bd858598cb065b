using Jingu.Lines.I2c;
using Xunit;

namespace Jingu.Lines.Tests.I2c;

public sealed class Bh1750Tests
{
    /// <summary>BH1750FVI datasheet (ROHM, 2011.11 Rev. D), page 7: "1000_0011_1001_0000" is 28067 lx.</summary>
    [Fact]
    public void The_example_of_the_datasheet_is_28067_lx() =>
        Assert.Equal(28067, Math.Round(Bh1750.LuxOf(0b1000_0011_1001_0000)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.4, 0)]
    [InlineData(300, 360)]
    [InlineData(54_612.5, 65_535)]
    [InlineData(120_000, 65_535)]
    public void Full_sun_is_all_it_can_show(double lux, int counts) => Assert.Equal(counts, Bh1750.CountsOf(lux));

    [Fact]
    public void What_it_shows_is_the_light_to_within_a_count()
    {
        for (var lux = 0; lux < 54_000; lux += 7)
            Assert.Equal(lux, Bh1750.LuxOf(Bh1750.CountsOf(lux)), 1 / 1.2);
    }
}

using FsCheck;
using FsCheck.Fluent;
using Jingu.Budgets.Carbon;
using Jingu.Budgets.Coefficients;
using Xunit;

namespace Jingu.Budgets.Tests.Carbon;

public sealed class CarbonTests
{
    /// <summary>Zhejiang 2022: 0.5153 kg CO2 a kWh.</summary>
    private static readonly Coefficient Zhejiang = Factor("zhejiang-2022", 515_300);

    [Fact]
    public void The_factor_of_the_province_gives_the_figure_that_follows_from_its_announcement()
    {
        // 18.87 GWh x 0.5153 kg/kWh = 9,723,711 kg.
        Assert.Equal(9_723_711_000, Zhejiang.Grams(18_870_000_000));
        // Half a gram is no gram: 1 kWh = 515.3 g.
        Assert.Equal(515, Zhejiang.Grams(1000));
    }

    [Fact]
    public void The_two_coal_equivalents_are_two_sets()
    {
        // 4.5 GWh: 553.05 t by heat content; 18.87 GWh: 6,189.36 t by what is burned.
        Assert.Equal(553_050_000, Factor("calorific", 122_900).Grams(4_500_000_000));
        Assert.Equal(6_189_360_000, Factor("equivalent", 328_000).Grams(18_870_000_000));
    }

    [Fact]
    public void Water_counts_only_where_the_site_has_a_factor()
    {
        Assert.Equal(515, CarbonLine.Grams(1000, Zhejiang, 5000, null));
        Assert.Equal(515 + 1000, CarbonLine.Grams(1000, Zhejiang, 5000, Factor("water", 200_000)));
    }

    [Fact]
    public void Converted_totals_telescope() =>
        Prop.ForAll(
            Arb.From(Gen.Choose(0, int.MaxValue).ListOf(3)),
            items =>
            {
                var totals = items.Order().Select(item => (long)item).ToList();
                var (first, second, third) = (
                    Zhejiang.Grams(totals[0]), Zhejiang.Grams(totals[1]), Zhejiang.Grams(totals[2]));
                Assert.True(first <= second && second <= third);
                Assert.Equal(third - first, (second - first) + (third - second));
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(799, CarbonWarning.None)]
    [InlineData(800, CarbonWarning.Notice)]
    [InlineData(999, CarbonWarning.Notice)]
    [InlineData(1000, CarbonWarning.Exceeded)]
    public void Carbon_warns(long used, CarbonWarning expected) =>
        Assert.Equal(expected, new CarbonLine(new("unit-01"), 1000, used).Warning);

    [Fact]
    public void Units_are_ranked_by_the_part_used_and_equal_parts_share_a_rank()
    {
        var ranked = CarbonRanking.Of([
            Line("all", 100, 100), Line("none", 0, 5), Line("half", 200, 100), Line("half-too", 2, 1),
            Line("nothing", 0, 0)]);

        Assert.Equal(
            [(1, "nothing"), (2, "half"), (2, "half-too"), (4, "all"), (5, "none")],
            ranked.Select(each => (each.Rank, each.Line.Unit.Value)));
    }

    private static CarbonLine Line(string unit, long budget, long used) => new(new(unit), budget, used);

    private static Coefficient Factor(string set, long milligrams) => new(set, milligrams, "average", true, "test");
}

using System.Numerics;
using FsCheck.Fluent;
using Jingu.Contracts.Readings;
using Xunit;
using static FsCheck.CheckExtensions;

namespace Jingu.Contracts.Tests.Readings;

public sealed class ScalingTests
{
    [Theory]
    [InlineData(12_345, 10, 1, 123_450)]
    [InlineData(7, 1, 2, 3)]
    [InlineData(-7, 1, 2, -4)]
    [InlineData(-8, 1, 2, -4)]
    [InlineData(0, 1, 3, 0)]
    [InlineData(long.MaxValue, 1, 1, long.MaxValue)]
    [InlineData(long.MinValue, 1, 1, long.MinValue)]
    public void Floor_rounds_down_on_both_sides_of_zero(long count, long numerator, long denominator, long expected) =>
        Assert.Equal(expected, new Scaling(Quantity.EnergyImport, numerator, denominator).Floor(count));

    [Fact]
    public void Floor_is_the_exact_quotient_rounded_down() => Prop.ForAll(
        Arbitrary(), counts =>
        {
            var (count, numerator, denominator) = counts;
            var exact = BigInteger.DivRem((BigInteger)count * numerator, denominator, out var rest);
            var expected = rest.Sign < 0 ? exact - 1 : exact;
            var scaling = new Scaling(Quantity.EnergyImport, numerator, denominator);
            if (expected < long.MinValue || expected > long.MaxValue)
                Assert.Throws<OverflowException>(() => scaling.Floor(count));
            else
                Assert.Equal(expected, scaling.Floor(count));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Differences_of_floors_add_up_to_the_whole() => Prop.ForAll((int seed) =>
    {
        var random = new Random(seed);
        var scaling = new Scaling(Quantity.Volume, random.Next(1, 5000), random.Next(1, 700));
        long register = random.Next();
        var first = scaling.Floor(register);
        long sum = 0;
        for (var i = 0; i < 100; i++)
        {
            var next = register + random.Next(0, 50);
            sum += scaling.Floor(next) - scaling.Floor(register);
            register = next;
        }
        Assert.Equal(scaling.Floor(register) - first, sum);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_quantity_has_a_name_that_leads_back_to_it()
    {
        foreach (var quantity in Enum.GetValues<Quantity>())
        {
            Assert.True(Quantities.IsKnown(quantity));
            Assert.True(Quantities.TryParse(Quantities.NameOf(quantity), out var back));
            Assert.Equal(quantity, back);
        }
        Assert.False(Quantities.TryParse("energy", out _));
    }

    [Theory]
    [InlineData("2017-02-28T16:00:00Z", "2017-02-28T16:00:00Z")]
    [InlineData("2017-02-28T16:14:59.9999999Z", "2017-02-28T16:00:00Z")]
    [InlineData("2017-02-28T16:15:00Z", "2017-02-28T16:15:00Z")]
    [InlineData("2017-03-01T00:00:01+05:45", "2017-02-28T18:15:00Z")]
    public void An_instant_lies_in_the_interval_that_began_before_it(string instant, string start)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        Assert.Equal(DateTimeOffset.Parse(start, culture), Interval.StartOf(DateTimeOffset.Parse(instant, culture)));
    }

    private static FsCheck.Arbitrary<(long Count, long Numerator, long Denominator)> Arbitrary() =>
        (from count in ArbMap.Default.GeneratorFor<long>()
         from numerator in ArbMap.Default.GeneratorFor<int>()
         from denominator in Gen.Choose(1, int.MaxValue)
         select (count, (long)numerator, (long)denominator)).ToArbitrary();
}

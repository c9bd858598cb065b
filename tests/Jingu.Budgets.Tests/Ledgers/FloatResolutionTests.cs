using Jingu.Budgets.Ledgers;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Budgets.Tests.Ledgers;

public sealed class FloatResolutionTests
{
    /// <summary>Published: a litre is lost above 16,384 m3, 0.01 kWh above 131,072 kWh.</summary>
    [Theory]
    [InlineData(1000, 16_384_000)]
    [InlineData(100, 13_107_200)]
    [InlineData(1, 16_777_216)]
    [InlineData(0.001, 8_589_934)]
    public void A_float_shows_every_count_up_to_a_power_of_two(double countsPerRaw, long exactMax) =>
        Assert.Equal(exactMax, FloatResolution.ExactMax((decimal)countsPerRaw));

    [Theory]
    [InlineData(1000)]
    [InlineData(100)]
    public void Floats_themselves_agree(int countsPerRaw)
    {
        var top = FloatResolution.ExactMax(countsPerRaw) / (float)countsPerRaw;

        Assert.InRange(top - MathF.BitDecrement(top), 0, 1.0001f / countsPerRaw);
        Assert.True(MathF.BitIncrement(top) - top > 1.0001f / countsPerRaw);
    }

    [Fact]
    public void It_is_said_before_it_bites_and_once_more_when_it_does()
    {
        var rules = new LedgerRules(
            new Scaling(Quantity.Volume, 1, 1), 100_000_000, 100_000, TimeSpan.FromMinutes(10))
        {
            ExactMax = 16_384_000,
        };
        var at = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        var ledger = Accounting.Open(new PointId("p"), new MeterId("m"), rules, 14_740_000, at).Next;
        Assert.Equal(ResolutionLoss.None, ledger.Resolution);

        ledger = Accounting.Account(ledger, rules, 14_750_000, at.AddHours(1)).Next;
        Assert.Equal(ResolutionLoss.Near, ledger.Resolution);

        ledger = Accounting.Account(ledger, rules, 16_384_002, at.AddHours(40)).Next;
        Assert.Equal(ResolutionLoss.Lost, ledger.Resolution);
        Assert.Equal(2, FloatResolution.CountsPerStep(ledger.Count, 16_384_000));
    }
}

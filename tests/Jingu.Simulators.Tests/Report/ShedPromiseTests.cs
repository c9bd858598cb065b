using Jingu.Simulators.Report;
using Xunit;

namespace Jingu.Simulators.Tests.Report;

public sealed class ShedPromiseTests
{
    private static readonly ShedWitness Good = new(
        [900, 1_000, 1_000, 1_000, 1_000, 900], [900, 690, 700, 650, 640, 850], [],
        new(new(1_200, 1_300, [new("chiller-1", "set-point")], []), new(310, [])));

    [Fact]
    public void An_hour_of_thirty_percent_with_everything_back_holds()
    {
        var promise = ShedPromise.Judge(Good);
        Assert.True(promise.Held, promise.Detail);
        Assert.StartsWith("30.0 % of a peak of 4000 W", promise.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_told()
    {
        AssertBroken("no hour in which 30.0 %", Good with { Taken = [900, 690, 701, 650, 640, 850] });
        AssertBroken("l-unit-01 did not return", Good with { NotBack = ["l-unit-01"] });
        AssertBroken("the aggregator does not tell", Good with { Told = null });
        AssertBroken(
            "the aggregator does not tell",
            Good with { Told = Good.Told! with { Whole = new(310, [DateTimeOffset.UnixEpoch]) } });
    }

    private static void AssertBroken(string what, ShedWitness witness)
    {
        var promise = ShedPromise.Judge(witness);
        Assert.False(promise.Held);
        Assert.Contains(what, promise.Detail, StringComparison.Ordinal);
    }
}

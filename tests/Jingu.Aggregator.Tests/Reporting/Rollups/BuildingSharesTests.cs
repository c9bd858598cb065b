using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Reporting.Sharing;
using Jingu.Budgets.Allocation;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Rollups;

/// <summary>A building with a main, plants, two units and a pump, and rules of chance.</summary>
public sealed class BuildingSharesTests : IDisposable
{
    private readonly TestSite _site = new();

    public BuildingSharesTests()
    {
        PlantSite.Write(_site);
        Assert.Empty(_site.Current.Reload());
    }

    public void Dispose() => _site.Dispose();

    [Fact]
    public void Units_common_and_gap_equal_the_whole_to_the_watt_hour()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var known = _site.Site.Points.ToDictionary(point => point.Id, _ => random.NextInt64(100_000));
            known[new("main")] += 200_000;
            var rules = Rules(random);

            var shares = Of(known, rules)!;

            Assert.Equal(
                known[new("main")] + known[new("roof-1")] + known[new("roof-2")] - known[new("main-export")],
                shares.Whole);
            Assert.Equal(
                shares.Whole,
                shares.Units.Sum(unit => unit.Measured + unit.Allocated) + shares.Common + shares.Gap);
            Assert.Equal(known[new("unit-01-electricity")], shares.Units[0].Measured);
            if (rules.IsEmpty)
                Assert.Equal(known[new("pump")], shares.Common);
        }
    }

    [Fact]
    public void Nothing_is_shared_out_of_what_is_not_known()
    {
        var known = _site.Site.Points.ToDictionary(point => point.Id, _ => 1_000L);
        Assert.NotNull(Of(known, []));
        known.Remove(new("pump"));

        Assert.Null(Of(known, []));
    }

    private BuildingShares? Of(Dictionary<PointId, long> known, ImmutableArray<SharingRule> rules) =>
        BuildingShares.Of(
            _site.Site, new("building-1"), Resource.Electricity, known,
            new SharedMeters(
                _site.Site, rules, known.ToDictionary(each => each.Key, each => (long?)each.Value)).All());

    /// <summary>Of the main, of the pump, of both or of neither; not always for all units.</summary>
    private static ImmutableArray<SharingRule> Rules(Random random)
    {
        var rules = ImmutableArray.CreateBuilder<SharingRule>();
        foreach (var point in (string[])["main", "pump"])
        {
            if (random.Next(3) == 0)
                continue;
            rules.Add(new(new(point), new("unit-01"), AllocationRule.Area, random.NextInt64(1, 900), "test"));
            if (random.Next(2) == 0)
                rules.Add(new(new(point), new("unit-02"), AllocationRule.Fixed, random.NextInt64(1, 999), "test"));
        }
        return rules.ToImmutable();
    }
}

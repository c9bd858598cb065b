using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Flow;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Readings;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Flow;

/// <summary>Hundreds of buildings of chance: what roof plants supplied, spread to the watt-hour.</summary>
public sealed class PvAllocationTests
{
    private const int Buildings = 400;

    [Fact]
    public void In_every_quarter_hour_units_common_and_gap_are_the_whole_and_their_PV_what_was_self_consumed()
    {
        var (negative, exporting, spread) = (0, 0, 0);
        for (var seed = 0; seed < Buildings; seed++)
        {
            var building = new RandomBuilding(seed);
            foreach (var quarter in Of(building))
            {
                var balance = quarter.Balance;
                var flow = BuildingFlow.Of(building.Site, quarter);
                Assert.Equal(balance.Import + balance.Generation - balance.Export, flow.Parts.Sum(part => part.Used));
                Assert.Equal(Math.Max(0, balance.Generation - balance.Export), flow.SelfConsumed);
                Assert.Equal(flow.SelfConsumed, flow.Parts.Sum(part => part.Pv));
                Assert.All(flow.Parts, part => Assert.True(
                    part.Pv >= 0 && part.Pv <= Math.Max(0, part.Used), $"building {seed}: {part}"));
                Assert.All(quarter.Below.Select(each => (each.Used, Pv: each.Pv!.Value))
                    .Append((Math.Max(0, balance.Gap), quarter.GapPv!.Value)), part =>
                {
                    // Its exact share, to less than a watt-hour.
                    var all = quarter.Below.Sum(each => each.Used) + Math.Max(0, balance.Gap);
                    var exact = all == 0 ? 0 : (decimal)flow.SelfConsumed!.Value * part.Item1 / all;
                    Assert.True(Math.Abs(part.Item2 - exact) < 1, $"building {seed}: {part} is not {exact}");
                });
                negative += balance.Gap < 0 ? 1 : 0;
                exporting += balance.Export > balance.Generation ? 1 : 0;
                spread += flow.SelfConsumed > 0 ? 1 : 0;
            }
        }
        Assert.True(negative > 100 && exporting > 100 && spread > 500, $"{negative}, {exporting}, {spread}");
    }

    [Fact]
    public void Days_and_months_are_the_sums_of_their_quarter_hours_and_say_how_many_are_balanced()
    {
        var partly = 0;
        for (var seed = 0; seed < Buildings; seed++)
        {
            var building = new RandomBuilding(seed);
            var quarters = Of(building);

            var day = Stored(building, quarters);

            if (quarters.IsEmpty)
            {
                Assert.Null(day);
                continue;
            }
            var flows = quarters.Select(each => BuildingFlow.Of(building.Site, each)).ToList();
            Assert.Equal(flows.Sum(each => each.Import), day!.Import);
            Assert.Equal(flows.Sum(each => each.Generation), day.Generation);
            Assert.Equal(flows.Sum(each => each.Export), day.Export);
            Assert.Equal(flows.Sum(each => each.SelfConsumed), day.SelfConsumed);
            Assert.Equal(
                flows.SelectMany(each => each.Parts).GroupBy(part => (part.User, part.Unit))
                    .Select(parts => (parts.Key, parts.Sum(part => part.Used), parts.Sum(part => part.Pv))),
                day.Parts.Select(part => ((part.User, part.Unit), part.Used, part.Pv)));
            Assert.Equal(day.Import + day.Generation - day.Export, day.Parts.Sum(part => part.Used));
            Assert.Equal(day.SelfConsumed, day.Parts.Sum(part => part.Pv));
            Assert.Equal(8 - quarters.Length, day.Quality.Missing);
            partly += day.Quality.Missing > 0 ? 1 : 0;
        }
        Assert.True(partly > 50, $"{partly}");
    }

    /// <summary>100 Wh over 3, 3 and 1: 42.86, 42.86 and 14.29; the remainder goes to the first of the two.</summary>
    [Fact]
    public void The_remainder_goes_to_the_largest_fraction_and_of_equal_ones_to_the_earlier()
    {
        Assert.Equal<long>([43, 43, 14], PvAllocation.Spread(100, [3, 3], 1));
        Assert.Equal<long>([34, 33, 33], PvAllocation.Spread(100, [50, 50], 50));
        // Sub-meters that counted more than the main did: the gap used nothing.
        Assert.Equal<long>([67, 33, 0], PvAllocation.Spread(100, [100, 50], -30));
        Assert.Equal<long>([0, 0], PvAllocation.Spread(0, [0], 0));
    }

    [Fact]
    public void Where_nobody_counts_what_goes_to_the_grid_nothing_is_allocated_and_it_is_said()
    {
        var building = new RandomBuilding(11, hasExport: false, plantsMin: 1);
        var quarters = Of(building);

        var flow = BuildingFlow.Of(building.Site, quarters[0]);

        Assert.Null(flow.SelfConsumed);
        Assert.All(flow.Parts, part => Assert.Equal((null, null), (part.Pv, part.Grid)));
        Assert.Equal(
            BalanceDoubt.NoExport,
            BuildingFlow.DoubtOf(building.Site, RandomBuilding.Id, Resource.Electricity, flow));
        Assert.All(Stored(building, quarters)!.Parts, part => Assert.Null(part.Pv));
    }

    /// <summary>A unit in a building with plants and in one without: the other one's use came from the grid.</summary>
    [Fact]
    public void A_units_part_is_the_sum_over_its_buildings_and_unknown_where_one_of_them_is()
    {
        var points = new[] { ("a", "one"), ("b", "two") }.Select(each => new Point(
            new(each.Item1), new("m"), Resource.Electricity, FlowDirection.Import, PointRole.Unit, new("unit-1"),
            new(each.Item2)));
        var plant = new Point(
            new("roof"), new("m"), Resource.Electricity, FlowDirection.Generation, PointRole.Plant, null, new("one"));
        var site = new Site(
            new("site"), NodaTime.DateTimeZone.Utc, [new(new("one"), "1", "1"), new(new("two"), "2", "2")],
            [new(new("unit-1"), "1", "1", 1)], [], [.. points, plant]);
        RollupKey Key(string point, RollupItem item) => new(RollupOf.Point, point, Resource.Electricity, item);
        var four = new QualityCounts(4, 0, 0, 0, 0, 0);
        var sums = new Dictionary<RollupKey, RollupSum>
        {
            [Key("a", RollupItem.Used)] = new(1_100, four, 1),
            [Key("a", RollupItem.Balanced)] = new(1_000, four with { Measured = 3 }, 1),
            [Key("a", RollupItem.Pv)] = new(300, four with { Measured = 3 }, 1),
            [Key("b", RollupItem.Used)] = new(50, four, 1),
        };

        Assert.True(PvAllocation.Concerns(site, new("unit-1")));
        Assert.Equal(
            new PvPart(300, 750, new(7, 0, 0, 0, 0, 1)), UnitPv.Of(site, new("unit-1"), sums, 4));
        sums.Remove(Key("a", RollupItem.Pv));
        Assert.Equal(new PvPart(null, null, new(7, 0, 0, 0, 0, 1)), UnitPv.Of(site, new("unit-1"), sums, 4));
    }

    private static ImmutableArray<FlowQuarter> Of(RandomBuilding building) =>
        new PvAllocation(building.Site, Resource.Electricity, building.Counted).Of(
            RandomBuilding.Id, new Balancing(building.Site, building.Counted).Quarters(building.Due));

    /// <summary>As the store would keep it and give it back.</summary>
    private static BuildingFlow? Stored(RandomBuilding building, ImmutableArray<FlowQuarter> quarters)
    {
        var group = new RollupSubject(RollupOf.Building, RandomBuilding.Id.Value);
        var day = new RollupDay(
            building.Site, new(2026, 3, 1), new Dictionary<Contracts.Ids.PointId, RollupSum?>(), [group],
            new Dictionary<Resource, ImmutableArray<BalanceQuarter>>
            {
                [Resource.Electricity] = [.. quarters.Select(each => each.Balance)],
            },
            [.. FlowSums.Of(building.Site, RandomBuilding.Id, Resource.Electricity, quarters)]);
        var sums = day.After(new Dictionary<RollupKey, RollupSum>())
            .Where(each => each.Value is not null).ToDictionary(each => each.Key, each => each.Value!);
        return BuildingFlow.Of(
            building.Site, RandomBuilding.Id, Resource.Electricity, "2026-03-01", sums, building.Due.Intervals);
    }
}

using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Tests.Reporting.Plants;

/// <summary>Random days of a building with a main, two plants, two units and a pump.</summary>
public sealed class BalanceTests : IDisposable
{
    private static readonly string[] Ids =
        ["main", "main-export", "roof-1", "roof-2", "unit-01-electricity", "unit-02-electricity", "pump"];

    private readonly TestSite _site = new();

    public BalanceTests()
    {
        PlantSite.Write(_site);
        Assert.Empty(_site.Current.Reload());
    }

    private MonthPeriod Day =>
        MonthPeriod.OfDays(new LocalDate(2026, 3, 1), new LocalDate(2026, 3, 2), _site.Site.Zone);

    public void Dispose() => _site.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_holds_in_every_quarter_hour_and_in_the_sum(int seed)
    {
        var counted = Random(seed);

        var (buildings, quarters) = Of(counted);

        Assert.Equal(96, quarters.Length);
        Assert.All(quarters, each =>
        {
            long At(string id) => counted[id][each.Start].Amount;
            Assert.Equal(
                At("main") + At("roof-1") + At("roof-2") - At("main-export"),
                At("unit-01-electricity") + At("unit-02-electricity") + At("pump") + each.Gap);
            Assert.True(each.IsMeasured);
        });
        var balance = Assert.Single(buildings);
        Assert.Equal(balance.Import + balance.Generation - balance.Export, balance.SubMeters + balance.Gap);
        Assert.Equal(quarters.Sum(each => each.Gap), balance.Gap);
        Assert.Equal(counted["main"].Values.Sum(each => each.Amount), balance.Import);
        Assert.Equal(balance.Generation - balance.Export, balance.SelfConsumed);
        Assert.Equal((double)balance.SelfConsumed!.Value / balance.Generation!.Value, balance.SelfConsumption);
        Assert.Equal(
            (double)balance.SelfConsumed.Value / (balance.Import!.Value + balance.SelfConsumed.Value),
            balance.SelfSufficiency);
        Assert.Equal(balance with { Building = null }, Balance.OfSite(buildings));
    }

    [Fact]
    public void A_quarter_hour_of_which_one_point_is_not_known_is_left_out_of_everything()
    {
        var counted = Random(4);
        var (gone, missing, guessed) = (Day.From.AddHours(3), Day.From.AddHours(5), Day.From.AddHours(7));
        counted["pump"].Remove(gone);
        counted["roof-1"][missing] = counted["roof-1"][missing] with { Quality = Quality.Missing };
        counted["main"][guessed] = counted["main"][guessed] with { Quality = Quality.Estimated };

        var (buildings, quarters) = Of(counted);

        Assert.Equal((96, 94), (buildings[0].QuartersDue, buildings[0].QuartersComplete));
        Assert.DoesNotContain(quarters, each => each.Start == gone || each.Start == missing);
        Assert.Equal(guessed, Assert.Single(quarters, each => !each.IsMeasured).Start);
        Assert.Equal(
            counted["main"].Where(each => each.Key != gone && each.Key != missing).Sum(each => each.Value.Amount),
            buildings[0].Import);
    }

    [Fact]
    public void Without_export_meter_or_main_what_is_not_known_is_said_and_not_zero()
    {
        var site = _site.Site;
        var counted = Random(5);
        Balance Without(params string[] ids) => Assert.Single(Of(counted, new Site(
            site.Id, site.Zone, site.Buildings, site.Units, site.Meters,
            [.. site.Points.Where(point => !ids.Contains(point.Id.Value))])).Buildings);

        var noExport = Without("main-export");
        var noMain = Without("main", "main-export");

        Assert.Equal((null, null, null), (noExport.Export, noExport.SelfConsumed, noExport.SelfSufficiency));
        Assert.Contains("no meter counts export", noExport.Why, StringComparison.Ordinal);
        Assert.NotNull(noExport.Gap);
        Assert.Equal((null, null, null), (noMain.Import, noMain.Generation, noMain.Gap));
        Assert.Contains("no main meter", noMain.Why, StringComparison.Ordinal);
        Assert.Equal("without building-1", Balance.OfSite([noMain]).Why);
        Assert.Null(Balance.OfSite([noMain]).Import);
    }

    private (ImmutableArray<Balance> Buildings, ImmutableArray<BalanceQuarter> Quarters) Of(
        Dictionary<string, Dictionary<DateTimeOffset, Interval>> counted, Site? site = null)
    {
        var used = site ?? _site.Site;
        var quarters = new Balancing(
            used,
            counted.ToDictionary(
                each => new PointId(each.Key), each => (IReadOnlyDictionary<DateTimeOffset, Interval>)each.Value))
            .Quarters(Day);
        return (Balancing.Of(used, quarters, Day.Intervals), quarters);
    }

    private Dictionary<string, Dictionary<DateTimeOffset, Interval>> Random(int seed)
    {
        var random = new Random(seed);
        return Ids.ToDictionary(id => id, id => Day.Starts().ToDictionary(
            start => start, start => new Interval(
                new(id), start, random.Next(0, id == "main-export" ? 500 : 5000), Quality.Measured, 0, 0, new("m-1"),
                false)));
    }
}

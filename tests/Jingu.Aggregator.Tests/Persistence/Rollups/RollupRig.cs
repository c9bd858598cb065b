using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Tests.Ingest;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Time;
using NodaTime;
using Xunit;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Tests.Persistence.Rollups;

/// <summary>Ingest and sums over real files; every round may be the last one of its worker.</summary>
internal sealed class RollupRig : IAsyncDisposable
{
    private Aggregator.Persistence.Rollups.Rollups _rollups;

    private RollupRig(IngestRig ingest)
    {
        Ingest = ingest;
        Store = new(ingest.Relational);
        _rollups = Make();
    }

    public IngestRig Ingest { get; }

    public RollupStore Store { get; }

    public Site Site => Ingest.Site.Site;

    public static async Task<RollupRig> OpenAsync(TestSite? site = null) => new(await IngestRig.OpenAsync(site));

    /// <summary>What a kill leaves: nothing but the stores.</summary>
    public void Kill() => _rollups = Make();

    public Task<bool> RoundAsync() => _rollups.RoundAsync(default);

    /// <summary>Until nothing is marked.</summary>
    public async Task SettleAsync()
    {
        while (await RoundAsync())
        {
        }
    }

    /// <summary>One interval in an entry of its own.</summary>
    public static MqttMessage Interval(
        TestGateway gateway, long sequence, string point, DateTimeOffset start, long amount,
        Quality quality = Quality.Measured, long? register = null)
    {
        var meter = new MeterId("m-1");
        var catalogue = new Catalogue(
            1, [new(meter, "S-1", [new Scaling(Quantity.EnergyImport, 1, 1)])],
            [new(new(point), Quantity.EnergyImport)]);
        return gateway.Batch(
            JournalStream.Intervals, sequence, catalogue,
            [
                new Entry.Intervals(1, ClockTrust.Synchronised, [
                    new(new(point), start, amount, quality, register ?? amount, register ?? amount, meter, false)]),
            ]);
    }

    public async Task<RollupSum?> SumAsync(
        RollupOf of, string id, string period, RollupItem item = RollupItem.Used,
        Resource resource = Resource.Electricity) =>
        (await Store.OfPeriodAsync(period, default)).GetValueOrDefault(new(of, id, resource, item));

    /// <summary>
    /// Adds up anew, interval by interval, what every point, unit and building of a period has, and compares.
    /// </summary>
    public async Task AssertEqualAsync(string name, MonthPeriod period)
    {
        var sums = await Store.OfPeriodAsync(name, default);
        var read = new Dictionary<PointId, IReadOnlyDictionary<DateTimeOffset, Interval>>();
        foreach (var point in Site.Points)
        {
            read[point.Id] = (await Ingest.Store.IntervalsAsync(point.Id, period.From, period.To, default))
                .ToDictionary(each => each.Interval.Start, each => each.Interval);
        }
        long? Counted(Func<Point, bool> which)
        {
            var intervals = Site.Points.Where(which)
                .SelectMany(point => read[point.Id].Values.Select(each => (point.Direction, each.Amount))).ToList();
            return intervals.Count == 0
                ? null
                : intervals.Sum(each => each.Direction == FlowDirection.Export ? -each.Amount : each.Amount);
        }
        foreach (var point in Site.Points)
        {
            var sum = sums.GetValueOrDefault(new(RollupOf.Point, point.Id.Value, point.Resource, RollupItem.Used));
            var intervals = read[point.Id].Values;
            Assert.Equal(intervals.Any() ? intervals.Sum(each => each.Amount) : null, sum?.Amount);
            Assert.Equal(intervals.Count(), sum?.Stored.All ?? 0);
            Assert.Equal(intervals.Count(each => each.Quality == Quality.Estimated), sum?.Stored.Estimated ?? 0);
        }
        foreach (var unit in Site.Units)
        {
            Assert.Equal(
                Counted(point => point.Role == PointRole.Unit && point.Unit == unit.Id
                    && point.Resource == Resource.Electricity),
                sums.GetValueOrDefault(
                    new(RollupOf.Unit, unit.Id.Value, Resource.Electricity, RollupItem.Used))?.Amount);
        }
        RollupSum? Building(RollupItem item) =>
            sums.GetValueOrDefault(new(RollupOf.Building, "building-1", Resource.Electricity, item));
        Assert.Equal(
            Counted(point => point.Role is PointRole.Main or PointRole.Plant), Building(RollupItem.Used)?.Amount);
        var whole = period.Starts()
            .Where(start => Site.Points.All(point => read[point.Id].ContainsKey(start))).ToList();
        Assert.Equal(whole.Count, Building(RollupItem.Gap)?.Stored.All ?? 0);
        long Signed(Point point, DateTimeOffset start) => read[point.Id][start].Amount
            * (point is { Direction: FlowDirection.Export } or { Role: PointRole.Unit or PointRole.Circuit } ? -1 : 1);
        Assert.Equal(
            whole.Count == 0 ? null : whole.Sum(start => Site.Points.Sum(point => Signed(point, start))),
            Building(RollupItem.Gap)?.Amount);
        long? Sum(Func<DateTimeOffset, long> of) => whole.Count == 0 ? null : whole.Sum(of);
        var below = Site.Points.Where(point => point.Role is PointRole.Unit or PointRole.Circuit).ToList();
        foreach (var point in below)
        {
            Assert.Equal(
                Sum(start => read[point.Id][start].Amount),
                sums.GetValueOrDefault(
                    new(RollupOf.Point, point.Id.Value, Resource.Electricity, RollupItem.Balanced))?.Amount);
        }
        var selfConsumed = Sum(start => Math.Max(
            0, Site.Points.Where(point => point.Role == PointRole.Plant).Sum(point => Signed(point, start))
                + Signed(Site.Points.Single(point => point.Direction == FlowDirection.Export), start)));
        Assert.Equal(selfConsumed, Building(RollupItem.Pv)?.Amount);
        var ofMeters = below.Sum(point => sums.GetValueOrDefault(
            new(RollupOf.Point, point.Id.Value, Resource.Electricity, RollupItem.Pv))?.Amount);
        Assert.InRange(ofMeters ?? 0, 0, selfConsumed ?? 0);
        Assert.Equal(
            Building(RollupItem.Import)?.Amount + Building(RollupItem.Generation)?.Amount
                - Building(RollupItem.Export)?.Amount,
            Building(RollupItem.SubMeters)?.Amount + Building(RollupItem.Gap)?.Amount);
    }

    /// <summary>All days and months from one day to another, the last excluded.</summary>
    public async Task AssertEqualAsync(LocalDate first, LocalDate end)
    {
        foreach (var day in new LocalDays(first, end).All)
            await AssertEqualAsync(RollupPeriods.Of(day), MonthPeriod.OfDays(day, day.PlusDays(1), Site.Zone));
        for (var month = first.ToYearMonth(); month <= end.PlusDays(-1).ToYearMonth(); month = month.PlusMonths(1))
            await AssertEqualAsync(RollupPeriods.Of(month), MonthPeriod.Of(month, Site.Zone));
    }

    public async Task<ImmutableArray<StoredRestatement>> RestatementsAsync(string month) =>
        await Store.RestatementsAsync(month, default);

    public ValueTask DisposeAsync() => Ingest.DisposeAsync();

    private Aggregator.Persistence.Rollups.Rollups Make() => new(
        Ingest.Site.Current, Ingest.Store, Store, new PlanStore(Ingest.Relational),
        new RunningSiteTime(Ingest.SiteClock));
}

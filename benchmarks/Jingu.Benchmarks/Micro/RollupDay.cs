using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Benchmarks.Inputs;
using NodaTime;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Benchmarks.Micro;

/// <summary>
/// What does it cost to sum up a day of the campus? One operation: all 109 points of 26 units are marked for one day,
/// and the worker's round computes and stores their sums, those of units and buildings, and those of the month.
/// </summary>
[MemoryDiagnoser]
public class RollupDay
{
    private const int Units = 26;
    private Campus _campus = null!;
    private RollupStore _store = null!;
    private Rollups _rollups = null!;
    private ImmutableArray<RollupMark> _marks;

    [GlobalSetup]
    public void Fill() => Waiting.For(FillAsync());

    [GlobalCleanup]
    public void Close() => Waiting.For(_campus.DisposeAsync().AsTask());

    [Benchmark]
    public async Task<bool> Round()
    {
        await _store.MarkAsync(_marks, ImmutableDictionary<string, string?>.Empty, default);
        return await _rollups.RoundAsync(default);
    }

    private async Task FillAsync()
    {
        _campus = new(Units);
        await _campus.OpenAsync();
        var day = new LocalDate(2026, 3, 18).AtStartOfDayInZone(_campus.Site.Zone).ToDateTimeOffset().ToUniversalTime();
        await _campus.FillAsync(day.AddDays(-17), day.AddDays(1));
        _store = new(_campus.Relational);
        _rollups = new(_campus.Current, _campus.Readings, _store, _campus.Plans, Campus.Time);
        var change = new RollupChange(RollupCause.Delivery, "gateway-1", StandingTime.Noon);
        _marks =
        [
            .. _campus.Site.Points.Select(point => new RollupMark(
                new(RollupOf.Point, point.Id.Value), day, day.AddDays(1) - Interval.Length, change)),
        ];
        // What was never computed is computed before the first operation.
        while (await _rollups.RoundAsync(default))
        {
        }
    }
}

using BenchmarkDotNet.Attributes;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Benchmarks.Inputs;
using Jingu.Time;
using NodaTime;

namespace Jingu.Benchmarks.Micro;

/// <summary>
/// What does a page's query over a month cost? On a campus of 26 units (109 points) with three months in the embedded
/// store. <see cref="Report"/>: one operation is the month's report of all units. <see cref="Days"/>: the days of the
/// current month that campus and unit pages share, read anew. <see cref="Curve"/>: all intervals of one point.
/// </summary>
[MemoryDiagnoser]
public class QueryMonth
{
    private const int Units = 26;
    private static readonly YearMonth Month = new(2026, 3);
    private Campus _campus = null!;
    private MonthPeriod _period = null!;

    [GlobalSetup]
    public void Fill() => Waiting.For(FillAsync());

    [GlobalCleanup]
    public void Close() => Waiting.For(_campus.DisposeAsync().AsTask());

    [Benchmark]
    public async Task<object> Report() => await _campus.Reports.MonthAsync(Month, default);

    [Benchmark]
    public async Task<object> Days()
    {
        var sums = new DaySums(_campus.Readings, MachineTime.OfThisMachine);
        return await sums.OfAsync(
            Month.OnDayOfMonth(1), new LocalDate(2026, 3, 31), new LocalDate(2026, 3, 20), _campus.Site.Zone, default);
    }

    [Benchmark]
    public async Task<object> Curve() => await _campus.Readings.IntervalsAsync(
        _campus.Site.Points[0].Id, _period.From, _period.To, default);

    private async Task FillAsync()
    {
        _campus = new(Units);
        await _campus.OpenAsync();
        _period = MonthPeriod.Of(Month, _campus.Site.Zone);
        await _campus.FillAsync(MonthPeriod.Of(Month.PlusMonths(-2), _campus.Site.Zone).From, StandingTime.Noon);
    }
}

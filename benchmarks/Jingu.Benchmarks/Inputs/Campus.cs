using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Contracts.Wire;
using Jingu.Time;
using NodaTime;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Benchmarks.Inputs;

/// <summary>
/// A campus of so many units at the aggregator: four meters to each (electricity, two circuits, water), a main meter to
/// every six, over real stores in a folder of its own. For one caller at a time.
/// </summary>
internal sealed class Campus : IAsyncDisposable
{
    private const int UnitsPerBuilding = 6;
    private static readonly JournalId Journal = JournalId.Parse("000102030405060708090a0b0c0d0e0f");

    private readonly PassingFolder _folder = new();

    public Campus(int units)
    {
        Site = SiteOf(units);
        Readings = ReadingStores.Create(_folder.Name, null, null, MachineTime.OfThisMachine);
        Relational = new(_folder.At("relational.db"));
        Current = new(
            new(_folder.At("site.yaml"), _folder.Name, new("127.0.0.1", 1883, null), new("http://127.0.0.1:0"), null,
                System.Collections.Frozen.FrozenDictionary<GatewayId, GatewayKey>.Empty),
            Site);
        Plans = new(Relational);
        Reports = new(Readings, Relational, Plans, Current, Time);
    }

    /// <summary>The day that stands still.</summary>
    public static SiteTime Time { get; } = new RunningSiteTime(new StandingTime(StandingTime.Noon));

    public Site Site { get; }

    public CurrentSite Current { get; }

    public IReadingStore Readings { get; }

    public RelationalStore Relational { get; }

    public PlanStore Plans { get; }

    /// <summary>What the pages of months and sheets ask.</summary>
    public StoredReports Reports { get; }

    public async Task OpenAsync()
    {
        await Readings.OpenAsync(default);
        await Relational.OpenAsync(default);
    }

    /// <summary>Every point's intervals that start in [from, to), a day at a time, as live gateways deliver.</summary>
    public async Task FillAsync(DateTimeOffset from, DateTimeOffset to)
    {
        for (var day = from; day < to; day = day.AddDays(1))
        {
            var quarters = (int)((day.AddDays(1) < to ? day.AddDays(1) : to) - day).TotalMinutes / 15;
            await Readings.WriteAsync(
                [],
                [
                    .. from quarter in Enumerable.Range(0, quarters)
                       from point in Site.Points
                       select IntervalOf(point, day + (quarter * Interval.Length)),
                ],
                default);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Readings.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>What it holds is made of its quarter alone, so that registers and totals agree.</summary>
    private static StoredInterval IntervalOf(Point point, DateTimeOffset start)
    {
        var sequence = (start.ToUnixTimeSeconds() / 900) - 1_900_000;
        var gateway = new GatewayId($"gateway-{point.Building.Value.AsSpan("building-".Length)}");
        return new(
            new(point.Id, start, 250, Quality.Measured, 250 * sequence, 250 * sequence, point.Meter, false),
            new(gateway, Journal, JournalStream.Intervals, sequence));
    }

    private static Site SiteOf(int units)
    {
        var buildings = ((units - 1) / UnitsPerBuilding) + 1;
        var all = Enumerable.Range(1, units).ToList();
        var points = ImmutableArray.CreateBuilder<Point>();
        Point Add(string name, Resource resource, PointRole role, string? unit, int building)
        {
            var point = new Point(
                new(name), new($"m-{name}"), resource, FlowDirection.Import, role,
                unit is null ? null : new UnitId(unit), new(Text("building", building)));
            points.Add(point);
            return point;
        }

        foreach (var unit in all)
        {
            var (name, building) = (Text("unit", unit), ((unit - 1) / UnitsPerBuilding) + 1);
            Add($"{name}-electricity", Resource.Electricity, PointRole.Unit, name, building);
            Add($"{name}-circuit-1", Resource.Electricity, PointRole.Circuit, name, building);
            Add($"{name}-circuit-2", Resource.Electricity, PointRole.Circuit, name, building);
            Add($"{name}-water", Resource.Water, PointRole.Unit, name, building);
        }
        for (var building = 1; building <= buildings; building++)
            Add($"main-{building}", Resource.Electricity, PointRole.Main, null, building);
        return new(
            new("zhoushan"), DateTimeZoneProviders.Tzdb["Asia/Shanghai"],
            [
                .. Enumerable.Range(1, buildings).Select(
                    building => new Building(new(Text("building", building)), "楼", "Building")),
            ],
            [.. all.Select(unit => new Unit(new(Text("unit", unit)), "单位", "Unit", 40))],
            [
                .. points.Select((point, place) => new Meter(
                    point.Meter, new(Text("gateway", (place / (16)) + 1)), point.Building)),
            ],
            points.ToImmutable());
    }

    private static string Text(string what, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}-{number}");
}

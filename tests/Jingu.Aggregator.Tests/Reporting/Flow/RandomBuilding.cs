using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using Interval = Jingu.Contracts.Readings.Interval;

namespace Jingu.Aggregator.Tests.Reporting.Flow;

/// <summary>
/// A building of chance and what its meters counted in some quarter hours of a day: some that count more than the main
/// does, exports above generation, quarter hours of nothing, and some of which an interval is absent.
/// </summary>
internal sealed class RandomBuilding
{
    public static readonly BuildingId Id = new("building-1");
    private const int Quarters = 8;

    private readonly Random _random;
    private readonly List<Point> _points = [];

    public RandomBuilding(int seed, bool hasExport = true, int plantsMin = 0)
    {
        _random = new(seed);
        ImmutableArray<Unit> units =
            [.. Enumerable.Range(1, _random.Next(7)).Select(n => new Unit(new($"unit-{n}"), $"{n}", $"{n}", n))];
        Add("main", PointRole.Main);
        if (hasExport)
            Add("main-export", PointRole.Main, FlowDirection.Export);
        for (var plant = 0; plant < _random.Next(plantsMin, 4); plant++)
            Add($"plant-{plant}", PointRole.Plant, FlowDirection.Generation);
        foreach (var unit in units)
        {
            for (var meter = 0; meter <= _random.Next(2); meter++)
                Add($"{unit.Id}-{meter}", PointRole.Unit, unit: unit.Id);
            Add($"{unit.Id}-circuit", PointRole.Circuit, unit: unit.Id);
        }
        for (var common = 0; common < _random.Next(3); common++)
            Add($"common-{common}", PointRole.Circuit);
        Site = new(
            new("site"), DateTimeZone.Utc, [new(Id, "1", "1")], units, [], [.. _points]);
        Day = MonthPeriod.OfDays(new LocalDate(2026, 3, 1), new LocalDate(2026, 3, 2), Site.Zone);
        Due = new(Day.From, Day.From + (Quarters * Interval.Length));
        foreach (var point in _points)
        {
            Counted[point.Id] = Due.Starts().Where(_ => _random.Next(40) > 0)
                .ToDictionary(start => start, start => IntervalOf(point, start));
        }
    }

    public Site Site { get; }

    public MonthPeriod Day { get; }

    /// <summary>The quarter hours that are over.</summary>
    public MonthPeriod Due { get; }

    public Dictionary<PointId, IReadOnlyDictionary<DateTimeOffset, Interval>> Counted { get; } = [];

    private Interval IntervalOf(Point point, DateTimeOffset start)
    {
        var amount = point switch
        {
            _ when _random.Next(6) == 0 => 0,
            { Role: PointRole.Main, Direction: FlowDirection.Import } => _random.NextInt64(20_000),
            { Role: PointRole.Plant } => _random.NextInt64(9_000),
            _ => _random.NextInt64(4_000),
        };
        return new(
            point.Id, start, amount, _random.Next(9) == 0 ? Quality.Estimated : Quality.Measured, amount, amount,
            new("m"), false);
    }

    private void Add(
        string id, PointRole role, FlowDirection direction = FlowDirection.Import, UnitId? unit = null) =>
        _points.Add(new(new(id), new("m"), Resource.Electricity, direction, role, unit, Id));
}

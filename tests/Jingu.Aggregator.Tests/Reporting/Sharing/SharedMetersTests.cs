using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Sharing;
using Jingu.Budgets.Allocation;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Sharing;

/// <summary>
/// A building with a main, a roof plant, three units with meters, one without, and a pump that serves all.
/// </summary>
public sealed class SharedMetersTests
{
    private static readonly ImmutableArray<string> Units = ["unit-01", "unit-02", "unit-03", "unit-04"];

    private static readonly Site Campus = Make(
        Point("main", FlowDirection.Import, PointRole.Main),
        Point("main-export", FlowDirection.Export, PointRole.Main),
        Point("roof", FlowDirection.Generation, PointRole.Plant),
        Point("meter-01", FlowDirection.Import, PointRole.Unit, "unit-01"),
        Point("meter-02", FlowDirection.Import, PointRole.Unit, "unit-02"),
        Point("meter-03", FlowDirection.Import, PointRole.Unit, "unit-03"),
        Point("circuit-03", FlowDirection.Import, PointRole.Circuit, "unit-03"),
        Point("pump", FlowDirection.Import, PointRole.Circuit));

    private static readonly Dictionary<string, long?> Month = new()
    {
        ["main"] = 10_000,
        ["main-export"] = 400,
        ["roof"] = 1_400,
        ["meter-01"] = 1_000,
        ["meter-02"] = 2_000,
        ["meter-03"] = 3_000,
        ["circuit-03"] = 2_500,
        ["pump"] = 1_000,
    };

    private static readonly ImmutableArray<SharingRule> MainRules =
    [
        Rule("main", "unit-01", AllocationRule.Fixed, 100),
        Rule("main", "unit-02", AllocationRule.Area, 60_000),
        Rule("main", "unit-04", AllocationRule.Area, 30_000),
    ];

    [Fact]
    public void What_a_main_counted_above_the_meters_below_it_goes_by_the_rules()
    {
        // 10,000 + 1,400 made - 400 sold = 11,000; 6,000 are measured, 5,000 shared: 500 fixed, 4,500 go 2 : 1.
        var main = Assert.Single(Of(MainRules, Month));

        Assert.Equal((11_000, 0, 0, null), (main.Counted, main.Separate, main.Unallocated, main.Why));
        Assert.Equal(
            [("unit-01", 1000L, 500L), ("unit-02", 2000, 3000), ("unit-03", 3000, 0), ("unit-04", 0, 1500)],
            main.Units.Select(use => (use.Unit, use.Measured, use.Allocated)));
        Assert.Equal(
            [
                "main in building-1, electricity: 11,000 Wh counted",
                "  unit-01: 1,000 Wh measured, 500 Wh allocated by fixed, 100; a letter",
                "  unit-02: 2,000 Wh measured, 3,000 Wh allocated by area, 60,000; a letter",
                "  unit-03: 3,000 Wh measured, 0 Wh allocated, by no rule",
                "  unit-04: 0 Wh measured, 1,500 Wh allocated by area, 30,000; a letter",
                "  measured by shared meters below it: 0 Wh",
                "  unallocated: 0 Wh; all of it together: 11,000 Wh",
            ],
            main.Lines());
    }

    [Fact]
    public void A_shared_circuit_goes_by_its_own_rules_and_not_by_those_of_the_main_too()
    {
        var reports = Of([.. MainRules, Rule("pump", "unit-03", AllocationRule.Remainder, 0)], Month);

        Assert.Equal(["main", "pump"], reports.Select(report => report.Point));
        Assert.Equal((11_000, 1_000, 0), (reports[0].Counted, reports[0].Separate, reports[0].Unallocated));
        Assert.Equal(
            10_000, reports[0].Units.Sum(use => use.Measured + use.Allocated));
        var pump = Assert.Single(reports[1].Units);
        Assert.Equal(("unit-03", 0, 1_000), (pump.Unit, pump.Measured, pump.Allocated));
    }

    [Theory]
    [InlineData("main", null, "no interval of main is known in this month.")]
    [InlineData("roof", null, "no interval of roof is known in this month.")]
    [InlineData("meter-02", null, "no interval of meter-02 below it is known in this month.")]
    [InlineData("main-export", 12_000L, "more was exported")]
    public void Where_something_is_not_known_nothing_is_allocated_and_it_is_said(string point, long? count, string why)
    {
        var report = Assert.Single(Of(MainRules, new(Month) { [point] = count }));

        Assert.StartsWith(why, report.Why, StringComparison.Ordinal);
        Assert.Empty(report.Units);
        Assert.Contains("  nothing is allocated: " + report.Why, report.Lines());
    }

    [Theory]
    [InlineData("main-export", "does not count what is used")]
    [InlineData("meter-01", "counts for one unit or a plant")]
    [InlineData("circuit-03", "counts for one unit or a plant")]
    [InlineData("nothing", "is no metering point of the site")]
    public void Only_a_main_or_a_circuit_of_no_unit_is_shared(string point, string why) =>
        Assert.Contains(why, SharedMeters.Objection(Campus, new(point)), StringComparison.Ordinal);

    [Fact]
    public void A_building_with_two_mains_says_not_what_lies_below_which()
    {
        var two = Make([.. Campus.Points, Point("main-2", FlowDirection.Import, PointRole.Main)]);
        Assert.Contains("more than one main", SharedMeters.Objection(two, new("main")), StringComparison.Ordinal);
        Assert.Null(SharedMeters.Objection(two, new("pump")));
    }

    [Fact]
    public void The_months_report_shows_allocated_use_beside_measured_and_never_in_it()
    {
        var without = Report([]);
        var with = Report([.. MainRules, Rule("pump", "unit-01", AllocationRule.Remainder, 0)]);

        Assert.Equal([1_000, 2_000, 3_000, null], with.Units.Select(unit => unit.Electricity.UsedWh));
        Assert.Equal(
            without.Units.Select(unit => unit.Electricity.UsedWh), with.Units.Select(unit => unit.Electricity.UsedWh));
        // Of the main 4,000 are shared now: 400 fixed and the pump's 1,000; 3,600 go 2 : 1.
        Assert.Equal([1_400, 2_400, null, 1_200], with.Units.Select(unit => unit.Electricity.AllocatedWh));
        Assert.All(without.Units, unit => Assert.Null(unit.Electricity.AllocatedWh));
        Assert.All(with.Units, unit => Assert.Null(unit.Water.AllocatedL));
        Assert.Empty(without.SharedMeters);
        Assert.EndsWith(",1200,\r\n", Jingu.Aggregator.Web.ReportCsv.Write(with), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_was_counted_and_ruled_everything_adds_up_to_the_watt_hour() =>
        Prop.ForAll(
            Arb.From(
                from counts in Gen.Choose(0, 1_000_000_000).ListOf(8)
                from main in Gen.Elements(AllocationRule.Area, AllocationRule.Headcount, AllocationRule.Remainder)
                from keys in Gen.Choose(0, 300).ListOf(4)
                from takesRest in Gen.Choose(0, 3)
                from pump in Gen.Choose(0, 1_000)
                select (Counts: counts, Rules: Rules(main, keys, takesRest, pump))),
            item =>
            {
                var month = Campus.Points.Zip(item.Counts).ToDictionary(
                    each => each.First.Id.Value, each => (long?)each.Second);
                foreach (var report in Of(item.Rules, month).Where(report => report.Why is null))
                {
                    Assert.Equal(
                        report.Counted,
                        report.Units.Sum(use => use.Measured + use.Allocated) + report.Separate + report.Unallocated);
                    Assert.All(report.Units, use => Assert.True(use.Allocated >= 0));
                    Assert.Equal(
                        report.Point == "pump"
                            ? month["pump"]
                            : month["main"] + month["roof"] - month["main-export"],
                        report.Counted);
                }
            }).QuickCheckThrowOnFailure();

    /// <summary>Fixed shares for three units, another rule for one, and maybe the pump.</summary>
    private static ImmutableArray<SharingRule> Rules(
        AllocationRule other, List<int> keys, int takesRest, int pump) =>
    [
        .. Units.Select((unit, index) => index == takesRest
            ? Rule("main", unit, other, other == AllocationRule.Remainder ? 0 : keys[index])
            : Rule("main", unit, AllocationRule.Fixed, keys[index])),
        .. pump > 0 ? [Rule("pump", "unit-02", AllocationRule.Fixed, pump)] : ImmutableArray<SharingRule>.Empty,
    ];

    private static ImmutableArray<SharedMeterReport> Of(
        ImmutableArray<SharingRule> rules, Dictionary<string, long?> month) =>
        new SharedMeters(Campus, rules, month.ToDictionary(item => new PointId(item.Key), item => item.Value)).All();

    private static MonthReport Report(ImmutableArray<SharingRule> rules) => MonthReport.Make(
        Campus, new YearMonth(2026, 3),
        [
            .. Month.Select(item => new PointUse(
                new(item.Key), item.Value!.Value,
                ImmutableSortedDictionary<Quality, int>.Empty.Add(Quality.Measured, 2976))),
        ],
        new Dictionary<(UnitId, Resource), long>(), new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero), "a store",
        rules: rules);

    private static SharingRule Rule(string point, string unit, AllocationRule rule, long key) =>
        new(new(point), new(unit), rule, key, "a letter");

    private static Point Point(string id, FlowDirection direction, PointRole role, string? unit = null) => new(
        new(id), new($"of-{id}"), Resource.Electricity, direction, role, unit is null ? null : new UnitId(unit),
        new("building-1"));

    private static Site Make(params ImmutableArray<Point> points) => new(
        new("zhoushan"), DateTimeZoneProviders.Tzdb["Asia/Shanghai"], [new(new("building-1"), "1号楼", "Building 1")],
        [.. Units.Select(unit => new Unit(new(unit), unit, unit, 10))],
        [.. points.Select(point => new Meter(point.Meter, new("gateway-1"), point.Building))], points);
}

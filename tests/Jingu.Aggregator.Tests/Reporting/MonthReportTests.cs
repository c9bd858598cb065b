using System.Collections.Immutable;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Web;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting;

public sealed class MonthReportTests : IDisposable
{
    private static readonly DateTimeOffset Later = new(2018, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public void A_units_month_is_the_sum_of_its_own_points_and_not_of_circuits_below()
    {
        var report = Make([
            Use("unit-01-electricity", 123_456, (Quality.Measured, 2970), (Quality.Estimated, 2)),
            Use("unit-01-water", 789, (Quality.Measured, 2976)),
            Use("circuit-01", 1_000_000, (Quality.Measured, 2976))]);

        var unit = Assert.Single(report.Units);
        Assert.Equal((123_456, 789), (unit.Electricity.UsedWh, unit.Water.UsedL));
        Assert.Equal(new QualityCounts(2970, 2, 0, 0, 0, 4), unit.Electricity.Quality);
        Assert.Equal(1, unit.Water.Quality.MeasuredShare());
        Assert.Equal((null, null, null), (unit.Electricity.BudgetWh, unit.Electricity.Stage, unit.Electricity.Cuts));
        Assert.Equal(("2017-03", "Asia/Shanghai", 1), (report.Month, report.Zone, report.Schema));
        Assert.Matches("^20[0-9]{2}[a-z]$", report.ZoneVersion);
    }

    [Fact]
    public void A_budget_that_is_known_is_told_and_one_that_is_not_stays_null()
    {
        var unit = Assert.Single(Make([], (Resource.Electricity, 4_200_000)).Units);

        Assert.Equal((4_200_000, null), (unit.Electricity.BudgetWh, unit.Water.BudgetL));
    }

    [Fact]
    public void Use_of_which_nothing_is_known_is_null_and_never_0()
    {
        var none = Assert.Single(Make([]).Units);
        Assert.Equal((null, null), (none.Electricity.UsedWh, none.Water.UsedL));

        var report = Make([Use("unit-01-water", 0, (Quality.Measured, 1))]);
        var unit = Assert.Single(report.Units);
        Assert.Equal((null, 0), (unit.Electricity.UsedWh, unit.Water.UsedL));
        Assert.Contains("2017-03,unit-01,", ReportCsv.Write(report), StringComparison.Ordinal);
        Assert.Matches("\",[0-9]+,,0,0,[0-9]+,0,1,0,", ReportCsv.Write(report));
    }

    [Fact]
    public void Points_without_intervals_are_there_with_everything_missing()
    {
        var period = MonthPeriod.Of(new YearMonth(2017, 3), _site.Site.Zone);

        var points = PointReport.All(_site.Site, period, [], period.From.AddHours(1));

        Assert.Equal(["unit-01-electricity", "unit-01-water", "circuit-01"], points.Select(point => point.Id));
        Assert.All(
            points,
            point =>
                Assert.Equal(
                    (null, 0, 2976, 4),
                    (point.Reported, point.Intervals, point.ExpectedIntervals, point.Quality.Missing)));
        Assert.Equal(("electricity", "import"), (points[0].Resource, points[0].Direction));
    }

    [Fact]
    public void A_point_shows_the_raw_and_the_apportioned_register_at_both_ends_of_the_month()
    {
        var period = MonthPeriod.Of(new YearMonth(2017, 3), _site.Site.Zone);
        var facts = new Dictionary<string, string>
        {
            ["meter"] = "m-1",
            ["epoch"] = "2",
            ["total"] = "1040",
            ["register"] = "40",
            ["quality"] = "measured",
            ["beforeAt"] = period.From.AddMinutes(-3).ToString("O"),
            ["beforeCount"] = "37",
            ["afterAt"] = period.From.AddMinutes(2).ToString("O"),
            ["afterCount"] = "42",
        };
        var boundary = MonthBoundary.Of(period.From, facts);
        Assert.NotNull(boundary);

        var report = MonthReport.Make(
            _site.Site, new YearMonth(2017, 3), [Use("unit-01-water", 789, (Quality.Measured, 2976))],
            new Dictionary<(UnitId, Resource), long>(), Later, "a store",
            [new(new("unit-01-water"), boundary)]);

        var point = report.Points.Single(one => one.Id == "unit-01-water");
        Assert.Equal((1040, 40, 2), (point.Begin!.Total, point.Begin.Register, point.Begin.Epoch));
        Assert.Equal(
            (new RawReading(period.From.AddMinutes(-3), 37), new RawReading(period.From.AddMinutes(2), 42)),
            (point.Begin.Before, point.Begin.After));
        Assert.Null(point.End);
        var row = ReportCsv.WritePoints(report).Split("\r\n").Single(
            line => line.StartsWith("2017-03,unit-01-water,", StringComparison.Ordinal));
        Assert.Equal(
            "2017-03,unit-01-water,water,import,789,2976,0,0,0,0,0,m-1,1040,40,2017-02-28T15:57:00.000Z,37,"
            + "2017-02-28T16:02:00.000Z,42,,,,,,,", row);
        // Nothing is known of the point beside it: its use is empty and not zero.
        Assert.Contains("2017-03,circuit-01,electricity,import,,0,0,0,0,0,2976,,,", ReportCsv.WritePoints(report),
            StringComparison.Ordinal);
        Assert.Null(MonthBoundary.Of(period.From, new Dictionary<string, string>(facts) { ["total"] = "many" }));
    }

    [Fact]
    public void Shares_say_how_much_of_a_units_month_was_measured_estimated_or_a_persons_word()
    {
        var report = Make([Use(
            "unit-01-electricity", 1, (Quality.Measured, 1488), (Quality.Estimated, 744), (Quality.Substituted, 372),
            (Quality.Manual, 186))]);

        var shares = Assert.Single(report.Units).Electricity.Quality.Shares;
        Assert.Equal(new QualityShares(0.5, 0.25, 0.125, 0.0625, 0, 0.0625), shares);
        Assert.Null(QualityCounts.None.Shares);
        Assert.Equal(1, report.Units[0].Water.Quality.Shares!.Missing);
    }

    [Theory]
    [InlineData("2017-03", true)]
    [InlineData("2017-13", false)]
    [InlineData("2017-3", false)]
    [InlineData("9999-12", false)]
    [InlineData("", false)]
    public void Months_are_written_year_and_month(string text, bool isMonth) =>
        Assert.Equal(isMonth, MonthReport.Parse(text) is not null);

    private MonthReport Make(ImmutableArray<PointUse> uses, params (Resource Resource, long Budget)[] budgets) =>
        MonthReport.Make(
            _site.Site, new YearMonth(2017, 3), uses,
            budgets.ToDictionary(item => (new UnitId("unit-01"), item.Resource), item => item.Budget),
            Later, "a store");

    private static PointUse Use(string point, long amount, params (Quality Quality, int Count)[] intervals) =>
        new(new(point), amount, intervals.ToImmutableSortedDictionary(item => item.Quality, item => item.Count));
}

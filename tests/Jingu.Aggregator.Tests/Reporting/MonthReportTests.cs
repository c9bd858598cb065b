using System.Collections.Immutable;
using Jingu.Aggregator.Reporting;
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
    public void Points_without_intervals_are_there_with_everything_missing()
    {
        var period = MonthPeriod.Of(new YearMonth(2017, 3), _site.Site.Zone);

        var points = PointReport.All(_site.Site, period, [], period.From.AddHours(1));

        Assert.Equal(["unit-01-electricity", "unit-01-water", "circuit-01"], points.Select(point => point.Id));
        Assert.All(
            points,
            point =>
                Assert.Equal(
                    (0, 0, 2976, 4),
                    (point.Reported, point.Intervals, point.ExpectedIntervals, point.Quality.Missing)));
        Assert.Equal(("electricity", "import"), (points[0].Resource, points[0].Direction));
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

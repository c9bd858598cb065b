using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Rollups;

public sealed class RestatementTests
{
    private static readonly RollupKey Key = new(RollupOf.Unit, "unit-01", Resource.Electricity, RollupItem.Used);
    private static readonly MonthPeriod Day = MonthPeriod.OfDays(
        new LocalDate(2026, 3, 1), new LocalDate(2026, 3, 2), DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);

    [Theory]
    [InlineData(96, -1, false)]
    [InlineData(96, 0, true)]
    [InlineData(95, 119, false)]
    [InlineData(95, 120, true)]
    [InlineData(0, 119, false)]
    [InlineData(0, 120, true)]
    public void A_sum_is_reported_when_it_is_whole_or_two_hours_after_its_end(
        int stored, int minutesAfterEnd, bool isRestated)
    {
        var old = stored == 0 ? null : Sum(1_000, stored);

        var restated = Of(old, Sum(1_200, 96), RollupCause.Delivery, minutesAfterEnd);

        Assert.Equal(isRestated, restated is not null);
        if (restated is null)
            return;
        Assert.Equal(old?.Amount, restated.Old?.Amount);
        Assert.Equal(96 - stored, restated.Old?.Quality.Missing ?? 96);
        Assert.Equal((1_200, 0), (restated.New!.Amount, restated.New.Quality.Missing));
    }

    [Fact]
    public void A_quality_that_changes_restates_an_amount_that_does_not()
    {
        var estimated = new RollupSum(1_000, QualityCounts.None with { Measured = 95, Estimated = 1 }, 1);

        Assert.NotNull(Of(estimated, Sum(1_000, 96), RollupCause.Delivery, 0));
        Assert.Null(Of(Sum(1_000, 96), Sum(1_000, 96), RollupCause.Delivery, 500));
    }

    [Fact]
    public void What_nobody_had_before_is_no_restatement() =>
        Assert.Null(Of(null, Sum(1_000, 96), RollupCause.FirstComputed, 500));

    private static Restatement? Of(RollupSum? old, RollupSum? fresh, RollupCause cause, int minutesAfterEnd) =>
        Restatement.Of(
            Key, "2026-03-01", Day, old, fresh, new(cause, "gateway-1", Day.To.AddMinutes(minutesAfterEnd)));

    private static RollupSum Sum(long amount, int measured) =>
        new(amount, QualityCounts.None with { Measured = measured }, 1);
}

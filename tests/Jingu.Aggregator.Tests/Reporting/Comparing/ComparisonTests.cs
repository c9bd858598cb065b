using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Comparing;
using Jingu.Aggregator.Reporting.Indicators;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Comparing;

/// <summary>Figures are worked out by hand beside the assertions.</summary>
public sealed class ComparisonTests
{
    private static readonly IndicatorKind PerM2 = IndicatorKind.Find("kwh-per-m2")!;

    /// <summary>GB/T 51161-2016: g1 = 0.3 + 0.7 x 2500 / T, g2 = 0.7 + 0.3 x S / 10.</summary>
    [Theory]
    [InlineData(2_500, 10, 1, 1)] // The office that the formula leaves as it is.
    [InlineData(8_760, 5, 0.499772, 0.85)] // Around the clock: 0.3 + 1750 / 8760; crowded: 0.7 + 0.15.
    [InlineData(2_000, 20, 1.175, 1.3)] // 0.3 + 1750 / 2000; roomy: 0.7 + 0.6.
    public void Use_is_corrected_by_hours_and_by_floor_for_each_person(
        double hours, double squareMetres, double ofHours, double ofSpace)
    {
        var correction = new UseCorrection(new(hours, "lease"), squareMetres);

        Assert.Equal(ofHours, correction.OfHours!.Value, 6);
        Assert.Equal(ofSpace, correction.OfSpace!.Value, 6);
        Assert.Equal(ofHours * ofSpace, correction.Factor(isPerPerson: false)!.Value, 6);
        Assert.Equal(ofHours, correction.Factor(isPerPerson: true)!.Value, 6);
        Assert.Null((correction with { Hours = null }).Factor(isPerPerson: false));
        Assert.Null((correction with { SquareMetres = null }).Factor(isPerPerson: false));
    }

    [Fact]
    public void A_crowded_office_around_the_clock_is_not_always_last()
    {
        var rows = Comparison.Of(PerM2, false, [One("crowded", 100, 8_760, 5), One("roomy", 60, 2_000, 20)]);

        // 100 x 0.499772 x 0.85 = 42.481; 60 x 1.175 x 1.3 = 91.65.
        Assert.Equal(["roomy", "crowded"], rows.Select(row => row.Id));
        Assert.Equal([1, 2], rows.Select(row => row.Rank));
        Assert.Equal([2, 1], rows.Select(row => row.CorrectedRank));
        Assert.Equal([91_650, 42_481], rows.Select(row => Comparison.Thousandths(row.Corrected!.Value)));
    }

    [Fact]
    public void Equal_thousandths_share_a_rank_and_the_next_one_is_left_out()
    {
        var rows = Comparison.Of(
            PerM2, false, [One("d", 7), One("a", 5.0001), One("b", 5.0004), One("c", 5.001)]);

        Assert.Equal(["a", "b", "c", "d"], rows.Select(row => row.Id));
        Assert.Equal([1, 1, 3, 4], rows.Select(row => row.Rank));
    }

    [Fact]
    public void Who_cannot_be_ranked_is_listed_with_why_and_takes_nobodys_rank()
    {
        var blind = One("blind", null) with { Now = Period(null, new(UnknownKind.NoFloor)) };
        var gaps = One("gaps", 1) with { Now = Period(1) with { Quality = Quality(949, 51) } };
        var enough = One("enough", 2) with { Now = Period(2) with { Quality = Quality(950, 50) } };
        var hours = One("hours", 3) with { Correction = new(null, 10) };
        var rows = Comparison.Of(PerM2, false, [blind, gaps, hours, enough]);

        Assert.Equal(["enough", "hours", "blind", "gaps"], rows.Select(row => row.Id));
        Assert.Equal([1, 2, null, null], rows.Select(row => row.Rank));
        Assert.Equal(
            [null, null, UnknownKind.NoFloor, UnknownKind.TooLittleMeasured], rows.Select(row => row.Unknown?.Kind));
        Assert.Equal("949", rows[3].Unknown!.Of);
        Assert.Equal(1, rows[3].Value);
        // Hours are not known: its use is, its corrected use is not, and it takes no corrected rank.
        Assert.Equal((UnknownKind.NoHours, (double?)null, (int?)null), (
            rows[1].NotCorrected!.Kind, rows[1].Corrected, rows[1].CorrectedRank));
        Assert.Equal((1, null), (rows[0].CorrectedRank, rows[3].CorrectedRank));
    }

    [Fact]
    public void Water_is_not_corrected_and_use_for_each_person_by_hours_alone()
    {
        var water = Comparison.Of(IndicatorKind.Find("m3-per-person")!, false, [One("a", 3, 8_760, 5)])[0];
        var person = Comparison.Of(IndicatorKind.Find("kwh-per-person")!, false, [One("a", 100, 8_760, 5)])[0];

        Assert.Equal((UnknownKind.NotEnergy, (double?)null), (water.NotCorrected!.Kind, water.Corrected));
        Assert.Equal(49.9772, person.Corrected!.Value, 4);
    }

    [Fact]
    public void A_change_is_absolute_and_in_thousandths_between_periods_that_are_over_and_measured_enough()
    {
        // 5 - 6.25 = -1.25; -1.25 / 6.25 = -200 thousandths.
        var change = UseChange.Of(Period(5), Period(6.25));

        Assert.Equal((-1.25, -200L), (change.Difference!.Value, change.Thousandths!.Value));
        Assert.Null(change.Unknown);
        Assert.Equal(333, UseChange.Of(Period(4), Period(3)).Thousandths);
        Assert.Equal(UnknownKind.NotOver, UseChange.Of(null, null).Unknown!.Kind);
        Assert.Equal(UnknownKind.ZeroBefore, UseChange.Of(Period(5), Period(0)).Unknown!.Kind);
        var poor = UseChange.Of(Period(5), Period(6.25) with { Quality = Quality(900, 100) });
        Assert.Equal((UnknownKind.TooLittleMeasured, "900"), (poor.Unknown!.Kind, poor.Unknown.Of));
        Assert.Equal((null, null, 6.25), (poor.Difference, poor.Thousandths, poor.Before!.Value));
        var never = UseChange.Of(Period(5), Period(null, new(UnknownKind.NothingMeasured, "2025-03")));
        Assert.Equal(("Nothing is known of 2025-03.", (double?)null), (never.Unknown!.Sentence, never.Difference));
    }

    [Theory]
    [InlineData(55.0, LimitVerdict.WithinGuide)]
    [InlineData(55.001, LimitVerdict.WithinConstraint)]
    [InlineData(70.0, LimitVerdict.WithinConstraint)]
    [InlineData(70.001, LimitVerdict.AboveConstraint)]
    [InlineData(null, null)]
    public void A_year_is_held_against_its_limits(double? corrected, object? verdict) => Assert.Equal(
        (LimitVerdict?)verdict,
        HeldAgainst.Of(new("a", "hot-summer-cold-winter"), new(70, 55, false, "memory"), corrected).Verdict);

    [Fact]
    public void Limits_are_of_whole_years_and_what_was_not_measured_enough_gets_no_verdict()
    {
        var one = One("a", 60, 2_500, 10) with
        {
            Class = new("a", "hot-summer-cold-winter"),
            Limit = new(70, 55, false, "memory"),
        };

        Assert.Equal(LimitVerdict.WithinConstraint, Comparison.Of(PerM2, true, [one])[0].HeldAgainst!.Verdict);
        Assert.Null(Comparison.Of(PerM2, false, [one])[0].HeldAgainst);
        Assert.Null(Comparison.Of(IndicatorKind.Find("kwh-per-person")!, true, [one])[0].HeldAgainst);
        var gaps = one with { Now = Period(60) with { Quality = Quality(900, 100) } };
        Assert.Null(Comparison.Of(PerM2, true, [gaps])[0].HeldAgainst!.Verdict);
    }

    [Theory]
    [InlineData(2017, 2, "2017-02 2017-02 True 2017-02 2016-02 2017-01")]
    [InlineData(2017, 1, "2017-01 2017-01 True 2017-01 2016-01 2016-12")]
    [InlineData(2017, 3, "2017-03 2017-03 False - - -")] // It runs: nothing of it is over.
    [InlineData(2017, null, "2017-01 2017-03 False 2017-01/2017-02 2016-01/2016-02 -")] // Like with like.
    [InlineData(2016, null, "2016-01 2016-12 True 2016-01/2016-12 2015-01/2015-12 -")]
    [InlineData(2018, null, "2018-01 2018-12 False - - -")]
    public void Like_is_compared_with_like(int year, int? month, string expected)
    {
        static string Text(MonthSpan? span) => span is null ? "-"
            : span.First == span.Last ? MonthReport.Text(span.First)
            : $"{MonthReport.Text(span.First)}/{MonthReport.Text(span.Last)}";
        var periods = new ComparedSpan(year, month).Periods(new LocalDate(2017, 3, 20));

        Assert.Equal(
            expected,
            $"{MonthReport.Text(periods.Now.First)} {MonthReport.Text(periods.Now.Last)} {periods.IsWhole} "
            + $"{Text(periods.Over)} {Text(periods.YearBefore)} {Text(periods.MonthBefore)}");
    }

    private static Compared One(string id, double? value, double hours = 2_500, double squareMetres = 10) => new(
        id, id, id, Period(value), null, null, null, new(new(hours, "lease"), squareMetres), null, null);

    private static ComparedPeriod Period(double? value, Unknown? unknown = null) => new(
        "2017-02", "2017-02", new("", null, value, unknown, null, null, null, []), 1, Quality(1_000, 0));

    private static QualityCounts Quality(int measured, int missing) => new(measured, 0, 0, 0, 0, missing);
}

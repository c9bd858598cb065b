using System.Collections.Immutable;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Indicators;
using Jingu.Budgets.Coefficients;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Readings;
using NodaTime;
using Xunit;

namespace Jingu.Aggregator.Tests.Reporting.Indicators;

/// <summary>A year of 100 people on 2,000 m2 with 92,200 kWh and 3,166 m3.</summary>
public sealed class IndicatorMakingTests
{
    private static readonly LocalDays Year = new(new(2025, 1, 1), new(2026, 1, 1));

    [Fact]
    public void Two_coals_are_two_named_sets_and_stamped_with_their_factors()
    {
        var indicators = Of(Basis(Year));

        var (calorific, equivalent) = (
            Single(indicators, "kgce-per-m2", "coal-calorific"), Single(indicators, "kgce-per-m2", "coal-equivalent"));
        // 92,200 kWh x 0.1229 / 2,000 m2, and x 0.328.
        Assert.Equal(5.66569, calorific.Value!.Value, 5);
        Assert.Equal(15.1208, equivalent.Value!.Value, 5);
        Assert.Equal(
            ("GB/T 2589-2020", "2024 generation"),
            (Assert.Single(calorific.Coefficients).Set, Assert.Single(equivalent.Coefficients).Set));
        Assert.False(equivalent.Coefficients[0].IsConfirmed);
        Assert.Equal(46.1, Single(indicators, "kwh-per-m2", null).Value);
        Assert.Equal(31.66, Single(indicators, "m3-per-person", null).Value);
        Assert.Equal(113.3138, Single(indicators, "kgce-per-person", "coal-calorific").Value!.Value, 5);
    }

    [Fact]
    public void A_factor_that_changes_within_the_year_converts_each_month_with_its_own()
    {
        var carbon = Single(Of(Basis(Year)), "kg-co2-per-m2", "carbon");

        // Half of it by 0.5153, half by 0.5306.
        Assert.Equal(
            ((46_100 * 0.5153) + (46_100 * 0.5306)) / 2_000, carbon.Value!.Value, 4);
        Assert.Equal(["Zhejiang 2022", "national 2023"], carbon.Coefficients.Select(used => used.Set));
    }

    [Fact]
    public void A_target_is_held_against_the_part_of_its_year_and_the_base_against_a_whole_one()
    {
        var whole = Single(Of(Basis(Year)), "kgce-per-m2", "coal-calorific");
        var half = Single(
            Of(Basis(new(new(2025, 1, 1), new(2025, 7, 1)), months: 6)), "kgce-per-m2", "coal-calorific");

        Assert.Equal((5.66, 5.66), (whole.Target!.Target, whole.ToDate));
        Assert.Equal((5.66569 / 5.96) - 1, whole.ChangeFromBase!.Value, 5);
        Assert.Equal(5.66 * 181 / 365, half.ToDate!.Value, 9);
        Assert.Null(half.ChangeFromBase);
        Assert.Null(Single(Of(Basis(Year)), "kgce-per-m2", "coal-equivalent").Target);
    }

    [Fact]
    public void What_is_not_known_is_said_and_never_zero()
    {
        var basis = Basis(Year);

        string? Why(IndicatorBasis of, string name) => Of(of).First(each => each.Name == name).Why;
        Assert.Equal("Nothing is known of 2025-03.", Why(
            basis with { Months = basis.Months.SetItem(2, new(new(2025, 3), null, 1)) }, "kwh-per-m2"));
        Assert.Equal("No floor area is known.", Why(basis with { AreaDays = 0 }, "kwh-per-m2"));
        Assert.Equal("No users are known.", Why(basis with { HeadDays = null }, "m3-per-person"));
        Assert.Contains("import it into coefficients", new IndicatorMaking((_, _, _) => null, (_, _) => null)
            .All(basis)[2].Why!, StringComparison.Ordinal);
        Assert.All(Of(basis with { AreaDays = 0, HeadDays = 0 }), each => Assert.Null(each.Value));
    }

    private static IndicatorBasis Basis(LocalDays days, int months = 12) => new(
        days,
        [
            .. Enumerable.Range(1, months).Select(month => new MonthUse(
                new(2025, month), month is 1 or 7 ? 46_100_000 : 0, month == 1 ? 3_166_000 : 0)),
        ],
        100 * days.Count, 2_000 * days.Count);

    private static ImmutableArray<Indicator> Of(IndicatorBasis basis) => new IndicatorMaking(
        Factor,
        (kind, year) => kind is { Word: "kgce-per-m2", Factor: CoefficientKind.CoalCalorific }
            ? new(year, 5.66, true, 2020, 5.96, "plan")
            : null).All(basis);

    private static Dated<Coefficient>? Factor(CoefficientKind kind, Resource resource, YearMonth month) =>
        (kind, month.Month) switch
        {
            (CoefficientKind.CoalCalorific, _) => Dated(1, "GB/T 2589-2020", 122_900),
            (CoefficientKind.CoalEquivalent, _) => Dated(1, "2024 generation", 328_000, isConfirmed: false),
            (_, < 7) => Dated(1, "Zhejiang 2022", 515_300),
            _ => Dated(7, "national 2023", 530_600),
        };

    private static Dated<Coefficient> Dated(int month, string set, long milligrams, bool isConfirmed = true) =>
        new(new(2025, month, 1), new(set, milligrams, "average", isConfirmed, "notice"));

    private static Indicator Single(ImmutableArray<Indicator> indicators, string name, string? kind) =>
        Assert.Single(indicators, each => each.Name == name && each.Kind == kind);
}

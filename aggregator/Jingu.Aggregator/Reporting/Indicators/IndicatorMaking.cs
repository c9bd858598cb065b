using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Budgets.Coefficients;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Readings;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Indicators;

/// <summary>What indicators are computed from.</summary>
/// <param name="Days">That are over: what heads and areas are averaged over.</param>
/// <param name="Months">Of the period, in order.</param>
/// <param name="HeadDays">Users times days; null where some day's are not known.</param>
/// <param name="AreaDays">m2 times days; null likewise.</param>
internal sealed record IndicatorBasis(
    LocalDays Days, ImmutableArray<MonthUse> Months, long? HeadDays, long? AreaDays);

/// <summary>A month's use; null where nothing is known.</summary>
/// <param name="ElectricityWh">Measured and allocated.</param>
/// <param name="WaterL">Measured and allocated.</param>
internal sealed record MonthUse(YearMonth Month, long? ElectricityWh, long? WaterL)
{
    public long? Of(Resource resource) => resource == Resource.Electricity ? ElectricityWh : WaterL;
}

/// <summary>One indicator of a period.</summary>
/// <param name="Kind">carbon, coal-calorific or coal-equivalent; null where nothing is converted.</param>
/// <param name="Value">Null where it is not known, and <paramref name="Unknown"/> says why.</param>
/// <param name="ToDate">The target times the part of its year that the period is, by days.</param>
/// <param name="ChangeFromBase">Of a whole year, to the base year's: -0.05 is 5 % less.</param>
/// <param name="Coefficients">Every factor that was used, in order of time.</param>
internal sealed record Indicator(
    string Name, string? Kind, double? Value, Unknown? Unknown, IndicatorTarget? Target, double? ToDate,
    double? ChangeFromBase, ImmutableArray<UsedCoefficient> Coefficients)
{
    /// <summary>The same as a sentence.</summary>
    public string? Why => Unknown?.Sentence;
}

/// <summary>A factor that an indicator was computed with.</summary>
/// <param name="From">The day from which it holds.</param>
/// <param name="Milligrams">For a kWh.</param>
internal sealed record UsedCoefficient(
    string Set, string From, long Milligrams, string Scope, bool IsConfirmed, string Source);

/// <summary>Computes indicators. Pure.</summary>
/// <param name="factor">What converts a resource in a month; null where no factor holds on its first day.</param>
/// <param name="target">Of an indicator in a year; null where there is none.</param>
internal sealed class IndicatorMaking(
    Func<CoefficientKind, Resource, YearMonth, Dated<Coefficient>?> factor,
    Func<IndicatorKind, int, IndicatorTarget?> target)
{
    public ImmutableArray<Indicator> All(IndicatorBasis basis) =>
        [.. IndicatorKind.All.Select(kind => One(kind, basis))];

    public Indicator One(IndicatorKind kind, IndicatorBasis basis)
    {
        var used = kind.Factor is { } of
            ? basis.Months.Select(month => factor(of, kind.Resource, month.Month)).ToList()
            : [];
        var per = kind.IsPerPerson ? basis.HeadDays : basis.AreaDays;
        var unknown = basis.Days.Count == 0 ? new Unknown(UnknownKind.NoDayOver)
            : basis.Months.FirstOrDefault(month => month.Of(kind.Resource) is null) is { } blind
                ? new(UnknownKind.NothingMeasured, MonthReport.Text(blind.Month))
            : used.Contains(null) ? new(UnknownKind.NoFactor, IndicatorKind.WordOf(kind.Factor!.Value))
            : per is null or 0 ? new(kind.IsPerPerson ? UnknownKind.NoUsers : UnknownKind.NoFloor)
            : null;
        double? value = unknown is null ? Amount(kind, basis, used) * basis.Days.Count / per!.Value : null;
        var year = basis.Days.First.Year;
        var isOneYear = basis.Days.Count > 0 && basis.Days.End.PlusDays(-1).Year == year;
        var wanted = isOneYear ? target(kind, year) : null;
        var ofYear = basis.Days.First.Calendar.GetDaysInYear(year);
        return new(
            kind.Word, kind.Factor is { } one ? IndicatorKind.WordOf(one) : null, value, unknown, wanted,
            wanted?.Target * basis.Days.Count / ofYear,
            basis.Days.Count == ofYear && wanted?.Base is > 0 ? (value / wanted.Base) - 1 : null,
            [
                .. used.OfType<Dated<Coefficient>>().Distinct().Select(dated => new UsedCoefficient(
                    dated.Value.Set, RollupPeriods.Of(dated.From), dated.Value.Milligrams, dated.Value.Scope,
                    dated.Value.IsConfirmed, dated.Value.Source)),
            ]);
    }

    /// <summary>kWh, m3 or kg; converted month by month, each with the factor that holds in it.</summary>
    private static double Amount(IndicatorKind kind, IndicatorBasis basis, List<Dated<Coefficient>?> factors)
    {
        var thousandths = kind.Factor is null
            ? basis.Months.Sum(month => month.Of(kind.Resource)!.Value)
            : basis.Months.Zip(factors).Sum(
                each => each.Second!.Value.Grams(each.First.Of(kind.Resource)!.Value));
        return thousandths / 1000d;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Reporting.Indicators;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Comparing;

/// <summary>A unit or building with its figures of the periods that are compared. Immutable.</summary>
/// <param name="Now">The period that is ranked.</param>
/// <param name="Over">What of it are months that are over; null where none is.</param>
/// <param name="YearBefore">The same months a year earlier; null like <paramref name="Over"/>.</param>
/// <param name="MonthBefore">The month before; null where more than a month is compared, or it is not over.</param>
/// <param name="Class">Null where it is not known, or not that of a whole.</param>
internal sealed record Compared(
    string Id, string Name, string NameEn, ComparedPeriod Now, ComparedPeriod? Over, ComparedPeriod? YearBefore,
    ComparedPeriod? MonthBefore, UseCorrection Correction, BuildingClass? Class, UseLimit? Limit);

/// <summary>An indicator of months in a row.</summary>
/// <param name="From">The first month, such as 2026-01.</param>
/// <param name="To">The last one.</param>
/// <param name="Used">Wh or L, measured and allocated; null where nothing is known of one of the months.</param>
/// <param name="Quality">Of the intervals that are due by now.</param>
internal sealed record ComparedPeriod(
    string From, string To, Indicator Indicator, long? Used, QualityCounts Quality)
{
    /// <summary>Ours: less than that of what is due, and a sum is neither ranked nor compared, thousandths.</summary>
    public const int MeasuredMin = 950;

    /// <summary>Why it cannot be compared with others; null where it can.</summary>
    public Unknown? Objection => Indicator.Unknown ?? (Quality.All == 0
        ? new(UnknownKind.NothingMeasured, From)
        : Quality.Measured * 1000L < (long)Quality.All * MeasuredMin
            ? new(UnknownKind.TooLittleMeasured, Thousandths(Quality))
            : null);

    private static string Thousandths(QualityCounts quality) =>
        (quality.Measured * 1000L / quality.All).ToString(CultureInfo.InvariantCulture);
}

/// <summary>A line of a comparison.</summary>
/// <param name="Rank">1 for the least; equal thousandths share a rank. Null: not ranked.</param>
/// <param name="Value">Of the indicator, in its unit.</param>
/// <param name="Unknown">Why it is not known, or not ranked.</param>
/// <param name="CorrectedRank">Among those whose corrected value is known and that are ranked at all.</param>
/// <param name="NotCorrected">Why the corrected value is not known.</param>
/// <param name="Correction">Null where the formula does not apply.</param>
/// <param name="Factor">What the value is multiplied with.</param>
/// <param name="MonthOnMonth">Null where more than a month is compared.</param>
/// <param name="OfTarget">Thousandths of the target's part that the period has by days.</param>
/// <param name="HeldAgainst">Null where no limit applies: years of kWh for each m2 have one.</param>
internal sealed record ComparisonRow(
    string Id, string Name, string NameEn, int? Rank, double? Value, Unknown? Unknown, long? Used,
    QualityCounts Quality, int? CorrectedRank, double? Corrected, Unknown? NotCorrected, UseCorrection? Correction,
    double? Factor, UseChange YearOnYear, UseChange? MonthOnMonth, IndicatorTarget? Target, double? ToDate,
    long? OfTarget, double? ChangeFromBase, HeldAgainst? HeldAgainst);

/// <summary>Ranks and compares. Pure.</summary>
internal static class Comparison
{
    /// <summary>In the order of rank, who has none last, as given.</summary>
    /// <param name="isWholeYear">Limits are of years.</param>
    public static ImmutableArray<ComparisonRow> Of(
        IndicatorKind kind, bool isWholeYear, IReadOnlyCollection<Compared> all)
    {
        var rows = all.Select(each => Row(kind, isWholeYear, each)).ToList();
        var ranked = rows.Where(row => row.Unknown is null).ToList();
        var raw = ranked.Select(row => Thousandths(row.Value!.Value)).ToList();
        var corrected = ranked.Where(row => row.NotCorrected is null)
            .Select(row => Thousandths(row.Corrected!.Value)).ToList();
        return
        [
            .. rows.Select(row => row.Unknown is not null
                ? row
                : row with
                {
                    Rank = RankOf(row.Value!.Value, raw),
                    CorrectedRank = row.Corrected is { } value ? RankOf(value, corrected) : null,
                }).OrderBy(row => row.Rank ?? int.MaxValue),
        ];
    }

    /// <summary>As values are ranked and shown; halves away from zero.</summary>
    public static long Thousandths(double value) =>
        checked((long)Math.Round(value * 1000, MidpointRounding.AwayFromZero));

    private static int RankOf(double value, List<long> others) =>
        1 + others.Count(other => other < Thousandths(value));

    private static ComparisonRow Row(IndicatorKind kind, bool isWholeYear, Compared each)
    {
        var now = each.Now;
        var isEnergy = kind.Resource == Resource.Electricity;
        var factor = isEnergy ? each.Correction.Factor(kind.IsPerPerson) : null;
        var notCorrected = now.Indicator.Unknown
            ?? (!isEnergy ? new(UnknownKind.NotEnergy)
                : each.Correction.Hours is null ? new(UnknownKind.NoHours)
                : factor is null ? new(UnknownKind.NoUsers)
                : null);
        var corrected = notCorrected is null ? now.Indicator.Value * factor : null;
        var isLimited = kind is { Resource: Resource.Electricity, Factor: null, IsPerPerson: false } && isWholeYear;
        return new(
            each.Id, each.Name, each.NameEn, null, now.Indicator.Value, now.Objection, now.Used, now.Quality, null,
            corrected, notCorrected, isEnergy ? each.Correction : null, factor,
            UseChange.Of(each.Over, each.YearBefore),
            now.From == now.To ? UseChange.Of(each.Over, each.MonthBefore) : null,
            now.Indicator.Target, now.Indicator.ToDate,
            now.Indicator.Value is { } value && now.Indicator.ToDate is > 0 and var toDate
                ? Thousandths(value / toDate)
                : null,
            now.Indicator.ChangeFromBase,
            isLimited && each is { Class: { } kindOf, Limit: { } limit }
                ? HeldAgainst.Of(kindOf, limit, now.Objection is null ? corrected : null)
                : null);
    }
}

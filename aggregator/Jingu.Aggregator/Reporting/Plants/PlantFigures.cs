using System.Collections.Immutable;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>What a plant did in a period: a day, a month, a year or any other span. Pure.</summary>
/// <param name="EnergyWh">What its points' intervals add up to, exactly; null where nothing is known.</param>
/// <param name="PowerMeanW">Over the quarter hours that are known; null without any.</param>
/// <param name="PowerMaxW">The most of a quarter hour.</param>
/// <param name="FinalYield">kWh for a kWp, of <paramref name="EnergyWh"/>.</param>
/// <param name="QuartersDue">Quarter hours that should be there by now.</param>
/// <param name="QuartersKnown">Those of which all points are known.</param>
/// <param name="QuartersMeasured">Those of which all points were measured.</param>
/// <param name="PerformanceRatio">Null where irradiance was not measured.</param>
/// <param name="Availability">Null where daylight or output is not known.</param>
internal sealed record PlantFigures(
    long? EnergyWh,
    double? PowerMeanW,
    double? PowerMaxW,
    double? FinalYield,
    int QuartersDue,
    int QuartersKnown,
    int QuartersMeasured,
    PerformanceRatio? PerformanceRatio,
    Availability? Availability)
{
    /// <summary>Wh of a quarter hour to W.</summary>
    private const double QuartersOfHour = 4;

    /// <param name="quarters">All that are due in the period.</param>
    public static PlantFigures Of(long capacityW, ImmutableArray<PlantQuarter> quarters, Daylight daylight)
    {
        var known = quarters.Select(quarter => quarter.Wh).OfType<long>().ToList();
        long? energy = known.Count == 0 ? null : known.Sum();
        return new(
            energy,
            energy * QuartersOfHour / known.Count,
            known.Count == 0 ? null : known.Max() * QuartersOfHour,
            (double?)energy / capacityW,
            quarters.Length,
            known.Count,
            quarters.Count(quarter => quarter.MeasuredWh is not null),
            PerformanceRatio.Of(capacityW, quarters),
            Availability.Of(quarters, daylight));
    }
}

/// <summary>
/// Availability as it is meant here: of the quarter hours in daylight (the sun 10 degrees up, and 50 W/m2 where that is
/// measured) of which the output was measured, the part in which there was any. What was not measured is left out.
/// </summary>
/// <param name="Ratio">0 to 1.</param>
/// <param name="Generating">Quarter hours in daylight with output.</param>
/// <param name="Judged">Quarter hours in daylight of which the output was measured.</param>
/// <param name="LeftOut">Quarter hours in daylight of which it was not.</param>
internal sealed record Availability(double Ratio, int Generating, int Judged, int LeftOut)
{
    /// <summary>Null where nothing can be said.</summary>
    public static Availability? Of(ImmutableArray<PlantQuarter> quarters, Daylight daylight)
    {
        var half = Contracts.Readings.Interval.Length / 2;
        var bright = quarters.Where(quarter => daylight.At(quarter.Start + half, quarter.Irradiance) == true).ToList();
        var judged = bright.Where(quarter => quarter.MeasuredWh is not null).ToList();
        if (judged.Count == 0)
            return null;
        var generating = judged.Count(quarter => quarter.MeasuredWh > 0);
        return new((double)generating / judged.Count, generating, judged.Count, bright.Count - judged.Count);
    }
}

/// <summary>The yield that is plausible in this region, kWh for a kWp and year; shown beside every yield.</summary>
/// <param name="Verdict">below, within or above for a whole year that is known; null for any other period.</param>
internal sealed record YieldBand(long Low, long High, string Source, string? Verdict)
{
    private const long LowDefault = 960;
    private const long HighDefault = 1125;
    private const string SourceDefault =
        "reported yields of Zhuzhou (960) and Yinzhou (1,102 and 1,125), recomputed from energy and capacity";

    private static readonly TimeSpan YearMin = TimeSpan.FromDays(365);
    private static readonly TimeSpan YearMax = TimeSpan.FromDays(366);

    public static YieldBand Of(PlantFigures figures, MonthPeriod period)
    {
        var length = period.To - period.From;
        var isYear = length >= YearMin && length <= YearMax && figures.QuartersKnown == figures.QuartersDue;
        return new(LowDefault, HighDefault, SourceDefault, figures.FinalYield switch
        {
            { } yield when isYear => yield < LowDefault ? "below" : yield > HighDefault ? "above" : "within",
            _ => null,
        });
    }
}

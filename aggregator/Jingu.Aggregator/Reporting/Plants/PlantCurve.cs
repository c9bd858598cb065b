using System.Collections.Immutable;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>What an expectation of a plant rests on.</summary>
internal enum ExpectedBy
{
    /// <summary>
    /// Irradiance in the plane of the array x rated power x <see cref="PlantWatch.ExpectedRatio"/>, as alarms expect.
    /// </summary>
    Irradiance,

    /// <summary>The median yield of the site's other plants under the same sky, where light is not measured.</summary>
    Siblings,
}

/// <summary>A quarter hour of a plant with what was to be expected of it.</summary>
/// <param name="Start">UTC.</param>
/// <param name="Wh">What it generated; null: not known.</param>
/// <param name="IsMeasured">All of it was measured, and not estimated.</param>
/// <param name="Irradiance">Mean, W/m2; null: not measured.</param>
/// <param name="ExpectedWh">Null where neither light nor other plants say anything.</param>
internal sealed record HeldQuarter(
    DateTimeOffset Start, long? Wh, bool IsMeasured, double? Irradiance, long? ExpectedWh, ExpectedBy? By);

/// <summary>Holds a plant against its light, or against its siblings. Pure.</summary>
internal static class PlantCurve
{
    private const double ReferenceIrradiance = 1000;
    private const double QuartersOfHour = 4;

    /// <param name="siblings">Median yield of the other plants, kW for a kWp, by quarter hour.</param>
    public static ImmutableArray<HeldQuarter> Of(
        long capacityW, ImmutableArray<PlantQuarter> quarters, IReadOnlyDictionary<DateTimeOffset, double> siblings) =>
    [
        .. from quarter in quarters
           let expected = Expected(quarter, siblings)
           select new HeldQuarter(
               quarter.Start, quarter.Wh, quarter.MeasuredWh is not null, quarter.Irradiance,
               expected is (var yield, _) ? (long)Math.Round(yield * capacityW / QuartersOfHour) : null,
               expected?.By),
    ];

    /// <summary>kW for a kWp.</summary>
    private static (double Yield, ExpectedBy By)? Expected(
        PlantQuarter quarter, IReadOnlyDictionary<DateTimeOffset, double> siblings) =>
        quarter.Irradiance is { } light
            ? (light / ReferenceIrradiance * PlantWatch.ExpectedRatio, ExpectedBy.Irradiance)
            : siblings.TryGetValue(quarter.Start, out var yield) ? (yield, ExpectedBy.Siblings) : null;
}

/// <summary>
/// What was to be expected of a plant, over the quarter hours that were measured and of which it is known: what lacks
/// one of them is left out of both sides, never zero.
/// </summary>
/// <param name="MeasuredWh">What the plant generated in the same quarter hours.</param>
/// <param name="Quarters">How many they are.</param>
/// <param name="BySiblings">Of how many the other plants tell, because light was not measured.</param>
internal sealed record PlantExpectation(long ExpectedWh, long MeasuredWh, int Quarters, int BySiblings)
{
    /// <summary>Measured by expected; null where nothing was to be expected.</summary>
    public double? Ratio => ExpectedWh > 0 ? (double)MeasuredWh / ExpectedWh : null;

    /// <summary>Null without any such quarter hour.</summary>
    public static PlantExpectation? Of(IEnumerable<HeldQuarter> curve)
    {
        var held = curve.Where(quarter => quarter is { IsMeasured: true, ExpectedWh: not null }).ToList();
        return held.Count == 0
            ? null
            : new(
                held.Sum(quarter => quarter.ExpectedWh!.Value), held.Sum(quarter => quarter.Wh!.Value), held.Count,
                held.Count(quarter => quarter.By == ExpectedBy.Siblings));
    }
}

/// <summary>A local day of a plant.</summary>
/// <param name="Day">Such as 2026-03-05.</param>
/// <param name="Wh">What is known of it; null: nothing.</param>
/// <param name="QuartersDue">Quarter hours of it that should be there by now.</param>
/// <param name="QuartersMeasured">Those that were measured.</param>
/// <param name="Expectation">Null where nothing could be expected.</param>
internal sealed record PlantDay(
    string Day, long? Wh, int QuartersDue, int QuartersMeasured, PlantExpectation? Expectation)
{
    /// <summary>Each day that a quarter hour was due on, in order.</summary>
    /// <param name="dayOf">The site's local day of an instant, as text.</param>
    public static ImmutableArray<PlantDay> All(IEnumerable<HeldQuarter> curve, Func<DateTimeOffset, string> dayOf) =>
    [
        .. from quarter in curve
           group quarter by dayOf(quarter.Start) into day
           let known = day.Select(quarter => quarter.Wh).OfType<long>().ToList()
           select new PlantDay(
               day.Key, known.Count == 0 ? null : known.Sum(), day.Count(), day.Count(quarter => quarter.IsMeasured),
               PlantExpectation.Of(day)),
    ];
}

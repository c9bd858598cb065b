using System.Collections.Immutable;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>What alarms of a plant are judged by.</summary>
/// <param name="CapacityW">Rated power of the array, W peak.</param>
/// <param name="Daylight">When it should generate.</param>
/// <param name="Samples">By instant.</param>
/// <param name="SiblingYield">
/// Power per capacity (kW for a kWp) of the site's other plants, their median, by quarter hour; empty without any.
/// </param>
internal sealed record PlantWatch(
    long CapacityW,
    Daylight Daylight,
    ImmutableArray<PlantSample> Samples,
    IReadOnlyDictionary<DateTimeOffset, double> SiblingYield)
{
    /// <summary>Of the capacity: less is no output.</summary>
    public const double NoOutputMax = 0.005;

    /// <summary>Of what is expected: less is far below.</summary>
    public const double FarBelow = 0.5;

    /// <summary>Of reference conditions, by which an expectation is made: a usual performance ratio.</summary>
    public const double ExpectedRatio = 0.75;

    /// <summary>W/m2 from which an expectation is made.</summary>
    public const double ExpectationMin = 200;

    /// <summary>kW for a kWp from which siblings are compared.</summary>
    public const double SiblingMin = 0.1;

    /// <summary>
    /// On-delay and off-delay of each kind. Stale runs have their own span (<see cref="StaleRuns.SpanMin"/>), and an
    /// outlier is one sample.
    /// </summary>
    public static readonly ImmutableSortedDictionary<PlantAlarmKind, (TimeSpan On, TimeSpan Off)> Delays =
        new Dictionary<PlantAlarmKind, (TimeSpan, TimeSpan)>
        {
            [PlantAlarmKind.NoOutput] = (TimeSpan.FromHours(2), TimeSpan.FromMinutes(30)),
            [PlantAlarmKind.InverterFault] = (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10)),
            [PlantAlarmKind.StaleValues] = (TimeSpan.Zero, TimeSpan.FromMinutes(30)),
            [PlantAlarmKind.Outliers] = (TimeSpan.Zero, TimeSpan.FromHours(1)),
            [PlantAlarmKind.BelowSiblings] = (TimeSpan.FromHours(2), TimeSpan.FromHours(1)),
            [PlantAlarmKind.BelowExpectation] = (TimeSpan.FromHours(2), TimeSpan.FromHours(1)),
        }.ToImmutableSortedDictionary();
}

using System.Collections.Immutable;

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>Power for each capacity of plants under one sky, by quarter hour: kW for a kWp. Pure.</summary>
internal static class SiblingYields
{
    /// <summary>Of one plant; quarter hours that were not measured are not in it.</summary>
    public static IReadOnlyDictionary<DateTimeOffset, double> OwnOf(
        long capacityW, ImmutableArray<PlantQuarter> quarters) => quarters
        .Where(quarter => quarter.MeasuredWh is not null)
        .ToDictionary(quarter => quarter.Start, quarter => quarter.MeasuredWh!.Value * 4d / capacityW);

    /// <summary>The median of several plants, where any of them is known; of two in the middle the lower.</summary>
    public static IReadOnlyDictionary<DateTimeOffset, double> Medians(
        ImmutableArray<IReadOnlyDictionary<DateTimeOffset, double>> plants) => plants
        .SelectMany(plant => plant)
        .GroupBy(each => each.Key, each => each.Value)
        .ToDictionary(group => group.Key, group => group.Order().ElementAt((group.Count() - 1) / 2));
}

namespace Jingu.Aggregator.Reporting.Plants;

/// <summary>
/// Performance ratio after IEC 61724-1: final yield by reference yield, over the quarter hours in which both energy and
/// irradiance were measured. What lacks one of them is left out of both sides, never zero.
/// </summary>
/// <param name="ReferenceYield">H / (1 kW/m2), hours: kWh/m2 of those quarter hours in the plane of the array.</param>
/// <param name="FinalYield">kWh for a kWp in the same quarter hours.</param>
/// <param name="Ratio">Final by reference yield; null where no light fell.</param>
/// <param name="Quarters">How many quarter hours it is made of.</param>
/// <param name="Coverage">Their part of the quarter hours that were due, 0 to 1.</param>
/// <param name="WithoutIrradiance">Quarter hours left out because irradiance was not measured.</param>
/// <param name="WithoutEnergy">Left out because energy was not measured there, but estimated or missing.</param>
/// <param name="LeftOutWh">Energy that is known and left out.</param>
internal sealed record PerformanceRatio(
    double ReferenceYield,
    double FinalYield,
    double? Ratio,
    int Quarters,
    double Coverage,
    int WithoutIrradiance,
    int WithoutEnergy,
    long LeftOutWh)
{
    /// <summary>W/m2 of the reference conditions.</summary>
    private const double ReferenceIrradiance = 1000;

    /// <param name="quarters">All that are due, also those of which nothing is known.</param>
    /// <returns>Null where irradiance was never measured together with energy.</returns>
    public static PerformanceRatio? Of(long capacityW, IReadOnlyCollection<PlantQuarter> quarters)
    {
        var used = quarters.Where(quarter => quarter is { MeasuredWh: not null, Irradiance: not null }).ToList();
        if (used.Count == 0)
            return null;
        var hours = used.Sum(quarter => quarter.Irradiance!.Value) / 4 / ReferenceIrradiance;
        var yield = (double)used.Sum(quarter => quarter.MeasuredWh!.Value) / capacityW;
        return new(
            hours, yield, hours > 0 ? yield / hours : null, used.Count, (double)used.Count / quarters.Count,
            quarters.Count(quarter => quarter.Irradiance is null),
            quarters.Count(quarter => quarter.MeasuredWh is null),
            quarters.Except(used).Sum(quarter => quarter.Wh ?? 0));
    }
}

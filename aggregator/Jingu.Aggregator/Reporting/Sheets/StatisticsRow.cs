namespace Jingu.Aggregator.Reporting.Sheets;

/// <summary>
/// A unit's month with the fields of the statistics of public institutions 公共机构能源资源消费统计. What is not metered
/// here is left for whoever fills in the form, and never 0.
/// </summary>
/// <param name="SquareMetres">Building area 建筑面积 on the month's last day, as it was imported: offices only.</param>
/// <param name="Users">People who use it 用能人数, on that day.</param>
/// <param name="ElectricityWh">Measured and allocated.</param>
/// <param name="WaterL">Measured and allocated, of mains and own wells together.</param>
/// <param name="Institution">Nature, code and what else the form asks of the unit; null where not imported.</param>
/// <param name="ElectricityCost">As the supplier billed it; null where no bill was imported.</param>
internal sealed record StatisticsRow(
    string Month, string Unit, string Name, string NameEn, long? SquareMetres, int? Users, long? ElectricityWh,
    long? WaterL, Institution? Institution, BilledCost? ElectricityCost, BilledCost? WaterCost)
{
    /// <summary>The fields that nothing here measures, as the form has them.</summary>
    public static readonly string[] Unmetered =
    [
        "coal", "naturalGas", "liquefiedPetroleumGas", "townGas", "petrol", "diesel", "kerosene", "heat", "otherTce",
    ];

    /// <summary>Where the fields come from that people entered.</summary>
    public string? Sources =>
        string.Join("; ", new[] { Institution?.Source, ElectricityCost?.Source, WaterCost?.Source }.OfType<string>())
            is { Length: > 0 } text
                ? text
                : null;
}

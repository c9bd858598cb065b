using System.Globalization;
using Jingu.Aggregator.Reporting.Plants;

namespace Jingu.Aggregator.Web;

/// <summary>Plants as CSV (RFC 4180), a header row first; empty where not known.</summary>
internal static class PlantCsv
{
    private const string Header =
        "from,to,plant,name,building,capacityW,energyWh,finalYield,quartersDue,quartersKnown,quartersMeasured,"
        + "referenceYield,performanceRatio,irradianceCoverage,leftOutWh,availability,alarms";

    private const string BalanceHeader =
        "building,start,importWh,generationWh,exportWh,subMetersWh,gapWh,measured";

    /// <summary>One row per plant.</summary>
    public static string Write(PlantsReport report) => string.Concat(
        report.Plants.Select(plant => Row(report, plant)).Prepend(Header).Select(row => row + "\r\n"));

    /// <summary>One row per building and quarter hour that is known: each can be added up by hand.</summary>
    public static string WriteBalance(PlantsReport report) => string.Concat(
        report.Quarters.Select(each => string.Join(',', [
            each.Building.Value, Text(each.Start), Text(each.Import), Text(each.Generation), Text(each.Export),
            Text(each.SubMeters), Text(each.Gap), each.IsMeasured ? "yes" : "no"]))
        .Prepend(BalanceHeader).Select(row => row + "\r\n"));

    private static string Row(PlantsReport report, PlantReport plant)
    {
        var figures = plant.Figures;
        return string.Join(',', [
            Text(report.From), Text(report.To), plant.Id,
            Quoted(plant.Name),
            plant.Building, Text(plant.CapacityW), Text(figures.EnergyWh), Text(figures.FinalYield),
            Text(figures.QuartersDue), Text(figures.QuartersKnown), Text(figures.QuartersMeasured),
            Text(figures.PerformanceRatio?.ReferenceYield), Text(figures.PerformanceRatio?.Ratio),
            Text(figures.PerformanceRatio?.Coverage), Text(figures.PerformanceRatio?.LeftOutWh),
            Text(figures.Availability?.Ratio), Text(plant.Alarms.Length)]);
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Text(double? number) => number?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}

using System.Globalization;
using Jingu.Aggregator.Reporting;

namespace Jingu.Aggregator.Web;

/// <summary>
/// A month's report as CSV (RFC 4180), one row per unit, a header row first. Wh and L; empty where not known.
/// </summary>
internal static class ReportCsv
{
    private const string Header =
        "month,unit,name,headcount,electricityWh,electricityMeasured,electricityEstimated,electricityMissing,"
        + "waterL,waterMeasured,waterEstimated,waterMissing,"
        + "electricitySubstituted,electricityManual,electricitySuspect,waterSubstituted,waterManual,waterSuspect,"
        + "electricityAllocatedWh,waterAllocatedL";

    private const string PointHeader =
        "month,point,resource,direction,used,measured,estimated,substituted,manual,suspect,missing,"
        + "beginMeter,beginTotal,beginRegister,beginBeforeAt,beginBeforeCount,beginAfterAt,beginAfterCount,"
        + "endMeter,endTotal,endRegister,endBeforeAt,endBeforeCount,endAfterAt,endAfterCount";

    public static string Write(MonthReport report) =>
        string.Concat(report.Units.Select(unit => Row(report.Month, unit)).Prepend(Header).Select(row => row + "\r\n"));

    private static string Row(string month, UnitReport unit) => string.Join(',', [
        month,
        unit.Id,
        Quoted(unit.Name),
        Text(unit.Headcount),
        Text(unit.Electricity.UsedWh),
        Text(unit.Electricity.Quality.Measured),
        Text(unit.Electricity.Quality.Estimated),
        Text(unit.Electricity.Quality.Missing),
        Text(unit.Water.UsedL),
        Text(unit.Water.Quality.Measured),
        Text(unit.Water.Quality.Estimated),
        Text(unit.Water.Quality.Missing),
        Text(unit.Electricity.Quality.Substituted),
        Text(unit.Electricity.Quality.Manual),
        Text(unit.Electricity.Quality.Suspect),
        Text(unit.Water.Quality.Substituted),
        Text(unit.Water.Quality.Manual),
        Text(unit.Water.Quality.Suspect),
        Text(unit.Electricity.AllocatedWh),
        Text(unit.Water.AllocatedL)]);

    /// <summary>
    /// One row per metering point, with the raw and the apportioned register at both ends of the month; what is not
    /// known is empty.
    /// </summary>
    public static string WritePoints(MonthReport report) => string.Concat(
        report.Points.Select(point => Row(report.Month, point)).Prepend(PointHeader).Select(row => row + "\r\n"));

    private static string Row(string month, PointReport point) => string.Join(',', [
        month,
        point.Id,
        point.Resource,
        point.Direction,
        Text(point.Reported),
        Text(point.Quality.Measured),
        Text(point.Quality.Estimated),
        Text(point.Quality.Substituted),
        Text(point.Quality.Manual),
        Text(point.Quality.Suspect),
        Text(point.Quality.Missing),
        .. Cells(point.Begin),
        .. Cells(point.End)]);

    private static string[] Cells(MonthBoundary? boundary) => boundary is null
        ? ["", "", "", "", "", "", ""]
        :
        [
            boundary.Meter, Text(boundary.Total), Text(boundary.Register), Text(boundary.Before.At),
            Text(boundary.Before.Count), Text(boundary.After.At), Text(boundary.After.Count),
        ];

    private static string Text(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}

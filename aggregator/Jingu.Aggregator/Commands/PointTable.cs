using System.Globalization;
using Jingu.Aggregator.Reporting;
using Spectre.Console;

namespace Jingu.Aggregator.Commands;

/// <summary>A month's metering points, with the registers at both ends: raw neighbours and apportioned value.</summary>
internal static class PointTable
{
    public static Table Of(MonthReport report)
    {
        var table = new Table()
            .Title(Markup.Escape($"{report.Site} {report.Month}: Wh, L, raw counts; instants in UTC"), Style.Plain)
            .AddColumns("point", "meter", "begin", "end")
            .AddColumn(new TableColumn("total begin").RightAligned())
            .AddColumn(new TableColumn("total end").RightAligned())
            .AddColumn(new TableColumn("used").RightAligned());
        foreach (var point in report.Points)
        {
            table.AddRow(
                Markup.Escape(point.Id),
                Markup.Escape((point.End ?? point.Begin)?.Meter ?? "-"),
                Neighbours(point.Begin),
                Neighbours(point.End),
                Number(point.Begin?.Total),
                Number(point.End?.Total),
                Number(point.Reported));
        }
        return table;
    }

    private static string Neighbours(MonthBoundary? boundary) => boundary switch
    {
        null => "-",
        _ when boundary.Before == boundary.After => Reading(boundary.Before),
        _ => $"{Reading(boundary.Before)} .. {Reading(boundary.After)}",
    };

    private static string Reading(RawReading reading) =>
        string.Create(CultureInfo.InvariantCulture, $"{reading.Count} at {reading.At:MM-dd HH:mm:ss}");

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}

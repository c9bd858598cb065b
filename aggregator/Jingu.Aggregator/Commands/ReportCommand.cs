using System.Globalization;
using System.Text.Json;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Web;
using Jingu.Time;
using Microsoft.Data.Sqlite;
using NodaTime;
using Spectre.Console;

namespace Jingu.Aggregator.Commands;

/// <summary><c>jingu-aggregator report</c>: reads the stores directly, also while the aggregator runs.</summary>
internal static class ReportCommand
{
    private const string Qualities = "measured / estimated / substituted / manual / missing %";

    public static async Task<int> RunAsync(
        string config, YearMonth month, string format, bool points, CancellationToken stop)
    {
        if (Configured.LoadOrComplain(config) is not { } configured)
            return ExitCodes.BadInput;
        await using var readings = ChosenStore.Create(configured.Settings, MachineTime.OfThisMachine);
        try
        {
            await readings.OpenAsync(stop);
            var relational = new RelationalStore(AggregatorHost.RelationalFileOf(configured.Settings));
            await relational.OpenAsync(stop);
            var reports = new StoredReports(
                readings, relational, new PlanStore(relational), configured.Site,
                new RunningSiteTime(MachineTime.OfThisMachine));
            Write(await reports.MonthAsync(month, stop), format, points);
            return ExitCodes.Good;
        }
        catch (Exception e) when (e is ReadingStoreException or SqliteException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.MachineLacks;
        }
    }

    private static void Write(MonthReport report, string format, bool points)
    {
        switch (format)
        {
            case "json":
                Console.Out.WriteLine(JsonSerializer.Serialize(report, WebJson.Indented));
                break;
            case "csv":
                Console.Out.Write(points ? ReportCsv.WritePoints(report) : ReportCsv.Write(report));
                break;
            default:
                AnsiConsole.Console.Write(points ? PointTable.Of(report) : Table(report));
                foreach (var line in points ? [] : report.SharedMeters.SelectMany(meter => meter.Lines()))
                    Console.Out.WriteLine(line);
                break;
        }
    }

    private static Table Table(MonthReport report)
    {
        var table = new Table()
            .Title(Markup.Escape($"{report.Site} {report.Month}"), Style.Plain)
            .Caption(Markup.Escape($"{report.Zone}, tz {report.ZoneVersion}, {report.Store}"), Style.Plain)
            .AddColumns("unit", "name")
            .AddColumn(new TableColumn("heads").RightAligned())
            .AddColumn(new TableColumn("kWh").RightAligned())
            .AddColumn(new TableColumn(Qualities).RightAligned())
            .AddColumn(new TableColumn("m3").RightAligned())
            .AddColumn(new TableColumn(Qualities).RightAligned());
        foreach (var unit in report.Units)
        {
            table.AddRow(
                Markup.Escape(unit.Id), Markup.Escape(unit.Name), Text($"{unit.Headcount}"),
                Thousandths(unit.Electricity.UsedWh), Share(unit.Electricity.Quality),
                Thousandths(unit.Water.UsedL), Share(unit.Water.Quality));
        }
        return table;
    }

    /// <summary>In the order of the column's head, in percent.</summary>
    private static string Share(QualityCounts quality) => quality.Shares is { } share
        ? Text($"{share.Measured * 100:0.##} / {share.Estimated * 100:0.##} / {share.Substituted * 100:0.##}")
            + Text($" / {share.Manual * 100:0.##} / {share.Missing * 100:0.##}")
        : "-";

    private static string Thousandths(long? count) => count is { } known ? Text($"{known / 1000m:N3}") : "-";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

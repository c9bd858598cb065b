using System.Globalization;
using NodaTime;
using Spectre.Console;

namespace Jingu.Simulators.Report;

/// <summary>Shows the report to whoever sits at the terminal.</summary>
internal static class ReportTable
{
    /// <param name="zone">Of the site, for the times of switchings.</param>
    public static void Show(BenchReport report, DateTimeZone zone, IAnsiConsole console)
    {
        var units = new Table().AddColumns("Unit", "Name");
        foreach (var title in new[] { "Heads", "Electricity kWh", "Water m³", "Cuts" })
            units.AddColumn(new TableColumn(title).RightAligned());
        foreach (var unit in report.Units)
        {
            units.AddRow(
                Markup.Escape(unit.Id),
                Markup.Escape(unit.Name),
                unit.Headcount.ToString(CultureInfo.InvariantCulture),
                Thousandths(unit.Electricity.UsedWh),
                Thousandths(unit.Water.UsedL),
                (unit.Electricity.Cuts + unit.Water.Cuts)?.ToString(CultureInfo.InvariantCulture) ?? "-");
        }
        console.Write(units);
        foreach (var action in report.Actions)
            console.WriteLine(Switched(action, zone));
        foreach (var promise in report.Promises)
        {
            var word = promise.Held ? "[green]held[/]" : "[red]broken[/]";
            console.MarkupLine($"{Markup.Escape(promise.Name)}: {word}: {Markup.Escape(promise.Detail)}");
        }
        foreach (var note in report.Notes)
            console.MarkupLine($"[grey]{Markup.Escape(note)}[/]");
        console.MarkupLineInterpolated(
            $"{report.Month}: {report.WallSeconds:0.0} s, speed {report.Speed.Reached:0}, store {report.Store}.");
    }

    private static string Switched(ActionReport action, DateTimeZone zone)
    {
        var at = Instant.FromDateTimeOffset(action.DecidedAt).InZone(zone).LocalDateTime;
        var finding = action.Finding == ActionReport.Nothing ? "" : $", {action.Finding}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{at:uuuu-MM-dd HH:mm:ss}  {action.Unit} {action.Resource}: {action.Operation} {action.Point}, "
            + $"{action.State} ({action.Grade}{finding})");
    }

    private static string Thousandths(long? value) =>
        (value / 1000m)?.ToString("#,0.000", CultureInfo.InvariantCulture) ?? "-";
}

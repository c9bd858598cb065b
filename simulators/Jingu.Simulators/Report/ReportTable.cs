using System.Globalization;
using Spectre.Console;

namespace Jingu.Simulators.Report;

/// <summary>Shows the report to whoever sits at the terminal.</summary>
internal static class ReportTable
{
    public static void Show(BenchReport report, IAnsiConsole console)
    {
        var units = new Table().AddColumns("Unit", "Name");
        foreach (var title in new[] { "Heads", "Electricity kWh", "Water m³" })
            units.AddColumn(new TableColumn(title).RightAligned());
        foreach (var unit in report.Units)
        {
            units.AddRow(
                Markup.Escape(unit.Id),
                Markup.Escape(unit.Name),
                unit.Headcount.ToString(CultureInfo.InvariantCulture),
                Thousandths(unit.Electricity.UsedWh),
                Thousandths(unit.Water.UsedL));
        }
        console.Write(units);
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

    private static string Thousandths(long? value) =>
        (value / 1000m)?.ToString("#,0.000", CultureInfo.InvariantCulture) ?? "-";
}

using System.Globalization;
using System.Text.Json;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Planning.DemandResponse;
using Jingu.Aggregator.Web;
using Jingu.Time;
using Microsoft.Data.Sqlite;
using NodaTime;
using Spectre.Console;

namespace Jingu.Aggregator.Commands;

/// <summary>
/// <c>jingu-aggregator demand-response</c>: what an event was to bring and what it brought. Reads the stores directly,
/// also while the aggregator runs.
/// </summary>
internal static class DemandResponseCommand
{
    public static async Task<int> RunAsync(string config, string id, bool json, CancellationToken stop)
    {
        if (Configured.LoadOrComplain(config) is not { } configured)
            return ExitCodes.BadInput;
        try
        {
            var relational = new RelationalStore(AggregatorHost.RelationalFileOf(configured.Settings));
            await relational.OpenAsync(stop);
            await using var readings = ChosenStore.Create(configured.Settings, MachineTime.OfThisMachine);
            await readings.OpenAsync(stop);
            var store = new DemandStore(relational);
            var reporting = new DemandReporting(
                configured.Site, new PlanStore(relational), store, new DemandUse(readings, store));
            if (await reporting.OfAsync(id, stop) is not { } report)
            {
                await Console.Error.WriteLineAsync($"No event has the id '{id}'.");
                return ExitCodes.BadInput;
            }
            if (json)
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, WebJson.Indented));
            else
                Write(report, configured.Site.Site.Zone);
            return ExitCodes.Good;
        }
        catch (Exception e) when (e is SqliteException or ReadingStoreException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.MachineLacks;
        }
    }

    private static void Write(DemandReport report, DateTimeZone zone)
    {
        var table = new Table().AddColumns("from", "", "baseline Wh", "measured Wh", "less Wh");
        foreach (var quarter in report.Whole.Quarters)
        {
            table.AddRow(
                At(quarter.From, zone), quarter.IsEvent ? "event" : "after", Text(quarter.BaselineWh),
                Text(quarter.MeasuredWh), Text(quarter.ReducedWh));
        }
        AnsiConsole.Console.Write(table);
        foreach (var part in report.Buildings.Append(report.Whole))
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{part.Building ?? "all"}: {part.ReducedWh:N0} Wh less than {part.BaselineWh:N0} Wh, expected "
                    + $"{part.ExpectedWh:N0} Wh"
                    + $"{(part.Thousandths is { } depth ? $", {depth / 10.0:0.0} %" : "")}; "
                    + $"{part.NotMeasured.Length} quarter hours not measured."));
        }
        var plan = report.Plan;
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Expected {plan.ExpectedWatts:N0} W of {plan.TargetWatts:N0} W. Baseline: {plan.BaselineMethod}; "
                + $"of {string.Join(", ", plan.BaselineDays)}."));
        foreach (var note in plan.Notes)
            Console.Out.WriteLine(note);
        foreach (var step in report.Steps)
            Console.Out.WriteLine($"{At(step.At, zone)} {step.Gateway}: {step.Text}");
    }

    private static string Text(long? wh) => wh?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";

    private static string At(DateTimeOffset at, DateTimeZone zone) => Instant.FromDateTimeOffset(at).InZone(zone)
        .ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

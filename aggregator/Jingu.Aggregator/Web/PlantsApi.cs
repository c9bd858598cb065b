using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Web.Entrance;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>The HTTP API of PV plants, read-only.</summary>
internal static class PlantsApi
{
    public static void MapPlantsApi(this WebApplication app)
    {
        app.MapGet("/api/plants", PlantsAsync).Requires(Access.Read);
        app.MapGet("/api/plants/now", NowAsync).Requires(Access.Read);
    }

    /// <summary>Power, light, inverters, limits in force and orders at this moment.</summary>
    private static async Task<IResult> NowAsync(CurrentPlants plants, CancellationToken stop) =>
        Results.Json(await plants.NowAsync(stop), WebJson.Words);

    /// <summary>A month, or local days, the last one excluded; without either the current month.</summary>
    private static async Task<IResult> PlantsAsync(
        string? month, string? from, string? to, string? format, StoredPlants plants, CurrentSite site,
        CancellationToken stop)
    {
        if (LocalDays.Parse(month, from, to, plants.CurrentMonth) is not { } days)
            return Bad(LocalDays.Wanted);
        var period = MonthPeriod.OfDays(days.First, days.End, site.Site.Zone);
        if (format is not (null or "json" or "csv" or "balance" or "text" or "credits" or "curve"))
        {
            return Bad(
                $"'{format}' is no format: use json, csv, text, curve for every quarter hour of every plant, balance "
                + "for a CSV of every quarter hour, or credits for adjustments to import.");
        }
        if (format == "credits" && (StoredPlants.MonthOf(period, site.Site.Zone) is null || !plants.IsOver(period)))
            return Bad("Credits are made of a month that is over: name one.");
        var report = await plants.MakeAsync(period, stop);
        return format switch
        {
            "csv" => Results.Text(PlantCsv.Write(report), "text/csv; charset=utf-8"),
            "balance" => Results.Text(PlantCsv.WriteBalance(report), "text/csv; charset=utf-8"),
            "text" => Results.Text(
                string.Concat(PlantText.Lines(report).Select(line => line + "\n")), "text/plain; charset=utf-8"),
            "curve" => Results.Json(
                new { plants = report.Plants.Select(plant => new { plant.Id, plant.Days, plant.Curve }) },
                WebJson.Words),
            "credits" => Results.Text(
                CreditCsv.Write(report, StoredPlants.MonthOf(period, site.Site.Zone)!.Value),
                "text/csv; charset=utf-8"),
            _ => Results.Json(report, WebJson.Words),
        };
    }
}

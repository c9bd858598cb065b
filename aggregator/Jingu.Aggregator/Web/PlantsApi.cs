using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using NodaTime.Text;

namespace Jingu.Aggregator.Web;

/// <summary>The HTTP API of PV plants, read-only.</summary>
internal static class PlantsApi
{
    public static void MapPlantsApi(this WebApplication app) => app.MapGet("/api/plants", PlantsAsync);

    /// <summary>A month, or local days, the last one excluded; without either the current month.</summary>
    private static async Task<IResult> PlantsAsync(
        string? month, string? from, string? to, string? format, StoredPlants plants, CurrentSite site,
        CancellationToken stop)
    {
        if (Period(month, from, to, plants, site) is not { } period)
        {
            return Bad(
                "Name a month such as month=2017-03, or local days of the site such as "
                + $"from=2017-03-01&to=2017-03-02, at most {StoredPlants.PeriodMax.TotalDays:0} of them.");
        }
        if (format is not (null or "json" or "csv" or "balance" or "text" or "credits"))
        {
            return Bad(
                $"'{format}' is no format: use json, csv, text, balance for a CSV of every quarter hour, or credits "
                + "for adjustments to import.");
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
            "credits" => Results.Text(
                CreditCsv.Write(report, StoredPlants.MonthOf(period, site.Site.Zone)!.Value),
                "text/csv; charset=utf-8"),
            _ => Results.Json(report, WebJson.Words),
        };
    }

    private static MonthPeriod? Period(string? month, string? from, string? to, StoredPlants plants, CurrentSite site)
    {
        if (from is null && to is null)
        {
            return month is null ? plants.CurrentMonth
                : MonthReport.Parse(month) is { } wanted ? MonthPeriod.Of(wanted, site.Site.Zone) : null;
        }
        var (first, end) = (LocalDatePattern.Iso.Parse(from ?? ""), LocalDatePattern.Iso.Parse(to ?? ""));
        if (month is not null || !first.Success || !end.Success)
            return null;
        var period = MonthPeriod.OfDays(first.Value, end.Value, site.Site.Zone);
        return period.From < period.To && period.To - period.From <= StoredPlants.PeriodMax + TimeSpan.FromHours(2)
            ? period
            : null;
    }

    private static IResult Bad(string sentence) =>
        Results.Problem(sentence, statusCode: StatusCodes.Status400BadRequest);
}

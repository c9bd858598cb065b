using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Web.Entrance;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>The HTTP API of lighting zones, read-only.</summary>
internal static class LightingApi
{
    public static void MapLightingApi(this WebApplication app)
    {
        app.MapGet("/api/lighting", LightingAsync).Requires(Access.Read);
        app.MapGet("/api/lighting/now", NowAsync).Requires(Access.Read);
    }

    /// <summary>Level, reason, lamps, sensors, overrides and faults of each zone at this moment.</summary>
    private static async Task<IResult> NowAsync(CurrentLighting lighting, CancellationToken stop) =>
        Results.Json(await lighting.NowAsync(stop), WebJson.Words);

    /// <summary>A month, or local days, the last one excluded; without either the current month.</summary>
    private static async Task<IResult> LightingAsync(
        string? month, string? from, string? to, string? format, StoredLighting lighting, CancellationToken stop)
    {
        if (LocalDays.Parse(month, from, to, lighting.CurrentMonth) is not { } days)
            return Bad(LocalDays.Wanted);
        if (format is not (null or "json" or "csv" or "text"))
            return Bad($"'{format}' is no format: use json, csv or text.");
        var report = await lighting.MakeAsync(days, stop);
        return format switch
        {
            "csv" => Results.Text(LightingCsv.Write(report), "text/csv; charset=utf-8"),
            "text" => Results.Text(
                string.Concat(LightingText.Lines(report).Select(line => line + "\n")), "text/plain; charset=utf-8"),
            _ => Results.Json(report, WebJson.Words),
        };
    }
}

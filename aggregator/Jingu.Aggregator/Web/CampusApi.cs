using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Web.Entrance;

namespace Jingu.Aggregator.Web;

/// <summary>The campus at this moment over HTTP, as the dashboard's first page shows it.</summary>
internal static class CampusApi
{
    public static void MapCampusApi(this WebApplication app) =>
        app.MapGet("/api/campus", CampusAsync).Requires(Access.Read);

    /// <summary>Kept for seconds and shared: asking more often tells nothing new.</summary>
    private static async Task<IResult> CampusAsync(StoredCampus campus, CancellationToken stop) =>
        Results.Json(await campus.GetAsync(stop), WebJson.Words);
}

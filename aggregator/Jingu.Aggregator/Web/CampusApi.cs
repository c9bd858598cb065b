using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Web.Entrance;

namespace Jingu.Aggregator.Web;

/// <summary>The campus and its units at this moment over HTTP, as the dashboard shows them.</summary>
internal static class CampusApi
{
    public static void MapCampusApi(this WebApplication app)
    {
        app.MapGet("/api/campus", CampusAsync).Requires(Access.Read);
        app.MapGet("/api/units/{id}", UnitAsync).Requires(Access.ReadOwn);
    }

    /// <summary>Kept for seconds and shared: asking more often tells nothing new.</summary>
    private static async Task<IResult> CampusAsync(StoredCampus campus, CancellationToken stop) =>
        Results.Json(await campus.GetAsync(stop), WebJson.Words);

    /// <summary>A unit's month as its page shows it: stand, forecast, steps, decisions, orders, meters.</summary>
    private static async Task<IResult> UnitAsync(string id, StoredUnits units, Visit visit, CancellationToken stop) =>
        !visit.Sees(id) ? Visit.NotAllowed($"'{id}' is no unit of yours: name your own.")
        : await units.GetAsync(id, stop) is { } sheet ? Results.Json(sheet, WebJson.Words)
        : Results.Problem($"'{id}' is no unit of the site: see site.yaml.", statusCode: StatusCodes.Status404NotFound);
}

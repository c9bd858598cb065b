using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Forecasts;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Contracts.Readings;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>The HTTP API of forecasts, read-only.</summary>
internal static class ForecastApi
{
    public static void MapForecastApi(this WebApplication app) =>
        app.MapGet("/api/forecast", ForecastAsync).Requires(Access.ReadOwn).Paged("unit", "resource");

    /// <summary>Of a unit and resource with every day; without a unit, of all without days.</summary>
    private static async Task<IResult> ForecastAsync(
        string? unit, string? resource, StoredForecasts forecasts, CurrentSite site, Visit visit,
        CancellationToken stop)
    {
        if (unit is null)
            return Results.Json((await forecasts.AllAsync(stop)).Where(each => visit.Sees(each.Unit)));
        if (site.Site.Units.FirstOrDefault(each => each.Id.Value == unit) is not { } known)
            return Bad($"'{unit}' is no unit of the site: see site.yaml.");
        if (!visit.Sees(known.Id))
            return Visit.NotAllowed($"'{unit}' is no unit of yours: name your own.");
        var asked = Enum.GetValues<Resource>().Where(each => Words.Of(each) == (resource ?? "electricity")).ToList();
        return asked is [var of]
            ? Results.Json(await forecasts.OfAsync(known.Id, of, stop))
            : Bad($"'{resource}' is no resource: use electricity or water.");
    }
}

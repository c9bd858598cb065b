using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>Units and days over HTTP, as site.yaml and planning know them; read-only.</summary>
internal static class SiteApi
{
    private const int YearMin = 2000;
    private const int YearMax = 2199;

    public static void MapSiteApi(this WebApplication app)
    {
        app.MapGet("/api/units", UnitsAsync).Requires(Access.Read).Paged("id");
        app.MapGet("/api/planning/calendar", CalendarAsync).Requires(Access.Read);
    }

    /// <summary>True for a year that a calendar is made of.</summary>
    public static bool IsYear(int year) => year is >= YearMin and <= YearMax;

    /// <summary>Units with their meters, buildings, gateways, head-counts and floor area of today.</summary>
    private static async Task<IResult> UnitsAsync(Plans plans, CurrentSite site, CancellationToken stop) =>
        Results.Json(RegisteredUnit.All(site.Site, await plans.CurrentAsync(null, stop), plans.Today));

    /// <summary>Every day of a year, the current one without <c>year</c>: working or rest, and when nothing is cut.
    /// </summary>
    private static async Task<IResult> CalendarAsync(int? year, Plans plans, CancellationToken stop)
    {
        var wanted = year ?? plans.Today.Year;
        return IsYear(wanted)
            ? Results.Json((await plans.CurrentAsync(null, stop)).Year(wanted))
            : Bad($"{wanted} is no year: write one such as 2026.");
    }
}

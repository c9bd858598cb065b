using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Tables;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using NodaTime;
using NodaTime.Text;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>The HTTP API of buildings and of the flow of energy and water through them, read-only.</summary>
internal static class BuildingsApi
{
    public static void MapBuildingsApi(this WebApplication app)
    {
        app.MapGet("/api/buildings", BuildingsAsync).Requires(Access.Read);
        app.MapGet("/api/buildings/{id}", BuildingAsync).Requires(Access.Read);
        app.MapGet("/api/flow", FlowAsync).Requires(Access.Read);
    }

    /// <summary>Every building's month, and of the running one its running day.</summary>
    private static async Task<IResult> BuildingsAsync(
        string? month, string? format, StoredBuildings buildings, CancellationToken stop)
    {
        if ((month is null ? buildings.CurrentMonth : MonthReport.Parse(month)) is not { } wanted)
            return Api.WrongMonth(month);
        var list = await buildings.AllAsync(wanted, stop);
        return format switch
        {
            null or "json" => Results.Json(list, WebJson.Words),
            "csv" => TableCsv.Answer(FlowTables.Of(list)),
            _ => WrongFormat(format),
        };
    }

    /// <summary>
    /// A building's month of a resource: flow, days, sub-items, shares; with a day its quarter hours, too. In CSV one
    /// of them, by part.
    /// </summary>
    private static async Task<IResult> BuildingAsync(
        string id, string? resource, string? month, string? day, string? part, string? format,
        StoredBuildings buildings, CancellationToken stop)
    {
        if (ResourceOf(resource) is not { } wanted)
            return WrongResource(resource);
        if (!Dates(month, day, buildings.CurrentMonth, out var of, out var on))
            return Bad(DatesWanted);
        if (await buildings.MonthAsync(id, wanted, of, on, stop) is not { } building)
        {
            return Results.Problem(
                $"'{id}' is no building of the site: see site.yaml.", statusCode: StatusCodes.Status404NotFound);
        }
        var tables = FlowTables.Of(building);
        return format switch
        {
            null or "json" => Results.Json(building, WebJson.Words),
            "csv" => tables.FirstOrDefault(table => table.Name == (part ?? tables[0].Name)) is { } table
                ? TableCsv.Answer(table)
                : Bad($"'{part}' is no part: use one of {string.Join(", ", tables.Select(each => each.Name))}."),
            _ => WrongFormat(format),
        };
    }

    /// <summary>
    /// From grid and plants to who used it, in a month or on a day; by day, or by quarter hour of a day. What is not
    /// balanced is absent.
    /// </summary>
    private static async Task<IResult> FlowAsync(
        string? building, string? resource, string? month, string? day, string? by, string? format,
        StoredRollups rollups, CancellationToken stop)
    {
        if (ResourceOf(resource) is not { } wanted)
            return WrongResource(resource);
        if (!rollups.Knows(new(RollupOf.Building, building ?? "")))
            return Bad($"'{building}' is no building of the site: see site.yaml.");
        if (!Dates(month, day, rollups.CurrentMonth, out var of, out var on))
            return Bad(DatesWanted);
        if (by is not (null or "day" or "quarter") || (by == "quarter" && on is null))
            return Bad($"'{by}' is no period here: use day, or quarter together with a day.");
        var id = new BuildingId(building!);
        var days = on is { } one ? new LocalDays(one, one.PlusDays(1)) : LocalDays.Of(of);
        var flows = by switch
        {
            "quarter" => await rollups.FlowsAsync(id, wanted, days, stop),
            "day" => await rollups.FlowDaysAsync(id, wanted, days, stop),
            _ when on is not null => await rollups.FlowDaysAsync(id, wanted, days, stop),
            _ => await rollups.FlowAsync(id, wanted, of, stop) is { } flow ? [flow] : [],
        };
        return format switch
        {
            null or "json" => Results.Json(
                new
                {
                    building,
                    resource = Words.Of(wanted),
                    unit = wanted == Resource.Electricity ? "Wh" : "L",
                    flows,
                },
                WebJson.Words),
            "csv" => TableCsv.Answer(FlowTables.Of(building!, wanted, flows)),
            _ => WrongFormat(format),
        };
    }

    private static Resource? ResourceOf(string? resource) => RollupWords.Find<Resource>(resource ?? "electricity");

    private static IResult WrongResource(string? resource) =>
        Bad($"'{resource}' is no resource: use electricity or water.");

    private const string DatesWanted = "Name a month such as month=2026-03, or a day of it such as day=2026-03-01.";

    /// <summary>A month, and a day of it where one is named; false where they are none.</summary>
    private static bool Dates(string? month, string? day, YearMonth current, out YearMonth of, out LocalDate? on)
    {
        var parsed = day is null ? null : LocalDatePattern.Iso.Parse(day);
        on = parsed is { Success: true } ? parsed.Value : null;
        var wanted = month is null ? on?.ToYearMonth() ?? current : MonthReport.Parse(month);
        of = wanted ?? current;
        return wanted is not null && (day is null || on?.ToYearMonth() == of);
    }
}

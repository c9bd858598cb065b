using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Printing;
using Jingu.Aggregator.Web.Tables;
using NodaTime;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>
/// The sheets that people sign, as JSON, CSV (the first table of it, or the one that <c>part</c> names) and XLSX (all
/// tables), and as PDF of their page. Read-only.
/// </summary>
internal static class SheetApi
{
    public static void MapSheetApi(this WebApplication app)
    {
        var reports = app.MapGroup("/api/reports");
        reports.AddEndpointFilter(app.Services.GetRequiredService<SheetPrinting>().InvokeAsync);
        reports.MapGet("/month", MonthAsync).Requires(Access.ReadOwn);
        reports.MapGet("/campus", CampusAsync).Requires(Access.Read);
        reports.MapGet("/cut-offs", CutOffsAsync).Requires(Access.ReadOwn);
        reports.MapGet("/meters", MetersAsync).Requires(Access.ReadOwn);
        reports.MapGet("/restatements", RestatementsAsync).Requires(Access.ReadOwn);
        reports.MapGet("/statistics", StatisticsAsync).Requires(Access.Read);
    }

    /// <summary>A unit's month: quota, use, what is left, actions, quality, meters with readings.</summary>
    private static async Task<IResult> MonthAsync(
        string? unit, string? month, string? format, string? part, StoredSheets sheets, Visit visit,
        CancellationToken stop)
    {
        if (!visit.Sees(unit))
            return Visit.NotAllowed($"'{unit}' is no unit of yours: name your own as 'unit'.");
        if (MonthOf(month, sheets) is not { } wanted)
            return Api.WrongMonth(month);
        return await sheets.MonthAsync(unit ?? "", wanted, stop) is { } sheet
            ? Answer(sheet, SheetTables.Of(sheet), format, part, $"{sheet.Unit}-{sheet.Month}")
            : Bad($"'{unit}' is no unit of the site: see site.yaml.");
    }

    /// <summary>A month of the campus, unit by unit.</summary>
    private static async Task<IResult> CampusAsync(
        string? month, string? format, string? part, StoredSheets sheets, CancellationToken stop)
    {
        if (MonthOf(month, sheets) is not { } wanted)
            return Api.WrongMonth(month);
        var sheet = await sheets.CampusAsync(wanted, stop);
        return Answer(sheet, SheetTables.Of(sheet), format, part, $"campus-{sheet.Month}");
    }

    /// <summary>The cut-off log: every switching of a month with its proof, and every decision behind it.</summary>
    private static async Task<IResult> CutOffsAsync(
        string? month, string? format, string? part, StoredSheets sheets, Visit visit, CancellationToken stop)
    {
        if (MonthOf(month, sheets) is not { } wanted)
            return Api.WrongMonth(month);
        var report = (await sheets.CutOffsAsync(wanted, stop)).For(visit);
        return Answer(report, SheetTables.Of(report), format, part, $"cut-offs-{MonthReport.Text(wanted)}");
    }

    /// <summary>The meter-exchange log.</summary>
    private static async Task<IResult> MetersAsync(
        string? month, string? format, string? part, StoredSheets sheets, CurrentSite site, Visit visit,
        CancellationToken stop)
    {
        if (MonthOf(month, sheets) is not { } wanted)
            return Api.WrongMonth(month);
        var changes = (await sheets.MetersAsync(wanted, stop)).For(visit, site.Site);
        return Answer(changes, SheetTables.Of(changes), format, part, $"meters-{MonthReport.Text(wanted)}");
    }

    /// <summary>What was reported of a month and has changed since.</summary>
    private static async Task<IResult> RestatementsAsync(
        string? month, string? format, string? part, StoredSheets sheets, RollupStore store, CurrentSite site,
        Visit visit, CancellationToken stop)
    {
        if (MonthOf(month, sheets) is not { } wanted)
            return Api.WrongMonth(month);
        var restated = (await store.RestatementsAsync(RollupPeriods.Of(wanted), stop)).For(visit, site.Site);
        return Answer(
            restated, [RollupTables.Of(restated)], format, part, $"restatements-{MonthReport.Text(wanted)}");
    }

    /// <summary>What the statistics of public institutions ask for, of one year.</summary>
    private static async Task<IResult> StatisticsAsync(
        int? year, string? format, string? part, StoredSheets sheets, CancellationToken stop)
    {
        var wanted = year ?? sheets.CurrentMonth.Year;
        if (wanted is < 2000 or >= 2200)
            return Bad($"{wanted} is no year: write one such as 2026.");
        var rows = await sheets.StatisticsAsync(new(wanted, 1), new(wanted, 12), stop);
        return Answer(rows, SheetTables.Of(rows), format, part, $"statistics-{wanted}");
    }

    private static YearMonth? MonthOf(string? month, StoredSheets sheets) =>
        month is null ? sheets.CurrentMonth : MonthReport.Parse(month);

    private static IResult Answer<T>(
        T report, ImmutableArray<Table> tables, string? format, string? part, string name)
    {
        switch (format)
        {
            case null or "json":
                return Results.Json(report, WebJson.Words);
            case "xlsx":
                return Results.File(TableXlsx.Write(tables), TableXlsx.Type, $"{name}.xlsx");
            case "csv":
                var table = part is null ? tables[0] : tables.FirstOrDefault(each => each.Name == part);
                return table is null
                    ? Bad($"'{part}' is no part of it: use {string.Join(", ", tables.Select(each => each.Name))}.")
                    : Results.File(TableCsv.Bytes(table), TableCsv.Type, $"{name}-{table.Name}.csv");
            default:
                return Bad($"'{format}' is no format: use json, csv, xlsx or pdf.");
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Planning.Statements;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Imports;
using Jingu.Aggregator.Web.Tables;
using Jingu.Budgets.Carbon;
using Jingu.Budgets.Coefficients;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Microsoft.AspNetCore.Http.Features;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>
/// Planning data over HTTP: imports as CSV or JSON, their history, and budgets with their arithmetic. What is refused
/// is answered with every fault by row and column, and nothing of it is stored.
/// </summary>
internal static class PlanningApi
{
    /// <summary>How many faults one answer lists.</summary>
    private const int ComplaintsMax = 100;

    public static void MapPlanningApi(this WebApplication app)
    {
        app.MapPost("/api/planning/{table}", ImportAsync).Requires(Access.Plan);
        app.MapGet("/api/planning/{table}", TableAsync).Requires(Access.Read).Paged("number", "row");
        app.MapGet("/api/planning/imports", ImportsAsync).Requires(Access.Read).Paged("number");
        app.MapGet("/api/planning/budget", BudgetAsync).Requires(Access.ReadOwn);
        app.MapGet("/api/planning/carbon", CarbonAsync).Requires(Access.Read);
    }

    /// <summary>
    /// A body of <c>text/csv</c> with import, actor and reason in the address, or of <c>application/json</c> with them
    /// inside. With <c>preview=true</c> it is only told what would change in the table and in budgets; with the stamp
    /// of such a preview as <c>previewed</c> nothing else is imported than what it told.
    /// </summary>
    private static async Task<IResult> ImportAsync(
        string table, string? import, string? actor, string? reason, bool? preview, string? previewed,
        HttpRequest request, ImportDesk desk, Visit visit, CancellationToken stop)
    {
        if (PlanTable.Of(table) is not { } wanted)
            return NoTable(table);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = PlanCsv.BytesMax;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, stop);
        var complaints = new List<PlanComplaint>();
        var type = (request.ContentType ?? "").Split(';')[0].Trim();
        var rows = ImmutableArray<RawRow>.Empty;
        switch (type)
        {
            case "text/csv":
                rows = PlanCsv.Read(body.GetBuffer().AsSpan(0, (int)body.Length), complaints);
                break;
            case "application/json":
                var sent = JsonRows.Read(body.GetBuffer().AsMemory(0, (int)body.Length), complaints);
                (import, actor, reason, rows) = (sent.Id, sent.Actor, sent.Reason, sent.Rows);
                break;
            default:
                return Results.Problem(
                    $"'{type}' is no type of import: send text/csv or application/json.",
                    statusCode: StatusCodes.Status415UnsupportedMediaType);
        }
        if (preview == true)
        {
            visit.Subject = $"{wanted.Name} preview";
            return await desk.PreviewAsync(wanted, rows, complaints, stop) switch
            {
                PreviewOutcome.Made made => Results.Json(made.Preview),
                PreviewOutcome.Refused refused => Refused(refused.Complaints),
                _ => throw new InvalidOperationException(),
            };
        }
        var (who, wrong) = visit.ActorFor(actor);
        if (wrong is not null)
            complaints.Add(new(0, "actor", wrong));
        (visit.Subject, visit.Reason) = ($"{wanted.Name} {import}", reason);
        var head = ImportHead.Of(import, who?.Name, reason, complaints);
        return await desk.ImportAsync(head, wanted, rows, complaints, previewed, stop) switch
        {
            ImportOutcome.Stored stored => Results.Json(
                new { plan = stored.Number, rows = rows.Length, stored = stored.IsNew },
                statusCode: stored.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK),
            ImportOutcome.Conflict conflict => Results.Problem(
                conflict.Why, statusCode: StatusCodes.Status409Conflict),
            ImportOutcome.Refused refused => Refused(refused.Complaints),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Who imported what into which table, when and why.</summary>
    private static async Task<IResult> ImportsAsync(Plans plans, CancellationToken stop) =>
        Results.Json((await plans.ImportsAsync(stop)).Select(stored => new
        {
            number = stored.Number,
            import = stored.Import.Head.Id,
            table = stored.Import.Table.Name,
            actor = stored.Import.Head.Actor,
            reason = stored.Import.Head.Reason,
            at = stored.Import.At,
            rows = stored.Import.Rows.Length,
        }));

    /// <summary>
    /// All rows of a planning table that were ever imported, the latest last; or with <c>of=kept</c> the table as it
    /// stands. Its CSV can be imported again; <c>format=template</c> is a header alone.
    /// </summary>
    private static async Task<IResult> TableAsync(
        string table, string? of, string? format, Plans plans, CancellationToken stop)
    {
        if (PlanTable.Of(table) is not { } wanted)
            return NoTable(table);
        switch (of, format)
        {
            case (null or "history", null or "json"):
                return await HistoryAsync(wanted, plans, stop);
            case ("kept", null or "json"):
                return Results.Json(
                    from kept in await plans.KeptAsync(wanted, stop)
                    select new
                    {
                        standing = kept.Standing.ToString().ToLowerInvariant(),
                        number = kept.Import.Number,
                        import = kept.Import.Import.Head.Id,
                        actor = kept.Import.Import.Head.Actor,
                        at = kept.Import.Import.At,
                        row = kept.Row.Number,
                        values = ValuesOf(wanted, kept.Row),
                    });
            case (null or "kept", "csv"):
                return File(wanted, await plans.KeptAsync(wanted, stop), "");
            case (null or "kept", "template"):
                return File(wanted, [], "-template");
            default:
                return Bad("'of' is history or kept; 'format' is json, of what is kept also csv and template.");
        }
    }

    private static IResult File(PlanTable table, ImmutableArray<KeptRow> rows, string suffix) => Results.File(
        TableCsv.Bytes(PlanCsv.Of(table, rows)), TableCsv.Type, $"{table.Name}{suffix}.csv");

    private static Dictionary<string, string?> ValuesOf(PlanTable table, PlanRow row) =>
        table.Columns.ToDictionary(column => column.Name, column => row.TextOrNull(column.Name));

    private static async Task<IResult> HistoryAsync(PlanTable wanted, Plans plans, CancellationToken stop) =>
        Results.Json(
            from stored in await plans.ImportsAsync(stop)
            where stored.Import.Table == wanted
            from row in stored.Import.Rows
            select new
            {
                number = stored.Number,
                import = stored.Import.Head.Id,
                actor = stored.Import.Head.Actor,
                at = stored.Import.At,
                row = row.Number,
                values = ValuesOf(wanted, row),
            });

    /// <summary>The arithmetic of budgets of a month, also as it was after an earlier import.</summary>
    private static async Task<IResult> BudgetAsync(
        string? month, string? unit, string? format, string? asOf, Plans plans, LeaseStore leases, CurrentSite site,
        Visit visit, CancellationToken stop)
    {
        if (MonthReport.Parse(month ?? "") is not { } wanted)
            return Api.WrongMonth(month);
        if (unit is not null && site.Site.Units.All(known => known.Id.Value != unit))
            return Bad($"'{unit}' is no unit of the site.");
        if (!visit.SeesSite && !visit.Sees(unit))
            return Visit.NotAllowed($"'{unit}' is no unit of yours: name your own as 'unit'.");
        if (asOf is not null && !long.TryParse(asOf, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return Bad($"'{asOf}' is no number of an import: see /api/planning/imports.");
        if (format is not (null or "json" or "text"))
            return Bad($"'{format}' is no format: use json or text.");
        long? last = asOf is null ? null : long.Parse(asOf, CultureInfo.InvariantCulture);
        var statements = StatementMaking.All(
            site.Site, await plans.CurrentAsync(last, stop), await leases.ReadAsync(stop), wanted,
            unit is null ? null : new UnitId(unit));
        return format == "text"
            ? Results.Text(
                string.Concat(statements.SelectMany(StatementText.Lines).Select(line => line + "\n")),
                "text/plain; charset=utf-8")
            : Results.Json(statements);
    }

    /// <summary>Units by the part of their carbon budget that they used; a warning, never a cut.</summary>
    private static async Task<IResult> CarbonAsync(
        string? month, Plans plans, StoredReports reports, CancellationToken stop)
    {
        if (MonthReport.Parse(month ?? "") is not { } wanted)
            return Api.WrongMonth(month);
        var plan = await plans.CurrentAsync(null, stop);
        if (plan.Coefficient(CoefficientKind.Carbon, Resource.Electricity, wanted)?.Value is not { } electricity)
        {
            return Results.Problem(
                $"No carbon factor of electricity holds on the first of {MonthReport.Text(wanted)}: "
                + "import one into coefficients.",
                statusCode: StatusCodes.Status404NotFound);
        }
        var water = plan.Coefficient(CoefficientKind.Carbon, Resource.Water, wanted)?.Value;
        var units = (await reports.MonthAsync(wanted, stop)).Units
            .Where(unit => unit.Electricity.BudgetWh is not null)
            .ToLookup(unit => unit.Electricity.UsedWh is not null);
        // Water that nobody measured adds nothing; a unit of whose electricity nothing is known has no rank.
        CarbonLine Line(UnitReport unit) => new(
            new(unit.Id),
            CarbonLine.Grams(unit.Electricity.BudgetWh ?? 0, electricity, unit.Water.BudgetL ?? 0, water),
            CarbonLine.Grams(unit.Electricity.UsedWh ?? 0, electricity, unit.Water.UsedL ?? 0, water));
        return Results.Json(new
        {
            month = MonthReport.Text(wanted),
            plan = plan.Number,
            zoneVersion = MonthPeriod.ZoneVersion,
            electricity,
            water,
            units = CarbonRanking.Of(units[true].Select(Line)).Select(ranked => new
            {
                rank = (int?)ranked.Rank,
                unit = ranked.Line.Unit.Value,
                budgetG = ranked.Line.BudgetGrams,
                usedG = (long?)ranked.Line.UsedGrams,
                warning = (string?)Words.Of(ranked.Line.Warning),
            }).Concat(units[false].Select(Line).Select(line => new
            {
                rank = (int?)null,
                unit = line.Unit.Value,
                budgetG = line.BudgetGrams,
                usedG = (long?)null,
                warning = (string?)null,
            })),
        });
    }

    private static IResult NoTable(string name) => Results.Problem(
        $"'{name}' is no planning table: use {string.Join(", ", PlanTable.All.Select(table => table.Name))}.",
        statusCode: StatusCodes.Status404NotFound);

    private static IResult Refused(ImmutableArray<PlanComplaint> complaints) => Results.Problem(
        title: "Nothing was imported: correct this and send all of it again.",
        detail: string.Join("\n", complaints.Take(ComplaintsMax)),
        statusCode: StatusCodes.Status400BadRequest,
        extensions: new Dictionary<string, object?>
        {
            ["count"] = complaints.Length,
            ["errors"] = complaints.Take(ComplaintsMax),
        });
}

using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Web;

/// <summary>
/// The HTTP API of what was measured, read-only; a unit contact gets what belongs to their units. A wrong parameter
/// answers 400 with a sentence, an unreachable store 503 with one.
/// </summary>
internal static class Api
{
    public static void MapApi(this WebApplication app)
    {
        app.MapGet("/api/report", ReportAsync).Requires(Access.ReadOwn);
        app.MapGet("/api/points", PointsAsync).Requires(Access.ReadOwn);
        app.MapGet("/api/enforcement", EnforcementAsync).Requires(Access.ReadOwn);
        app.MapGet("/api/delivery", DeliveryReport.MakeAsync).Requires(Access.Read);
        app.MapGet("/api/gateways", GatewaysAsync).Requires(Access.Read).Paged("id");
        app.MapGet("/api/gateways/{id}", GatewayAsync).Requires(Access.Read);
        app.MapGet("/api/boots", BootReport.AllAsync).Requires(Access.Read).Paged("gateway", "boot");
        app.MapGet("/health", Health).Requires(Access.Open);
    }

    /// <summary>A month of every unit: use, budget, quality, and what shared meters counted.</summary>
    private static async Task<IResult> ReportAsync(
        string? month, string? format, StoredReports reports, CurrentSite site, Visit visit, CancellationToken stop)
    {
        if (!TryMonth(month, reports, out var wanted))
            return WrongMonth(month);
        if (format == "shared" && !visit.SeesSite)
            return Visit.NotAllowed("What shared meters counted belongs to several units: ask a facility manager.");
        var report = (await reports.MonthAsync(wanted, stop)).For(visit, site.Site);
        return format switch
        {
            null or "json" => Results.Json(report),
            "csv" => Results.Text(ReportCsv.Write(report), "text/csv; charset=utf-8"),
            "shared" => Results.Text(
                string.Concat(report.SharedMeters.SelectMany(meter => meter.Lines()).Select(line => line + "\n")),
                "text/plain; charset=utf-8"),
            "points" => Results.Text(ReportCsv.WritePoints(report), "text/csv; charset=utf-8"),
            _ =>
                Results.Problem(
                    $"'{format}' is no format: use json or csv, points for a CSV of metering points, or "
                    + "shared for the arithmetic of shared meters.",
                    statusCode: StatusCodes.Status400BadRequest),
        };
    }

    /// <summary>What metering points counted in a month, in local days or between two instants.</summary>
    private static async Task<IResult> PointsAsync(
        string? month, string? from, string? to, StoredReports reports, CurrentSite site, Visit visit,
        CancellationToken stop)
    {
        if (from is not null || to is not null)
        {
            return TryPeriod(from, to, site, out var period)
                ? Results.Json((await reports.PointsAsync(period, stop)).For(visit, site.Site))
                : Results.Problem(
                    "'from' and 'to' are local days of the site such as 2017-03-01, "
                    + "or instants such as 2017-03-01T00:00:00Z.",
                    statusCode: StatusCodes.Status400BadRequest);
        }
        return TryMonth(month, reports, out var wanted)
            ? Results.Json(
                (await reports.PointsAsync(MonthPeriod.Of(wanted, site.Site.Zone), stop)).For(visit, site.Site))
            : WrongMonth(month);
    }

    /// <summary>Gateways: whether each is online, its latest reading, its backlog, what it tells of itself.</summary>
    private static async Task<IResult> GatewaysAsync(StoredGateways gateways, CancellationToken stop) =>
        Results.Json(await gateways.AllAsync(stop));

    /// <summary>A gateway with its meters, registers, open cases, what was changed at them, and its history.</summary>
    private static async Task<IResult> GatewayAsync(string id, StoredFleet fleet, CancellationToken stop) =>
        await fleet.GetAsync(id, stop) is { } sheet
            ? Results.Json(sheet, WebJson.Words)
            : Results.Problem(
                $"No gateway '{id}' is enrolled: see 'gateways' in aggregator.yaml.",
                statusCode: StatusCodes.Status404NotFound);

    /// <summary>What gateways decided and switched in a month, and what comes out when it is decided again.</summary>
    private static async Task<IResult> EnforcementAsync(
        string? month, StoredReports reports, RelationalStore relational, CurrentSite site, Visit visit,
        CancellationToken stop) =>
        TryMonth(month, reports, out var wanted)
            ? Results.Json(
                (await relational.EnforcementAsync(
                    MonthPeriod.Of(wanted, site.Site.Zone), site.Site.Zone, stop)).For(visit))
            : WrongMonth(month);

    /// <summary>
    /// 200 while the program runs: a store or broker that is away is mended there, not by a restart here.
    /// </summary>
    private static IResult Health(IngestHealth health, Broker broker) =>
        Results.Json(
            new { status = health.Held is null ? "working" : "held", why = health.Held, broker = broker.IsConnected });

    private static bool TryMonth(string? text, StoredReports reports, out YearMonth month)
    {
        var parsed = text is null ? reports.CurrentMonth : MonthReport.Parse(text);
        month = parsed ?? default;
        return parsed is not null;
    }

    internal static IResult WrongMonth(string? month) =>
        Results.Problem(
            $"'{month}' is no month: write one such as 2017-03.", statusCode: StatusCodes.Status400BadRequest);

    private static bool TryPeriod(string? from, string? to, CurrentSite site, out MonthPeriod period)
    {
        var (first, end) = (LocalDatePattern.Iso.Parse(from ?? ""), LocalDatePattern.Iso.Parse(to ?? ""));
        if (first.Success && end.Success)
        {
            period = MonthPeriod.OfDays(first.Value, end.Value, site.Site.Zone);
            return true;
        }
        period = TryInstant(from, out var start) && TryInstant(to, out var until)
            ? new(start, until)
            : new(default, default);
        return period.To > period.From;
    }

    private static bool TryInstant(string? text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out instant);
}

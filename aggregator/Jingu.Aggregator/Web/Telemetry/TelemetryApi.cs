using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Delivering;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Web.Entrance;

namespace Jingu.Aggregator.Web.Telemetry;

/// <summary>What monitoring systems ask.</summary>
internal static class TelemetryApi
{
    public static void MapTelemetryApi(this WebApplication app)
    {
        // Made here, so that it counts from the first request and batch on.
        _ = app.Services.GetRequiredService<Instruments>();
        app.MapGet("/metrics", MetricsAsync).Requires(Access.Read);
        app.MapGet("/ready", Ready).Requires(Access.Open);
    }

    private static async Task<IResult> MetricsAsync(
        Instruments instruments, StoredGateways stored, StoredDeliveries deliveries, RelationalStore relational,
        IngestHealth health, Broker broker, CancellationToken stop)
    {
        var gateways = await stored.AllAsync(stop);
        var (_, parked) = await relational.CountsAsync(stop);
        return Results.Text(
            PrometheusText.Write([
                .. instruments.Read(),
                .. SiteGauges.Of(
                    gateways, await deliveries.OpenAsync(stop), parked, health.Held is not null, broker.IsConnected)]),
            PrometheusText.ContentType);
    }

    /// <summary>
    /// 200 while what gateways send is taken and stored; 503 with the reason otherwise. Unlike <c>/health</c>, which
    /// asks for a restart, it says whether this process is to be sent any work.
    /// </summary>
    private static IResult Ready(IngestHealth health, Broker broker) =>
        health.Held is { } held ? NotReady(held)
        : broker.IsConnected ? Results.Json(new { status = "ready" })
        : NotReady("The broker is not connected: see 'broker' in aggregator.yaml, and whether it runs.");

    private static IResult NotReady(string why) =>
        Results.Problem(why, statusCode: StatusCodes.Status503ServiceUnavailable);
}

using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning.DemandResponse;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Campus;
using Jingu.Aggregator.Web.Pages.DemandResponse;
using Jingu.Aggregator.Web.Pages.Gateways;
using Jingu.Aggregator.Web.Pages.Lighting;
using Jingu.Aggregator.Web.Pages.Plants;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Aggregator.Web.Pages.Units;

namespace Jingu.Aggregator.Web.Live;

/// <summary>The streams of pages: one a page, with the shell's values in it.</summary>
internal static class LiveApi
{
    public static void MapLive(this WebApplication app)
    {
        app.MapGet("/live/shell", (HttpContext context, LiveStreaming streaming, Shell shell) =>
            streaming.ServeAsync(context, "shell", _ => Task.FromResult(shell.Frame())))
            .Requires(Access.SignedIn);
        app.MapGet("/live/campus", (HttpContext context, LiveStreaming streaming, CampusLive campus) =>
            streaming.ServeAsync(context, "campus", campus.FrameAsync))
            .Requires(Access.Read);
        app.MapGet("/live/plants", (HttpContext context, LiveStreaming streaming, PlantsLive plants) =>
            streaming.ServeAsync(context, "plants", plants.FrameAsync))
            .Requires(Access.Read);
        app.MapGet("/live/lighting", (HttpContext context, LiveStreaming streaming, LightingLive lighting) =>
            streaming.ServeAsync(context, "lighting", lighting.FrameAsync))
            .Requires(Access.Read);
        app.MapGet("/live/units/{id}", UnitAsync).Requires(Access.ReadOwn);
        app.MapGet("/live/gateways", (HttpContext context, LiveStreaming streaming, GatewaysLive gateways) =>
            streaming.ServeAsync(context, "gateways", gateways.FrameAsync))
            .Requires(Access.Read);
        app.MapGet("/live/demand-response/{id?}", DemandAsync).Requires(Access.Read);
        app.MapGet("/live/gateways/{id}", GatewayAsync).Requires(Access.Read);
    }

    private static async Task DemandAsync(
        HttpContext context, LiveStreaming streaming, DemandLive demand, DemandReporting reporting,
        CancellationToken stop, string id = "")
    {
        if (id.Length > 0 && (await reporting.AllAsync(stop)).All(known => known.Record.Id != id))
            await Results.NotFound().ExecuteAsync(context);
        else
            await streaming.ServeAsync(context, $"demand-response/{id}", cease => demand.FrameAsync(id, cease));
    }

    private static Task GatewayAsync(
        string id, HttpContext context, LiveStreaming streaming, GatewayLive gateway, AggregatorSettings settings) =>
        settings.Keys.Keys.All(known => known.Value != id)
            ? Results.NotFound().ExecuteAsync(context)
            : streaming.ServeAsync(context, $"gateways/{id}", stop => gateway.FrameAsync(id, stop));

    private static Task UnitAsync(
        string id, HttpContext context, LiveStreaming streaming, UnitLive unit, CurrentSite site, Visit visit) =>
        !visit.Sees(id) ? Visit.NotAllowed($"'{id}' is no unit of yours.").ExecuteAsync(context)
        : site.Site.Units.All(known => known.Id.Value != id) ? Results.NotFound().ExecuteAsync(context)
        : streaming.ServeAsync(context, $"units/{id}", stop => unit.FrameAsync(id, stop));
}

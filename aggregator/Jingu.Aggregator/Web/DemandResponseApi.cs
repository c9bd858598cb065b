using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning.DemandResponse;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Time;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>
/// Demand response over HTTP: orders with their plan, and what an event brought. What is refused is answered with a
/// sentence, and nothing of it is ordered.
/// </summary>
internal static class DemandResponseApi
{
    public static void MapDemandResponseApi(this WebApplication app)
    {
        app.MapPost("/api/demand-response", OrderAsync).Requires(Access.Act);
        app.MapPost("/api/demand-response/{id}/call-off", CallOffAsync).Requires(Access.Act);
        app.MapPost("/api/demand-response/plan", PlanAsync).Requires(Access.Act);
        app.MapGet("/api/sheddable", SheddableAsync).Requires(Access.Read).Paged("gateway", "switchPoint");
        app.MapGet("/api/demand-response", AllAsync).Requires(Access.Read).Paged("plan.id");
        app.MapGet("/api/demand-response/{id}", ReportAsync).Requires(Access.Read);
    }

    /// <summary>Plans an event that sheds load, and stores it for the next policies.</summary>
    private static Task<IResult> OrderAsync(
        HttpRequest request, DemandDesk desk, Visit visit, CancellationToken stop) =>
        AnswerAsync(request, visit, "event", desk.OrderAsync, StatusCodes.Status201Created, stop);

    /// <summary>The plan that an order would have now; nothing is ordered.</summary>
    private static Task<IResult> PlanAsync(
        HttpRequest request, DemandDesk desk, Visit visit, CancellationToken stop) =>
        AnswerAsync(request, visit, "plan of event", desk.PlanAsync, StatusCodes.Status200OK, stop);

    private static async Task<IResult> AnswerAsync(
        HttpRequest request, Visit visit, string what,
        Func<DemandOrder, CancellationToken, Task<DemandOutcome>> ask, int status, CancellationToken stop)
    {
        if (await ReadAsync<OrderBody>(request, stop) is not { Start: { } start, End: { } end } body)
        {
            return Bad("The body is no order: send JSON with id, start, end, depthThousandths or targetWatts, by and "
                + "reason.");
        }
        var (actor, complaint) = Ordered(visit, body.By, body.Reason);
        if (complaint is not null)
            return Bad(complaint);
        visit.Subject = $"{what} {body.Id}";
        var order = new DemandOrder(
            body.Id ?? "", start.ToUniversalTime(), end.ToUniversalTime(), body.DepthThousandths, body.TargetWatts,
            actor.Name, body.Reason!);
        return await ask(order, stop) switch
        {
            DemandOutcome.Planned planned => Results.Json(planned.Record, statusCode: status),
            DemandOutcome.Refused refused => Bad(refused.Why),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Calls an event off: the next policies are without it.</summary>
    private static async Task<IResult> CallOffAsync(
        string id, HttpRequest request, DemandDesk desk, Visit visit, CancellationToken stop)
    {
        if (await ReadAsync<CallOffBody>(request, stop) is not { } body)
            return Bad("The body is nothing to call off by: send JSON with by and reason.");
        var (actor, complaint) = Ordered(visit, body.By, body.Reason);
        if (complaint is not null)
            return Bad(complaint);
        visit.Subject = $"event {id}";
        return await desk.CallOffAsync(id, actor.Name, body.Reason!, stop) is { } why
            ? Results.Problem(why, statusCode: StatusCodes.Status404NotFound)
            : Results.Json(new { id, calledOff = true });
    }

    /// <summary>Every load that may be shed, in the order in which loads go.</summary>
    private static async Task<IResult> SheddableAsync(DemandReporting reporting, CancellationToken stop) =>
        Results.Json(await reporting.SheddableAsync(stop));

    /// <summary>All events with their plans, and how they stand.</summary>
    private static async Task<IResult> AllAsync(
        DemandReporting reporting, SiteTime time, CancellationToken stop) =>
        Results.Json((await reporting.AllAsync(stop)).Select(stored => new
        {
            plan = stored.Record,
            state = stored.StateAt(time.GetUtcNow()),
            calledOff = stored.CalledOff,
            calledOffBy = stored.By,
            calledOffReason = stored.Reason,
        }));

    /// <summary>The expected and the measured reduction of an event, by quarter hour.</summary>
    private static async Task<IResult> ReportAsync(string id, DemandReporting reporting, CancellationToken stop) =>
        await reporting.OfAsync(id, stop) is { } report
            ? Results.Json(report, WebJson.Words)
            : Results.Problem($"No event has the id '{id}'.", statusCode: StatusCodes.Status404NotFound);

    private sealed record OrderBody(
        string? Id, DateTimeOffset? Start, DateTimeOffset? End, long? DepthThousandths, long? TargetWatts, string? By,
        string? Reason);

    private sealed record CallOffBody(string? By, string? Reason);
}

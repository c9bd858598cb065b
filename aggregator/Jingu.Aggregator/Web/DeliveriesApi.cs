using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Delivering;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Aggregator.Sending;
using Jingu.Aggregator.Web.Answers;
using Jingu.Aggregator.Web.Entrance;
using static Jingu.Aggregator.Web.Requests;

namespace Jingu.Aggregator.Web;

/// <summary>Reports that go out by themselves: what is owed, what became of it, and to have it sent again.</summary>
internal static class DeliveriesApi
{
    private const string Path = "/api/deliveries";

    public static void MapDeliveriesApi(this WebApplication app)
    {
        app.MapGet(Path, AllAsync).Requires(Access.Act).Paged(WebJson.Words, "number");
        app.MapGet(Path + "/{id}", OneAsync).Requires(Access.Act);
        app.MapPost(Path + "/{id}/again", AgainAsync).Requires(Access.Act);
    }

    /// <summary>Files that deliveries owe or have delivered, the newest first.</summary>
    private static async Task<IResult> AllAsync(
        string? state, string? delivery, StoredDeliveries stored, CancellationToken stop)
    {
        if (!string.IsNullOrEmpty(state) && !States.Contains(state))
            return Bad($"'{state}' is no state: use {string.Join(", ", States)}.");
        return Results.Json(
            (await stored.AllAsync(stop)).Where(file =>
                (string.IsNullOrEmpty(state) || ReportWords.Of(file.State) == state)
                && (string.IsNullOrEmpty(delivery) || file.Delivery == delivery)),
            WebJson.Words);
    }

    /// <summary>A file with every attempt to deliver it.</summary>
    private static async Task<IResult> OneAsync(string id, StoredDeliveries stored, CancellationToken stop) =>
        long.TryParse(id, out var number)
        && (await stored.AllAsync(stop)).FirstOrDefault(file => file.Number == number) is { } found
            ? Results.Json(new { file = found, attempts = await stored.AttemptsAsync(number, stop) }, WebJson.Words)
            : Unknown(id);

    /// <summary>
    /// Has a file sent again at once: what was given up or failed as it was made, with the same key; what had arrived
    /// made anew, with another one.
    /// </summary>
    private static async Task<IResult> AgainAsync(
        string id, DeliveryDesk desk, StoredDeliveries stored, Visit visit, CancellationToken stop)
    {
        visit.Subject = $"delivery {id}";
        return long.TryParse(id, out var number)
            ? await desk.AgainAsync(number, visit.Caller!.Name, stop) switch
            {
                AgainOutcome.Taken => await OneAsync(id, stored, stop),
                AgainOutcome.OnItsWay => Conflict($"File {id} goes out by itself: it waits for its month, or is sent."),
                AgainOutcome.NoDelivery => Conflict(
                    $"aggregator.yaml names the delivery of file {id} no more: add it again, then ask again."),
                _ => Unknown(id),
            }
            : Unknown(id);
    }

    private static IEnumerable<string> States => Enum.GetValues<FileState>().Select(state => ReportWords.Of(state));

    private static IResult Conflict(string sentence) =>
        Results.Problem(sentence, statusCode: StatusCodes.Status409Conflict);

    private static IResult Unknown(string id) =>
        Results.Problem($"No file of a delivery has the number '{id}'.", statusCode: StatusCodes.Status404NotFound);
}

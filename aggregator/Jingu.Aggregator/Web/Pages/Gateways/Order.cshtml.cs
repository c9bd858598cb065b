using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Contracts.Commands;
using Jingu.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Gateways;

/// <summary>
/// What a person says of a register: a form with a reason, then everything once more to be confirmed. Nothing is issued
/// before. It names what the ledger stood on when the form was opened.
/// </summary>
[Requires(Access.Act)]
internal sealed class OrderModel(StoredFleet fleet, Desk desk, CurrentSite site, SiteTime time, Visit visit) : PageModel
{
    public const int ReasonMax = 200;

    public GatewaySheet Sheet { get; private set; } = null!;

    public PointSheet Point { get; private set; } = null!;

    public string Action { get; private set; } = "";

    public MeterForm Form { get; private set; } = null!;

    public string? Reason { get; private set; }

    /// <summary>Names of texts by field.</summary>
    public Dictionary<string, string> Complaints { get; } = [];

    /// <summary>Why nothing was issued, a sentence.</summary>
    public string? Refused { get; private set; }

    /// <summary>What is to be confirmed; null while the form is filled in.</summary>
    public CommandAction? Draft { get; private set; }

    /// <summary>
    /// What passed the old meter since its last reading that the gateway told of, Wh or L; null where not known.
    /// </summary>
    public decimal? UsedSince =>
        Draft is CommandAction.ReplaceMeter replace && Point.Told is { } told && replace.Closing >= told.Dial
            ? (replace.Closing - told.Dial) * told.Multiplier
            : null;

    public async Task<IActionResult> OnGetAsync(string id, string point, string order, CancellationToken stop)
    {
        if (!await LoadAsync(id, point, order, stop))
            return NotFound();
        var open = Sheet.Cases.FirstOrDefault(each => each.Point == point);
        Form = new(
            MeterOrder.MeasuresOf(Point)[0], null, null, null, null, null, null, open?.Number, Point.Stands?.Journal,
            Point.Stands?.Epoch);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        string id, string point, string order, [FromForm] MeterForm form, [FromForm] string? reason,
        [FromForm] string? confirmed, CancellationToken stop)
    {
        if (!await LoadAsync(id, point, order, stop))
            return NotFound();
        (Form, Reason) = (form, reason?.Trim());
        visit.Subject = $"draft of {order} {point}";
        if (string.IsNullOrEmpty(Reason) || Reason.Length > ReasonMax)
            Complaints["reason"] = "OrderReasonWrong";
        if (MeterOrder.Of(order, Point, Form, site.Site.Zone, time.GetUtcNow(), Complaints) is not { } action)
            return Wrong();
        visit.Reason = Reason;
        Draft = action;
        if (confirmed != "yes")
            return Page();
        visit.Subject = MeterOrder.Describe(action);
        var (actor, complaint) = visit.ActorFor(null);
        Refused = complaint
            ?? (await desk.CommandAsync(null, null, action, actor!, Reason!, null, stop) as DeskOutcome.Refused)?.Why;
        fleet.Forget(point);
        if (Refused is null)
            return Redirect($"/gateways/{id}#orders");
        Draft = null;
        return Wrong();
    }

    private PageResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> LoadAsync(string id, string point, string order, CancellationToken stop)
    {
        if (!MeterOrder.Actions.Contains(order) || await fleet.GetAsync(id, stop) is not { } sheet
            || sheet.Meters.SelectMany(meter => meter.Points).FirstOrDefault(each => each.Id == point) is not { } found)
        {
            return false;
        }
        (Sheet, Point, Action) = (sheet, found, order);
        ViewData["Title"] = $"{Texts.Get("Order-" + order)} · {point}";
        return true;
    }
}

using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning.DemandResponse;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Aggregator.Web.Pages.Units;
using Jingu.Contracts.Readings;
using Jingu.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.DemandResponse;

/// <summary>What was written into the form; nothing of it is checked.</summary>
/// <param name="Id">Empty: made from its begin.</param>
/// <param name="Start">On the site's clock.</param>
/// <param name="Minutes">How long it lasts.</param>
/// <param name="Depth">Percent of the peak, or</param>
/// <param name="Kilowatts">so many kW.</param>
internal sealed record DemandForm(
    string? Id, string? Start, string? Minutes, string? Depth, string? Kilowatts, string? Reason);

/// <summary>
/// An order of an event, as <c>POST /api/demand-response</c>: a form, then its plan, then it is confirmed. Nothing is
/// ordered before.
/// </summary>
[Requires(Access.Act)]
internal sealed class OrderModel(DemandDesk desk, CurrentSite site, Shell shell, SiteTime time, Visit visit) : PageModel
{
    /// <summary>Quarter hours that may be chosen.</summary>
    public static readonly int[] Lengths = [.. Enumerable.Range(1, 16).Select(quarters => quarters * 15)];

    public DemandForm Form { get; private set; } = new(null, null, null, null, null, null);

    /// <summary>Names of texts by field; what the desk says stands under an empty name, as a sentence.</summary>
    public Dictionary<string, string> Complaints { get; } = [];

    /// <summary>The plan that is to be confirmed; null while the form is filled in.</summary>
    public DemandRecord? Plan { get; private set; }

    public void OnGet()
    {
        // The next whole hour but one leaves time to announce it.
        var now = time.GetUtcNow();
        var start = Interval.StartOf(now.AddHours(2));
        Form = new(
            null, LocalTimes.Write(start - TimeSpan.FromMinutes(start.Minute), site.Site.Zone), "60", "20", null, null);
        ViewData["Title"] = Texts.Get("DemandOrder");
    }

    public async Task<IActionResult> OnPostAsync(
        [FromForm] string? id, [FromForm] string? start, [FromForm] string? minutes, [FromForm] string? depth,
        [FromForm] string? kilowatts, [FromForm] string? reason, [FromForm] string? confirmed, CancellationToken stop)
    {
        Form = new(id, start, minutes, depth, kilowatts, reason);
        ViewData["Title"] = Texts.Get("DemandOrder");
        visit.Subject = $"draft of event {id}";
        var (actor, complaint) = visit.ActorFor(null);
        if (complaint is not null)
            Complaints[""] = complaint;
        if (OrderOf(Form, actor?.Name ?? "") is not { } order)
            return Wrong();
        visit.Reason = order.Reason;
        visit.Subject = confirmed == "yes" ? $"event {order.Id}" : $"plan of event {order.Id}";
        var outcome = confirmed == "yes" ? await desk.OrderAsync(order, stop) : await desk.PlanAsync(order, stop);
        switch (outcome)
        {
            case DemandOutcome.Planned when confirmed == "yes":
                return Redirect($"/demand-response?event={order.Id}");
            case DemandOutcome.Planned planned:
                Form = Form with { Id = order.Id };
                Plan = planned.Record;
                return Page();
            case DemandOutcome.Refused refused:
                Complaints[""] = refused.Why;
                return Wrong();
            default:
                throw new InvalidOperationException();
        }
    }

    public string Local(DateTimeOffset at) => shell.Local(at);

    private DemandOrder? OrderOf(DemandForm form, string by)
    {
        var start = LocalTimes.Parse(form.Start, site.Site.Zone);
        if (start is null)
            Complaints["start"] = "DemandStartWrong";
        if (!int.TryParse(form.Minutes, CultureInfo.InvariantCulture, out var minutes) || !Lengths.Contains(minutes))
            Complaints["minutes"] = "DemandLengthWrong";
        var (depth, kilowatts) = (Amount(form.Depth, 10), Amount(form.Kilowatts, 1000));
        if (string.IsNullOrWhiteSpace(form.Depth) == string.IsNullOrWhiteSpace(form.Kilowatts)
            || (depth is null && kilowatts is null) || depth > 1000)
        {
            Complaints["depth"] = "DemandDepthWrong";
        }
        if (string.IsNullOrWhiteSpace(form.Reason) || form.Reason.Trim().Length > OrderDraft.ReasonMax)
            Complaints["reason"] = "OrderReasonWrong";
        return Complaints.Count > 0 ? null : new(
            string.IsNullOrWhiteSpace(form.Id)
                ? shell.Local(start!.Value, "'dr-'uuuuMMdd'-'HHmm")
                : form.Id.Trim(),
            start!.Value, start.Value.AddMinutes(minutes), depth, kilowatts, by, form.Reason!.Trim());
    }

    /// <summary>Parts of what was written, above 0 and whole; null otherwise.</summary>
    private static long? Amount(string? text, int parts) =>
        decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out var amount)
        && amount is > 0 and <= 1_000_000 && decimal.Truncate(amount * parts) == amount * parts
            ? (long)(amount * parts)
            : null;

    private PageResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}

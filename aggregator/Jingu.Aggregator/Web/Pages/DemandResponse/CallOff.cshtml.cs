using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning.DemandResponse;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Aggregator.Web.Pages.Units;
using Jingu.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.DemandResponse;

/// <summary>
/// Calls an event off, as <c>POST /api/demand-response/ID/call-off</c> does: with a reason, and confirmed.
/// </summary>
[Requires(Access.Act)]
internal sealed class CallOffModel(
    DemandDesk desk, DemandReporting reporting, Shell shell, SiteTime time, Visit visit) : PageModel
{
    public DemandRecord Event { get; private set; } = null!;

    public string? Reason { get; private set; }

    /// <summary>Everything is there, and only to be confirmed.</summary>
    public bool IsDraft { get; private set; }

    /// <summary>Name of a text; null: nothing is wrong.</summary>
    public string? Complaint { get; private set; }

    /// <summary>What the desk says; null: nothing is wrong.</summary>
    public string? Why { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "event")] string? id, CancellationToken stop) =>
        await FindAsync(id, stop) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "event")] string? id, [FromForm] string? reason, [FromForm] string? confirmed,
        CancellationToken stop)
    {
        if (!await FindAsync(id, stop))
            return NotFound();
        Reason = reason;
        visit.Subject = $"draft of call-off of event {id}";
        if (string.IsNullOrWhiteSpace(reason) || reason.Trim().Length > OrderDraft.ReasonMax)
        {
            Complaint = "OrderReasonWrong";
            return Wrong();
        }
        visit.Reason = reason.Trim();
        if (confirmed != "yes")
        {
            IsDraft = true;
            return Page();
        }
        visit.Subject = $"event {id}";
        var (actor, complaint) = visit.ActorFor(null);
        Why = complaint ?? await desk.CallOffAsync(id!, actor!.Name, visit.Reason, stop);
        return Why is null ? Redirect($"/demand-response?event={id}") : Wrong();
    }

    public string Local(DateTimeOffset at) => shell.Local(at);

    private PageResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>What is over, or was called off, cannot be called off any more.</summary>
    private async Task<bool> FindAsync(string? id, CancellationToken stop)
    {
        var found = (await reporting.AllAsync(stop)).FirstOrDefault(each => each.Record.Id == id);
        if (found?.StateAt(time.GetUtcNow()) is not ("planned" or "running"))
            return false;
        Event = found.Record;
        ViewData["Title"] = $"{Texts.Get("DemandCallOff")} · {id}";
        return true;
    }
}

using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Units;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Units;

/// <summary>
/// One order for a unit: a form with a reason, then everything once more to be confirmed. Nothing is issued before.
/// </summary>
[Requires(Access.ActOwn)]
internal sealed class OrderModel(StoredUnits units, Ordering ordering, CurrentSite site, Visit visit) : PageModel
{
    public UnitSheet Sheet { get; private set; } = null!;

    public string Action { get; private set; } = "";

    public OrderForm Form { get; private set; } = new(null, null, null, null, null);

    /// <summary>Names of texts by field; what is about the whole stands under an empty name, as a sentence.</summary>
    public Dictionary<string, string> Complaints { get; } = [];

    /// <summary>What is to be confirmed; null while the form is filled in.</summary>
    public OrderDraft? Draft { get; private set; }

    public string Name => Shell.IsChinese ? Sheet.Name : Sheet.NameEn;

    public string Measure => Form.Resource == "water" ? "m³" : "kWh";

    /// <summary>Who can receive what is transferred.</summary>
    public IEnumerable<(string Id, string Name)> Others => site.Site.Units
        .Where(unit => unit.Id.Value != Sheet.Id)
        .Select(unit => (unit.Id.Value, Shell.IsChinese ? unit.Name : unit.NameEn));

    public async Task<IActionResult> OnGetAsync(
        string id, string order, string? resource, string? proposal, CancellationToken stop)
    {
        Form = new(resource, null, null, proposal, null);
        return await RefusalAsync(id, order, stop) ?? Page();
    }

    public async Task<IActionResult> OnPostAsync(
        string id, string order, [FromForm] string? resource, [FromForm] string? amount, [FromForm] string? toUnit,
        [FromForm] string? proposal, [FromForm] string? reason, [FromForm] string? confirmed, CancellationToken stop)
    {
        Form = new(resource, amount, toUnit, proposal, reason);
        if (await RefusalAsync(id, order, stop) is { } refusal)
            return refusal;
        visit.Subject = $"draft of {order} {Sheet.Id}";
        if (OrderDraft.Of(order, new(Sheet.Id), Form, site.Site, Complaints) is not { } draft)
            return Wrong();
        visit.Reason = draft.Reason;
        if (confirmed != "yes")
        {
            Draft = draft;
            return Page();
        }
        visit.Subject = draft.ToString();
        var (actor, complaint) = visit.ActorFor(null);
        if ((complaint ?? await ordering.GiveAsync(draft, Sheet, actor!, stop)) is not { } why)
            return Redirect($"/units/{Sheet.Id}#orders");
        Complaints[""] = why;
        return Wrong();
    }

    /// <summary>Which of the orders somebody may give: what <c>POST /api/commands</c> lets them.</summary>
    public static bool May(Visit visit, string unit, string order) =>
        visit.ActsForSite || (visit.ActsFor(new(unit)) && PolicyApi.ActionsOfContacts.Contains(order));

    private PageResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<IActionResult?> RefusalAsync(string id, string order, CancellationToken stop)
    {
        if (!visit.Sees(id))
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!OrderDraft.Actions.Contains(order) || await units.GetAsync(id, stop) is not { } sheet)
            return NotFound();
        if (!May(visit, id, order))
            return StatusCode(StatusCodes.Status403Forbidden);
        (Sheet, Action) = (sheet, order);
        ViewData["Title"] = $"{Texts.Get("Order-" + order)} · {Name}";
        return null;
    }
}

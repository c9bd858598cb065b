using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Aggregator.Reporting.Lighting;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Contracts.Commands;
using Jingu.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Lighting;

/// <summary>What was written into the form; nothing of it is checked.</summary>
/// <param name="Percent">Of full light.</param>
/// <param name="Until">On the site's clock.</param>
/// <param name="Proposal">Id of the proposal that is answered.</param>
internal sealed record ZoneForm(string? Percent, string? Until, string? Proposal, string? Reason);

/// <summary>
/// An order for a lighting zone, or the answer to what somebody else proposed, given as <c>POST /api/commands</c> and
/// <c>/api/proposals</c> do: a form with a reason, then everything once more to be confirmed. Nothing is issued before.
/// </summary>
[Requires(Access.Act)]
internal sealed class OrderModel(
    Desk desk, CurrentLighting lighting, CurrentSite site, SiteTime time, Visit visit) : PageModel
{
    public const int ReasonMax = 200;

    private static readonly string[] Actions =
        ["override-zone", "release-zone", "confirm-proposal", "reject-proposal"];

    private static readonly int[] UsualLevels = [0, 25, 50, 75, 100];

    private static readonly TimeSpan UsualFor = TimeSpan.FromHours(2);

    public ZoneNow Zone { get; private set; } = null!;

    public string Action { get; private set; } = "";

    public ZoneForm Form { get; private set; } = null!;

    /// <summary>What somebody else proposed; null where nothing is answered.</summary>
    public ZoneProposal? Proposal { get; private set; }

    /// <summary>Names of texts by field.</summary>
    public Dictionary<string, string> Complaints { get; } = [];

    /// <summary>Why nothing was issued, a sentence.</summary>
    public string? Refused { get; private set; }

    /// <summary>What is to be confirmed; null while the form is filled in, and for an answer.</summary>
    public CommandAction.OverrideZone? Draft { get; private set; }

    /// <summary>Everything is shown once more, to be confirmed.</summary>
    public bool IsShownOnceMore { get; private set; }

    /// <summary>What people order most.</summary>
    public IEnumerable<int> Levels => UsualLevels.Where(level => Zone.Orders is not { } range
        || (level == 0 ? range.Dark : level * 10 >= range.Least));

    /// <summary>Which light its gateway takes; or that it does not say.</summary>
    public string RangeOf => Zone.Orders is { } range
        ? Texts.Get(
            range.Dark ? "ZoneRange" : "ZoneRangeLit", LightingLive.LightOf(range.Least),
            LightingLive.LightOf(range.Most))
        : Texts.Get("ZoneRangeUntold");

    public async Task<IActionResult> OnGetAsync(string zone, string order, string? proposal, CancellationToken stop)
    {
        Form = new(null, LocalTimes.Write(time.GetUtcNow() + UsualFor, site.Site.Zone), proposal, null);
        return await LoadAsync(zone, order, stop) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(
        string zone, string order, [FromForm] string? percent, [FromForm] string? until, [FromForm] string? proposal,
        [FromForm] string? reason, [FromForm] string? confirmed, CancellationToken stop)
    {
        Form = new(percent, until, proposal, reason?.Trim());
        if (!await LoadAsync(zone, order, stop))
            return NotFound();
        visit.Subject = $"draft of {order} {zone}";
        if (string.IsNullOrEmpty(Form.Reason) || Form.Reason.Length > ReasonMax)
            Complaints["reason"] = "OrderReasonWrong";
        Draft = order switch
        {
            "override-zone" => ZoneOrder.Of(
                zone, ZoneOrder.Percent(percent), LocalTimes.Parse(until, site.Site.Zone), Zone.Orders,
                time.GetUtcNow(), Complaints),
            "release-zone" => new(zone, null, null),
            _ => null,
        };
        if (Complaints.Count > 0)
            return Wrong();
        visit.Reason = Form.Reason;
        IsShownOnceMore = confirmed != "yes";
        if (IsShownOnceMore)
            return Page();
        visit.Subject = Draft is { } draft ? ZoneOrder.Describe(draft)
            : $"{order} {Form.Proposal}" + (Proposal is { } asked ? $" by {asked.By}: {zone}" : "");
        var (actor, complaint) = visit.ActorFor(null);
        Refused = complaint ?? await GiveAsync(actor!, stop);
        lighting.Forget();
        return Refused is null ? Redirect("/lighting#orders") : Wrong();
    }

    private async Task<string?> GiveAsync(Actor actor, CancellationToken stop)
    {
        var reason = Form.Reason!;
        if (Draft is { } draft)
        {
            var outcome = await desk.CommandAsync(null, null, draft, actor, reason, null, stop);
            if (outcome is DeskOutcome.Proposed { Proposal.Id: var id })
                visit.Subject += $", proposal {id}";
            return (outcome as DeskOutcome.Refused)?.Why;
        }
        return (Action == "confirm-proposal"
            ? await desk.ConfirmAsync(Form.Proposal ?? "", actor, reason, stop)
            : await desk.RejectAsync(Form.Proposal ?? "", actor, reason, stop)).WhyNot;
    }

    private PageResult Wrong()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> LoadAsync(string zone, string order, CancellationToken stop)
    {
        var now = await lighting.NowAsync(stop);
        // What no file of the site knows has no gateway to be asked.
        if (!Actions.Contains(order)
            || now.Zones.FirstOrDefault(each => each.Id == zone) is not { Building: not null } known)
        {
            return false;
        }
        (Zone, Action) = (known, order);
        Proposal = now.Proposals.FirstOrDefault(each => each.Id == Form.Proposal && each.Zone == zone);
        ViewData["Title"] = $"{Texts.Get("Order-" + order)} · {IndexModel.NameOf(known)}";
        return true;
    }
}

using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Gateways;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Live;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Gateways;

/// <summary>One gateway: its health, meters with registers, open cases, buses, and what happened to it.</summary>
[Requires(Access.Read)]
internal sealed class GatewayModel(StoredFleet fleet, GatewayLive live) : PageModel
{
    /// <summary>Longer lists are cut; the API has more.</summary>
    public const int ListMax = 15;

    /// <summary>Null where no such gateway is enrolled.</summary>
    public GatewaySheet? Sheet { get; private set; }

    public string Id { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken stop)
    {
        await LoadAsync(id, stop);
        ViewData["Title"] = id;
        if (Sheet is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }
        ViewData[LiveTag.ViewKey] = (await live.FrameAsync(id, stop)).Values;
        ViewData["Stream"] = $"/live/gateways/{id}";
        return Page();
    }

    /// <summary>The lists alone, when one of them has changed.</summary>
    public async Task<IActionResult> OnGetRestAsync(string id, CancellationToken stop)
    {
        await LoadAsync(id, stop);
        return Sheet is null ? NotFound() : Partial("_Rest", this);
    }

    private async Task LoadAsync(string id, CancellationToken stop)
    {
        Id = id;
        Sheet = await fleet.GetAsync(id, stop);
    }
}

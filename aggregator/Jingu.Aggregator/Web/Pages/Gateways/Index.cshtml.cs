using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Live;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Gateways;

/// <summary>The fleet: every gateway's connection, backlog, clock, buses, policy, disk and version.</summary>
[Requires(Access.Read)]
internal sealed class IndexModel(StoredCampus campus, GatewaysLive live) : PageModel
{
    public CampusReport Report { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken stop)
    {
        Report = await campus.GetAsync(stop);
        ViewData[LiveTag.ViewKey] = (await live.FrameAsync(stop)).Values;
        ViewData["Title"] = Texts.Get("GatewaysAndMeters");
        ViewData["Stream"] = "/live/gateways";
    }
}

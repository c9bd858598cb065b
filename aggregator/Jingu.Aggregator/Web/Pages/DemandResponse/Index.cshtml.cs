using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning.DemandResponse;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Live;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.DemandResponse;

/// <summary>All events of demand response, one of them with plan and report, and what may be shed.</summary>
[Requires(Access.Read)]
internal sealed class IndexModel(
    DemandReporting reporting, DemandLive live, CurrentSite site, Shell shell, SiteTime time, Visit visit) : PageModel
{
    /// <summary>The latest first.</summary>
    public ImmutableArray<StoredDemand> Events { get; private set; }

    /// <summary>The one that is shown whole; null where there is none.</summary>
    public StoredDemand? Shown { get; private set; }

    /// <summary>Of the event that is shown.</summary>
    public DemandReport? Report { get; private set; }

    public ImmutableArray<SheddableLoad> Sheddable { get; private set; }

    /// <summary>The address named an event that is none; the latest is shown.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>Whether whoever reads may order and call off.</summary>
    public bool MayOrder => visit.ActsForSite;

    public string Zone => site.Site.Zone.Id;

    /// <summary>Of a running event the part that is over is told; of one to come nothing is known yet.</summary>
    public async Task OnGetAsync([FromQuery(Name = "event")] string? id, CancellationToken stop)
    {
        await ShowAsync(id, stop);
        Sheddable = await reporting.SheddableAsync(stop);
        var shown = Shown?.Record.Id ?? "";
        ViewData[LiveTag.ViewKey] = (await live.FrameAsync(shown, stop)).Values;
        ViewData["Title"] = Texts.Get("DemandResponse");
        ViewData["Stream"] = $"/live/demand-response/{shown}";
    }

    /// <summary>The list alone, when an event has begun, ended or come.</summary>
    public async Task<IActionResult> OnGetEventsAsync([FromQuery(Name = "event")] string? id, CancellationToken stop)
    {
        await ShowAsync(id, stop);
        return Partial("_Events", this);
    }

    /// <summary>What buildings did and gateways told, when there is more of it.</summary>
    public async Task<IActionResult> OnGetRestAsync([FromQuery(Name = "event")] string? id, CancellationToken stop)
    {
        await ShowAsync(id, stop);
        return Report is null ? NotFound() : Partial("_Rest", this);
    }

    private async Task ShowAsync(string? id, CancellationToken stop)
    {
        Events = await reporting.AllAsync(stop);
        Shown = Events.FirstOrDefault(each => each.Record.Id == id) ?? Events.FirstOrDefault();
        IsUnknown = id is not null && Shown?.Record.Id != id;
        Report = Shown is null ? null : await reporting.OfAsync(Shown.Record.Id, stop);
    }

    public string StateOf(StoredDemand stored) => stored.StateAt(time.GetUtcNow());

    /// <summary>It can still be called off.</summary>
    public bool IsOpen(StoredDemand stored) => StateOf(stored) is "planned" or "running";

    public string Span(DemandRecord record) => Texts.Get(
        "DemandSpan", shell.Local(record.From), shell.Local(record.To, "HH':'mm"));

    public string Local(DateTimeOffset at) => shell.Local(at, StandValues.Short);

    public string Clock(DateTimeOffset at) => shell.Local(at, "HH':'mm':'ss");

    /// <summary>What was asked for.</summary>
    public static string TargetOf(DemandRecord record) => record.DepthThousandths is { } depth
        ? Texts.Get(
            "DemandDepth", Figures.Kilowatts(record.TargetWatts), depth / 10m, Figures.Kilowatts(record.PeakWatts))
        : $"{Figures.Kilowatts(record.TargetWatts)} kW";
}

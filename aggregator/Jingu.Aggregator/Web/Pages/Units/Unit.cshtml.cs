using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Units;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Live;
using Jingu.Aggregator.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Units;

/// <summary>
/// One unit: its budget as it burns down, what its ladder does next, its meters, decisions and orders.
/// </summary>
[Requires(Access.ReadOwn)]
internal sealed class UnitModel(StoredUnits units, UnitLive live, Shell shell, Visit visit) : PageModel
{
    /// <summary>Longer lists are cut; the API has all.</summary>
    public const int DecisionsMax = 30;

    /// <summary>Null where the site has no such unit.</summary>
    public UnitSheet? Sheet { get; private set; }

    public string Id { get; private set; } = "";

    public string Name => Sheet is null ? Id : Shell.IsChinese ? Sheet.Name : Sheet.NameEn;

    /// <summary>Both resources with the words and signs that the page uses for them.</summary>
    public IEnumerable<(string Key, string Name, string Kind, string Measure, UnitResource Resource)> Resources =>
    [
        ("e", "Electricity", "electricity", "kWh", Sheet!.Electricity), ("w", "Water", "water", "m³", Sheet.Water),
    ];

    /// <summary>
    /// The orders that make sense now and that whoever reads may give; without a resource: for either.
    /// </summary>
    public IEnumerable<(string Action, string Resource)> Offers
    {
        get
        {
            var offers = new List<(string Action, string Resource)> { ("extend", ""), ("transfer", "") };
            foreach (var (_, _, kind, _, resource) in Resources)
            {
                var standing = resource.Stand.Standing;
                if (resource.Emergency > 0 && standing is { Emergency: false })
                    offers.Add(("select-emergency", kind));
                if (standing is { ApprovalAskedAt: not null })
                    offers.AddRange([("approve-cut", kind), ("refuse-cut", kind)]);
                if (standing is { Armed: true })
                    offers.Add(("confirm-restore", kind));
            }
            return offers.Where(offer => OrderModel.May(visit, Id, offer.Action));
        }
    }

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken stop)
    {
        if (!visit.Sees(id))
            return StatusCode(StatusCodes.Status403Forbidden);
        await LoadAsync(id, stop);
        ViewData["Title"] = Name;
        if (Sheet is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
            return Page();
        }
        ViewData[LiveTag.ViewKey] = (await live.FrameAsync(id, stop)).Values;
        ViewData["Stream"] = $"/live/units/{id}";
        return Page();
    }

    /// <summary>One part of the page alone, when it has changed: steps, notices, orders or decisions.</summary>
    public async Task<IActionResult> OnGetPartAsync(string id, string part, CancellationToken stop)
    {
        if (!visit.Sees(id))
            return StatusCode(StatusCodes.Status403Forbidden);
        await LoadAsync(id, stop);
        return Sheet is null || part is not ("Steps" or "Notices" or "Orders" or "Decisions")
            ? NotFound()
            : Partial("_" + part, this);
    }

    /// <summary>When the budget runs out, as a sentence: by the forecast, as a band.</summary>
    public string RunOutOf(UnitResource resource)
    {
        string At(DateTimeOffset? at) =>
            at is { } known ? shell.Local(known, StandValues.Short) : Texts.Get("RunOutNever");
        return resource.Forecast switch
        {
            { AtEnd: null } => Texts.Get("RunOutNone"),
            { RunOut: { Early: null } or null } => Texts.Get("RunOutEnough"),
            { RunOut: { Middle: null } band } => Texts.Get("RunOutUnlikely", At(band.Early)),
            { RunOut: { } band } => Texts.Get("RunOutBand", At(band.Middle), At(band.Early), At(band.Late)),
        };
    }

    /// <summary>Such as "measured 95, estimated 1": what there is of each quality that there is any of.</summary>
    public static string QualityOf(QualityCounts quality) => string.Join(
        Texts.Get("ListSeparator"),
        new[]
        {
            ("measured", quality.Measured), ("estimated", quality.Estimated), ("substituted", quality.Substituted),
            ("manual", quality.Manual), ("suspect", quality.Suspect), ("missing", quality.Missing),
        }.Where(count => count.Item2 > 0).Select(count => $"{Texts.Get($"Quality-{count.Item1}")} {count.Item2}"));

    private async Task LoadAsync(string id, CancellationToken stop)
    {
        Id = id;
        Sheet = await units.GetAsync(id, stop);
    }
}

using System.Collections.Immutable;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting.Campus;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Campus;

/// <summary>The cockpit: every unit's light, use against budget, PV, alarms and gateways.</summary>
[Requires(Access.Read)]
internal sealed class IndexModel(StoredCampus campus, CampusLive live, Shell shell) : PageModel
{
    /// <summary>Longer lists say how many more there are.</summary>
    public const int AlarmsMax = 12;

    /// <inheritdoc cref="AlarmsMax"/>
    public const int RunOutsMax = 10;

    public CampusReport Report { get; private set; } = null!;

    /// <summary>Who runs out within the month, the first one first.</summary>
    public ImmutableArray<(CampusUnit Unit, string Resource, DateTimeOffset At)> RunOuts =>
    [
        .. Report.Units.SelectMany(unit => new[]
        {
            (Unit: unit, Resource: "electricity", unit.Electricity.Standing?.RunOut),
            (Unit: unit, Resource: "water", unit.Water.Standing?.RunOut),
        }).Where(each => each.RunOut is { } at && shell.Local(at, "uuuu'-'MM") == Report.Month)
            .Select(each => (each.Unit, each.Resource, each.RunOut!.Value)).OrderBy(each => each.Value),
    ];

    public async Task OnGetAsync(CancellationToken stop)
    {
        Report = await campus.GetAsync(stop);
        var frame = await live.FrameAsync(stop);
        ViewData[Live.LiveTag.ViewKey] = frame.Values;
        ViewData["Title"] = Texts.Get("Campus");
        ViewData["Stream"] = "/live/campus";
    }

    /// <summary>The lists alone, when one of them has changed.</summary>
    public async Task<IActionResult> OnGetListsAsync(CancellationToken stop)
    {
        Report = await campus.GetAsync(stop);
        return Partial("_Lists", this);
    }

    public static string NameOf(CampusUnit unit) => Shell.IsChinese ? unit.Name : unit.NameEn;

    public static string NameOf(CampusPlant plant) => Shell.IsChinese ? plant.Name : plant.NameEn;
}

using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Aggregator.Web.Pages.Units;
using Jingu.Contracts.Commands;
using Jingu.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Plants;

/// <summary>What was written into the form; nothing of it is checked.</summary>
/// <param name="Percent">Of the rated power.</param>
/// <param name="Until">On the site's clock.</param>
internal sealed record CurtailForm(string? Point, string? Percent, string? Until, string? Reason);

/// <summary>
/// An order to curtail an inverter, given as <c>POST /api/commands</c> does: a form with a reason, then everything once
/// more to be confirmed. Nothing is issued before.
/// </summary>
[Requires(Access.Act)]
internal sealed class CurtailModel(
    Desk desk, CurrentPlants plants, CurrentSite site, Shell shell, SiteTime time, Visit visit) : PageModel
{
    public CurtailForm Form { get; private set; } = new(null, null, null, null);

    /// <summary>Names of texts by field; what is about the whole stands under an empty name, as a sentence.</summary>
    public Dictionary<string, string> Complaints { get; } = [];

    /// <summary>What is to be confirmed; null while the form is filled in.</summary>
    public CommandAction.Curtail? Draft { get; private set; }

    public IActionResult OnGet(string? point)
    {
        if (PlantOf(point) is not { } plant)
            return NotFound();
        var later = time.GetUtcNow().AddHours(2);
        Form = new(point, null, LocalTimes.Write(later, site.Site.Zone), null);
        return Shown(plant);
    }

    public async Task<IActionResult> OnPostAsync(
        [FromForm] string? point, [FromForm] string? percent, [FromForm] string? until, [FromForm] string? reason,
        [FromForm] string? confirmed, CancellationToken stop)
    {
        if (PlantOf(point) is not { } plant)
            return NotFound();
        Form = new(point, percent, until, reason);
        visit.Subject = $"draft of curtail {point}";
        if (DraftOf(Form) is not { } draft)
            return Wrong(plant);
        visit.Reason = reason!.Trim();
        if (confirmed != "yes")
        {
            Draft = draft;
            return Shown(plant);
        }
        visit.Subject = $"curtail {point}";
        var (actor, complaint) = visit.ActorFor(null);
        var outcome = complaint is null
            ? await desk.CommandAsync(null, null, draft, actor!, visit.Reason, null, stop)
            : new DeskOutcome.Refused(complaint);
        plants.Forget();
        if (outcome is not DeskOutcome.Refused refused)
            return Redirect("/plants#orders");
        Complaints[""] = refused.Why;
        return Wrong(plant);
    }

    public string Name { get; private set; } = "";

    public string Local(DateTimeOffset at) => shell.Local(at);

    private CommandAction.Curtail? DraftOf(CurtailForm form)
    {
        var now = time.GetUtcNow();
        var isPercent = decimal.TryParse(
            form.Percent, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite
                | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var percent)
            && percent <= 100 && decimal.Truncate(percent * 10) == percent * 10;
        if (!isPercent)
            Complaints["percent"] = "CurtailPercentWrong";
        var until = LocalTimes.Parse(form.Until, site.Site.Zone);
        if (until is not { } end || end <= now || end - now > Command.ValidMax)
            Complaints["until"] = "CurtailUntilWrong";
        if (string.IsNullOrWhiteSpace(form.Reason) || form.Reason.Trim().Length > OrderDraft.ReasonMax)
            Complaints["reason"] = "OrderReasonWrong";
        return Complaints.Count == 0 ? new(form.Point!, (int)(percent * 10), until!.Value) : null;
    }

    private Plant? PlantOf(string? point) =>
        site.Site.Plants.FirstOrDefault(plant => plant.Points.Any(each => each.Value == point));

    private PageResult Wrong(Plant plant)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Shown(plant);
    }

    private PageResult Shown(Plant plant)
    {
        Name = Shell.IsChinese ? plant.Name : plant.NameEn;
        ViewData["Title"] = $"{Texts.Get("Order-curtail")} · {Name}";
        return Page();
    }
}

using System.Collections.Immutable;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Notices;
using Jingu.Aggregator.Reporting.Notices;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime.Text;

namespace Jingu.Aggregator.Web.Pages.Notices;

/// <summary>
/// One step of a notice: a form, then everything once more to be confirmed. Nothing is recorded before, and what is
/// recorded stays.
/// </summary>
[Requires(Access.ActOwn)]
internal sealed class ActModel(StoredNotices notices, NoticeDesk desk, Visit visit) : PageModel
{
    private ImmutableArray<NoticeFault> _faults = [];

    public NoticeReport Notice { get; private set; } = null!;

    public string Action { get; private set; } = "";

    public string? Text { get; private set; }

    public string? Deadline { get; private set; }

    /// <summary>The version of the notice that whoever acts has seen.</summary>
    public int Version { get; private set; }

    /// <summary>True: it can be done, and is to be confirmed.</summary>
    public bool IsDraft { get; private set; }

    /// <summary>The site's day, for the calendar of the browser.</summary>
    public string Today => LocalDatePattern.Iso.Format(notices.Today);

    public async Task<IActionResult> OnGetAsync(string id, string act, CancellationToken stop) =>
        await RefusalAsync(id, act, stop) ?? Page();

    public async Task<IActionResult> OnPostAsync(
        string id, string act, [FromForm] string? text, [FromForm] string? deadline, [FromForm] int version,
        [FromForm] string? confirmed, CancellationToken stop)
    {
        if (await RefusalAsync(id, act, stop) is { } refusal)
            return refusal;
        (Text, Deadline, Version) = (text, deadline, version);
        var isDraft = confirmed != "yes";
        (visit.Subject, visit.Reason) = ($"{(isDraft ? "draft of " : "")}{act} notice {id}", text);
        var outcome = await desk.ActAsync(
            NoticeNumber.Parse(id)!.Value, version, new(act, text, deadline), visit.ActorFor(null).Actor!,
            visit.ActsForSite, isDraft, stop);
        switch (outcome)
        {
            case NoticeOutcome.Taken when !isDraft:
                return Redirect($"/notices/{id}");
            case NoticeOutcome.Taken:
                IsDraft = true;
                return Page();
            case NoticeOutcome.Refused refused:
                _faults = refused.Faults;
                Response.StatusCode = StatusCodes.Status400BadRequest;
                return Page();
            default:
                _faults = [NoticeFault.Stale];
                Version = Notice.Version;
                Response.StatusCode = StatusCodes.Status409Conflict;
                return Page();
        }
    }

    /// <summary>What is wrong with a field, in the reader's language; empty where nothing is.</summary>
    public string Fault(string field) => NoticeWords.FaultOf(_faults, field);

    private async Task<IActionResult?> RefusalAsync(string id, string act, CancellationToken stop)
    {
        if (!NoticeAct.Actions.Contains(act) || NoticeNumber.Parse(id) is not { } number
            || await notices.FindAsync(number, stop) is not { } notice || !visit.Sees(notice))
        {
            return NotFound();
        }
        if (!visit.MayAct(notice, act))
            return StatusCode(StatusCodes.Status403Forbidden);
        (Notice, Action, Version) = (notice, act, notice.Version);
        ViewData["Title"] = $"{Texts.Get("NoticeAct-" + act)} · {notice.Number}";
        return null;
    }
}

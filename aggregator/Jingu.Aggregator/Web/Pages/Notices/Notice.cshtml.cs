using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Notices;
using Jingu.Aggregator.Reporting.Notices;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Aggregator.Web.Printing;
using Jingu.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace Jingu.Aggregator.Web.Pages.Notices;

/// <summary>
/// One notice as the document that it is, on screen and on paper, with everything that followed; a unit contact gets
/// those to their units.
/// </summary>
[Requires(Access.ReadOwn)]
internal sealed class NoticeModel(
    StoredNotices notices, CurrentSite site, PdfPrinting printing, Shell shell, SiteTime time, Visit visit) : PageModel
{
    public NoticeReport Notice { get; private set; } = null!;

    /// <summary>True: the page alone, as it is printed.</summary>
    public bool IsPrint { get; private set; }

    /// <summary>Why there is no PDF; null where there is.</summary>
    public string? Objection => printing.Objection;

    public string SiteName => site.Site.Id.Value;

    public LocalDate IssuedOn => Instant.FromDateTimeOffset(Notice.Issued.At).InZone(site.Site.Zone).Date;

    /// <summary>When it was looked at.</summary>
    public string At => shell.Local(time.GetUtcNow());

    /// <summary>What whoever reads can do with it now.</summary>
    public IEnumerable<string> Offers => NoticeAct.Actions.Where(
        action => visit.MayAct(Notice, action) && action switch
        {
            "answer" => Notice.OwesAnswer,
            "withdraw" => Notice.IsOpen,
            _ => Notice.State == NoticeState.Answered,
        });

    public async Task<IActionResult> OnGetAsync(string id, string? print, CancellationToken stop)
    {
        if (NoticeNumber.Parse(id) is not { } number || await notices.FindAsync(number, stop) is not { } notice
            || !visit.Sees(notice))
        {
            return NotFound();
        }
        (Notice, IsPrint) = (notice, print == "1");
        ViewData["Title"] = $"{Texts.Get("Notice")} {notice.Number}";
        return Page();
    }
}

using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Sentences;
using Jingu.Aggregator.Reporting.Sheets;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Aggregator.Web.Printing;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Sheets;

/// <summary>A unit's month sheet, on screen and on paper; a unit contact gets those of their own.</summary>
[Requires(Access.ReadOwn)]
internal sealed class MonthModel(
    StoredSheets sheets, CurrentSite site, PdfPrinting printing, Shell shell, Visit visit) : PageModel
{
    public MonthSheet Sheet { get; private set; } = null!;

    public MonthPeriod Period { get; private set; } = null!;

    /// <summary>True: the page alone, as it is printed.</summary>
    public bool IsPrint { get; private set; }

    /// <summary>Why there is no PDF; null where there is.</summary>
    public string? Objection => printing.Objection;

    public string Name => Shell.IsChinese ? Sheet.Name : Sheet.NameEn;

    /// <summary>A month that is none is taken for the current one; a unit that is none has no sheet.</summary>
    public async Task<IActionResult> OnGetAsync(string? unit, string? month, string? print, CancellationToken stop)
    {
        if (!visit.Sees(unit))
            return StatusCode(StatusCodes.Status403Forbidden);
        var wanted = (month is null ? null : MonthReport.Parse(month)) ?? sheets.CurrentMonth;
        if (await sheets.MonthAsync(unit ?? "", wanted, stop) is not { } sheet)
            return NotFound();
        (Sheet, IsPrint) = (sheet, print == "1");
        Period = MonthPeriod.Of(wanted, site.Site.Zone);
        ViewData["Title"] = $"{Texts.Get("Sheet-Month", sheet.Month)} {Name}";
        return Page();
    }

    public static string WordOf(string resource) => Texts.Get(resource == "water" ? "Water" : "Electricity");

    public static string UnitOf(string resource) => resource == "water" ? "m³" : "kWh";

    public static string MetersOf(SheetMeter meter) =>
        meter.Closing is null || meter.Opening?.Meter == meter.Closing.Meter
            ? meter.Opening?.Meter ?? Figures.Unknown
            : $"{meter.Opening?.Meter ?? Figures.Unknown} → {meter.Closing.Meter}";

    /// <summary>What closing less opening says of the use.</summary>
    public static string CheckOf(SheetMeter meter) => meter switch
    {
        { Opening: null } or { Closing: null } => Figures.Unknown,
        { IsChecked: true } => Texts.Get("Sheet-Agrees"),
        { IsChecked: false } => Texts.Get("Sheet-Differs"),
        _ => Texts.Get("Sheet-SeeLog"),
    };

    /// <summary>Everything that was decided and switched, in order of time: when, of which resource, what.</summary>
    public IEnumerable<(string At, string? Resource, IHtmlContent Told)> Happened => Sheet.Decisions
        .Select(each => (each.At, each.Resource, Told.Of(each.Sentence, each.Text)))
        .Concat(Sheet.Actions.Select(each => (
            EventFacts.Instant(each.DecidedAt) ?? Period.From, (string?)each.Resource,
            Told.Of(each.Sentence, each.Text))))
        .OrderBy(each => each.Item1)
        .Select(each => (shell.Local(each.Item1), each.Item2, each.Item3));
}

using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Sheets;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Jingu.Aggregator.Web.Printing;
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

    /// <summary>An instant as a gateway wrote it, on the site's clock.</summary>
    public string At(string instant) =>
        DateTimeOffset.TryParse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? shell.Local(at)
            : instant;
}

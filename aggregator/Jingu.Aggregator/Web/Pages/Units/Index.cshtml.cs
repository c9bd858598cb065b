using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace Jingu.Aggregator.Web.Pages.Units;

/// <summary>What every unit used in a month; a unit contact sees their own.</summary>
[Requires(Access.ReadOwn)]
internal sealed class IndexModel(CurrentSite site, StoredReports reports, Visit visit) : PageModel
{
    /// <summary>True when the address asked for a month that is none; the current one is shown.</summary>
    public bool IsWrongMonth { get; private set; }

    public YearMonth Month { get; private set; }

    public MonthReport Report { get; private set; } = null!;

    public async Task OnGetAsync(string? month, CancellationToken stop)
    {
        var asked = month is null ? null : MonthReport.Parse(month);
        IsWrongMonth = month is not null && asked is null;
        Month = asked ?? reports.CurrentMonth;
        Report = (await reports.MonthAsync(Month, stop)).For(visit, site.Site);
        ViewData["Title"] = $"{Texts.Get("Units")} {MonthReport.Text(Month)}";
    }

    public string NameOf(UnitReport unit) => Shell.IsChinese
        ? unit.Name
        : site.Site.Units.FirstOrDefault(other => other.Id.Value == unit.Id)?.NameEn ?? unit.Name;
}

using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace Jingu.Aggregator.Web.Pages.Sheets;

/// <summary>Everything that people sign, of a month; a unit contact finds the sheets of their own units.</summary>
[Requires(Access.ReadOwn)]
internal sealed class IndexModel(StoredSheets sheets, CurrentSite site, Visit visit) : PageModel
{
    /// <summary>The reports that are of a month, as their addresses name them.</summary>
    public static readonly ImmutableArray<string> OfMonths = ["campus", "cut-offs", "meters", "restatements"];

    public YearMonth Month { get; private set; }

    public ImmutableArray<Unit> Units => [.. site.Site.Units.Where(unit => visit.Sees(unit.Id))];

    /// <summary>A month that is none is taken for the current one.</summary>
    public void OnGet(string? month)
    {
        Month = (month is null ? null : MonthReport.Parse(month)) ?? sheets.CurrentMonth;
        ViewData["Title"] = Texts.Get("Sheets");
    }
}

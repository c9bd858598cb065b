using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Delivering;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace Jingu.Aggregator.Web.Pages.Sheets;

/// <summary>Everything that people sign, of a month; a unit contact finds the sheets of their own units.</summary>
[Requires(Access.ReadOwn)]
internal sealed class IndexModel(
    StoredSheets sheets, StoredDeliveries deliveries, CurrentSite site, AggregatorSettings settings, Visit visit)
    : PageModel
{
    /// <summary>More are on a page of their own.</summary>
    private const int FilesMax = 10;

    /// <summary>The reports that are of a month, as their addresses name them.</summary>
    public static readonly ImmutableArray<string> OfMonths = ["campus", "cut-offs", "meters", "restatements"];

    public YearMonth Month { get; private set; }

    /// <summary>False: nothing goes out by itself.</summary>
    public bool HasDeliveries => !settings.Deliveries.IsEmpty;

    /// <summary>What deliveries owe, or have delivered last.</summary>
    public ImmutableArray<FileReport> Files { get; private set; } = [];

    public ImmutableArray<Unit> Units => [.. site.Site.Units.Where(unit => visit.Sees(unit.Id))];

    /// <summary>A month that is none is taken for the current one.</summary>
    public async Task OnGetAsync(string? month, CancellationToken stop)
    {
        Month = (month is null ? null : MonthReport.Parse(month)) ?? sheets.CurrentMonth;
        if (visit.ActsForSite)
        {
            Files =
            [
                .. (await deliveries.AllAsync(stop)).OrderBy(file => file.State == FileState.Delivered).Take(FilesMax),
            ];
        }
        ViewData["Title"] = Texts.Get("Sheets");
    }
}

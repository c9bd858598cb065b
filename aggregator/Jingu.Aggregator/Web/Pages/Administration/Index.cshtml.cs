using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Administration;

/// <summary>Leads to what budgets follow from and to who may sign in.</summary>
[Requires(Access.Read)]
internal sealed class IndexModel(Plans plans) : PageModel
{
    private const int LatestMax = 10;

    /// <summary>Of each table that has any, its last import.</summary>
    public FrozenDictionary<PlanTable, StoredImport> Last { get; private set; } =
        FrozenDictionary<PlanTable, StoredImport>.Empty;

    /// <summary>The newest first.</summary>
    public ImmutableArray<StoredImport> Latest { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken stop)
    {
        var imports = await plans.ImportsAsync(stop);
        Last = imports.GroupBy(stored => stored.Import.Table).ToFrozenDictionary(
            group => group.Key, group => group.Last());
        Latest = [.. imports.Reverse().Take(LatestMax)];
        ViewData["Title"] = Texts.Get("Administration");
    }
}

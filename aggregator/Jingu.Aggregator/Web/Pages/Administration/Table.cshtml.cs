using System.Collections.Immutable;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Administration;

/// <summary>A planning table: its rows as they stand, who imported what, and where the next import begins.</summary>
[Requires(Access.Read)]
internal sealed class TableModel(Plans plans, ImportForms forms) : PageModel
{
    /// <summary>A page shows so many rows; the CSV has all.</summary>
    public const int RowsMax = 500;

    private const int ImportsMax = 50;

    public PlanTable Table { get; private set; } = null!;

    public ImmutableArray<KeptRow> Rows { get; private set; } = [];

    /// <summary>The newest first.</summary>
    public ImmutableArray<StoredImport> History { get; private set; } = [];

    /// <summary>Number of an import that was just made; null: none was.</summary>
    public long? Imported { get; private set; }

    public ImportForm Form { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string table, long? imported, CancellationToken stop)
    {
        if (PlanTable.Of(table) is not { } wanted)
            return NotFound();
        (Table, Form) = (wanted, forms.Empty(wanted));
        Rows = await plans.KeptAsync(wanted, stop);
        var history = (await plans.ImportsAsync(stop)).Where(stored => stored.Import.Table == wanted).Reverse();
        History = [.. history.Take(ImportsMax)];
        Imported = History.Any(stored => stored.Number == imported) ? imported : null;
        ViewData["Title"] = Texts.Get("Table-" + wanted.Name);
        return Page();
    }
}

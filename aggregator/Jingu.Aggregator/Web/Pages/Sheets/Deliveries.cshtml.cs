using System.Collections.Immutable;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Delivering;
using Jingu.Aggregator.Reporting.Delivering;
using Jingu.Aggregator.Sending;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Sheets;

/// <summary>Every file that deliveries owe or have delivered, and a button that has one sent again.</summary>
[Requires(Access.Act)]
internal sealed class DeliveriesModel(StoredDeliveries stored, DeliveryDesk desk, Visit visit) : PageModel
{
    private const int FilesMax = 100;

    /// <summary>The newest first.</summary>
    public ImmutableArray<FileReport> Files { get; private set; } = [];

    /// <summary>Older files have numbers below it; null: there are none.</summary>
    public long? Before { get; private set; }

    /// <summary>Name of a text: why nothing is sent again; null: it is, or nobody asked.</summary>
    public string? Complaint { get; private set; }

    public Task OnGetAsync(long? before, CancellationToken stop) => ShowAsync(before, stop);

    public async Task<IActionResult> OnPostAsync([FromForm] long? file, CancellationToken stop)
    {
        visit.Subject = $"delivery {file}";
        var outcome = await desk.AgainAsync(file ?? 0, visit.Caller!.Name, stop);
        if (outcome == AgainOutcome.Taken)
            return Redirect("/sheets/deliveries");
        Complaint = $"Again-{outcome}";
        Response.StatusCode = outcome == AgainOutcome.Unknown
            ? StatusCodes.Status404NotFound
            : StatusCodes.Status409Conflict;
        await ShowAsync(null, stop);
        return Page();
    }

    private async Task ShowAsync(long? before, CancellationToken stop)
    {
        var older = (await stored.AllAsync(stop)).Where(file => before is null || file.Number < before).ToList();
        Files = [.. older.Take(FilesMax)];
        Before = older.Count > FilesMax ? Files[^1].Number : null;
        ViewData["Title"] = Texts.Get("Deliveries");
    }
}

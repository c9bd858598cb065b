using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Planning.Previews;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Imports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Administration;

/// <summary>
/// An import in two steps: what it would change, or every fault by row and column; then, with a reason, exactly that.
/// Nothing is kept between the steps: the rows come again, and the preview's stamp says what was seen.
/// </summary>
[Requires(Access.Plan)]
internal sealed class ImportModel(ImportDesk desk, ImportForms forms, Visit visit) : PageModel
{
    /// <summary>
    /// The most that a page takes, bytes: with line ends as forms send them it still fits into one field of a form.
    /// </summary>
    public const int BytesMax = 2 * 1024 * 1024;

    /// <summary>So many rows, faults or budgets are shown.</summary>
    public const int ShownMax = 200;

    private const string FieldPrefix = "row-";

    public PlanTable Table { get; private set; } = null!;

    public ImportForm Form { get; private set; } = null!;

    public ImmutableArray<PlanComplaint> Complaints { get; private set; } = [];

    /// <summary>Null: there is nothing to look at yet.</summary>
    public PlanPreview? Preview { get; private set; }

    /// <summary>Name of a text: why what was confirmed was not imported; null: nothing was confirmed.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What the import will be called.</summary>
    public string Id { get; private set; } = ImportDesk.NewId();

    public string Reason { get; private set; } = "";

    public IActionResult OnGet(string table)
    {
        if (PlanTable.Of(table) is not { } wanted)
            return NotFound();
        Show(wanted, forms.Empty(wanted));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(
        string table, [FromForm] IFormFile? file, [FromForm] string? rows, [FromForm] string? step,
        [FromForm] string? import, [FromForm] string? stamp, [FromForm] string? reason, CancellationToken stop)
    {
        if (PlanTable.Of(table) is not { } wanted)
            return NotFound();
        visit.Subject = $"{wanted.Name} preview";
        var fields = step == "row" ? Fields() : FrozenDictionary<string, string>.Empty;
        var bytes = step == "row" ? Encoding.UTF8.GetBytes(PlanCsv.OneRow(wanted, fields.GetValueOrDefault))
            : file is { Length: > 0 } ? await ReadAsync(file, stop)
            : Encoding.UTF8.GetBytes(rows ?? "");
        var complaints = new List<PlanComplaint>();
        var read = PlanCsv.Read(bytes, complaints, BytesMax);
        var text = complaints.Count == 0 ? Encoding.UTF8.GetString(bytes) : rows ?? "";
        Show(wanted, forms.Of(wanted, step == "row" ? "" : text, fields));
        if (step == "confirm" && complaints.Count == 0)
        {
            (Id, Reason) = (import ?? "", reason ?? "");
            (visit.Subject, visit.Reason) = ($"{wanted.Name} {import}", reason);
            var actor = visit.ActorFor(null).Actor;
            switch (await desk.ImportAsync(
                ImportHead.Of(import, actor?.Name, reason, complaints), wanted, read, complaints, stamp ?? "", stop))
            {
                case ImportOutcome.Stored stored:
                    return Redirect($"/administration/tables/{wanted.Name}?imported={stored.Number}");
                case ImportOutcome.Conflict:
                    (Refusal, Id) = ("AdminChanged", ImportDesk.NewId());
                    break;
                case ImportOutcome.Refused refused when refused.Complaints.Any(each => each.Column == "reason"):
                    Refusal = "AdminReasonWrong";
                    break;
            }
            complaints.Clear();
            Response.StatusCode = StatusCodes.Status409Conflict;
        }
        switch (await desk.PreviewAsync(wanted, read, complaints, stop))
        {
            case PreviewOutcome.Made made:
                Preview = made.Preview;
                Form = forms.Of(wanted, text, FrozenDictionary<string, string>.Empty);
                break;
            case PreviewOutcome.Refused refused:
                Complaints = refused.Complaints;
                Response.StatusCode = StatusCodes.Status400BadRequest;
                break;
        }
        return Page();
    }

    private void Show(PlanTable table, ImportForm form)
    {
        (Table, Form) = (table, form);
        ViewData["Title"] = $"{Texts.Get("AdminImporting")} · {Texts.Get("Table-" + table.Name)}";
    }

    private FrozenDictionary<string, string> Fields() => Request.Form
        .Where(field => field.Key.StartsWith(FieldPrefix, StringComparison.Ordinal))
        .ToFrozenDictionary(field => field.Key[FieldPrefix.Length..], field => field.Value.ToString());

    /// <summary>Not more than what can be told to be too much.</summary>
    private static async Task<byte[]> ReadAsync(IFormFile file, CancellationToken stop)
    {
        var bytes = new byte[Math.Min(file.Length, BytesMax + 1)];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, stop);
        return bytes;
    }
}

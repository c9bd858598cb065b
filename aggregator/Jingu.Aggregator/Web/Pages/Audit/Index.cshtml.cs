using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.People;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Audit;

/// <summary>Who did what, the newest first, page by page.</summary>
[Requires(Access.Audit)]
internal sealed class IndexModel(AuditStore store, CurrentSite site) : PageModel
{
    private const int EntriesMax = 50;

    public ImmutableArray<StoredAudit> Entries { get; private set; } = [];

    public string? Who { get; private set; }

    public string? Text { get; private set; }

    public string? From { get; private set; }

    public string? To { get; private set; }

    /// <summary>Where older entries begin; null: there are none.</summary>
    public long? Next { get; private set; }

    public async Task OnGetAsync(
        string? who, string? text, string? from, string? to, long? before, CancellationToken stop)
    {
        (Who, Text, From, To) = (who, text, from, to);
        ViewData["Title"] = Texts.Get("Audit");
        var query = AuditApi.Query(who, text, from, to, before, EntriesMax, site)
            ?? new(null, null, null, null, before, EntriesMax);
        Entries = await store.FindAsync(query, stop);
        Next = Entries.Length == EntriesMax ? Entries[^1].Number : null;
    }

    /// <summary>An address with the same filter.</summary>
    public string Address(string path, string name, string? value) => path + QueryString.Create(
        new Dictionary<string, string?>
        {
            ["who"] = Who,
            ["text"] = Text,
            ["from"] = From,
            ["to"] = To,
            [name] = value,
        }.Where(part => !string.IsNullOrEmpty(part.Value)));
}

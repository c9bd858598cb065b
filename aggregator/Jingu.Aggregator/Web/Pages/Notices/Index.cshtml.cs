using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Persistence.Notices;
using Jingu.Aggregator.Reporting.Notices;
using Jingu.Aggregator.Web.Entrance;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Notices;

/// <summary>Rectification notices, what asks for somebody first; a unit contact finds those to their units.</summary>
[Requires(Access.ReadOwn)]
internal sealed class IndexModel(StoredNotices notices, CurrentSite site, Visit visit) : PageModel
{
    private const int NoticesMax = 50;

    public NoticeFilter Filter { get; private set; } = new(null, null, null);

    public ImmutableArray<NoticeReport> Notices { get; private set; } = [];

    /// <summary>How many there are in all that the filter lets through.</summary>
    public int Found { get; private set; }

    /// <summary>Of all that whoever asks may see, whatever the filter.</summary>
    public int Open { get; private set; }

    /// <inheritdoc cref="Open"/>
    public int Overdue { get; private set; }

    /// <summary>How many to leave out for the rest; null: there is none.</summary>
    public string? Next { get; private set; }

    public ImmutableArray<Unit> Units => [.. site.Site.Units.Where(unit => visit.Sees(unit.Id))];

    /// <summary>A filter that is none leaves nothing out.</summary>
    public async Task OnGetAsync(string? state, string? unit, int? skip, CancellationToken stop)
    {
        ViewData["Title"] = Texts.Get("Notices");
        Filter = new(NoticeFilter.IsState(state) ? state : null, unit, null);
        var all = (await notices.AllAsync(stop)).For(visit);
        (Open, Overdue) = (all.Count(notice => notice.IsOpen), all.Count(notice => notice.IsOverdue));
        var found = Filter.Of(all);
        var first = Math.Clamp(skip ?? 0, 0, found.Length);
        Notices = [.. found.Skip(first).Take(NoticesMax)];
        Found = found.Length;
        var end = first + Notices.Length;
        Next = end < Found ? end.ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <summary>An address with the same filter.</summary>
    public string Address(string path, string name, string value) => path + QueryString.Create(
        new Dictionary<string, string?>
        {
            ["state"] = Filter.State,
            ["unit"] = Filter.Unit,
            [name] = value,
        }.Where(part => !string.IsNullOrEmpty(part.Value)));
}

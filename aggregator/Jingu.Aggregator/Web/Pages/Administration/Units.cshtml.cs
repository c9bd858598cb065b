using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.People;
using Jingu.Aggregator.Planning;
using Jingu.Aggregator.Web.Entrance;
using Jingu.Aggregator.Web.Pages.Shared;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jingu.Aggregator.Web.Pages.Administration;

/// <summary>Units as site.yaml has them: read only, because it is changed on the machine.</summary>
[Requires(Access.Read)]
internal sealed class UnitsModel(Plans plans, CurrentSite site, AggregatorSettings settings) : PageModel
{
    public ImmutableArray<RegisteredUnit> Units { get; private set; } = [];

    /// <summary>Names of buildings in the reader's language, by id.</summary>
    public FrozenDictionary<string, string> Buildings => site.Site.Buildings.ToFrozenDictionary(
        building => building.Id.Value, building => Shell.IsChinese ? building.Name : building.NameEn);

    public string SiteFile => settings.SiteFile;

    public async Task OnGetAsync(CancellationToken stop)
    {
        Units = RegisteredUnit.All(site.Site, await plans.CurrentAsync(null, stop), plans.Today);
        ViewData["Title"] = $"{Texts.Get("Administration")} · {Texts.Get("Units")}";
    }
}

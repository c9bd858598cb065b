using System.Collections.Frozen;
using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Web.Pages.Shared;

namespace Jingu.Aggregator.Web.Pages.Administration;

/// <summary>What the forms before an import show.</summary>
/// <param name="Units">Id and name in the reader's language, of the site's units.</param>
/// <param name="Rows">What was pasted or uploaded, to be corrected; empty at first.</param>
/// <param name="Fields">What was written into the form for one row, by column.</param>
internal sealed record ImportForm(
    PlanTable Table, ImmutableArray<(string Id, string Name)> Units, string Rows,
    FrozenDictionary<string, string> Fields);

/// <summary>Makes forms for imports. Safe from any thread.</summary>
internal sealed class ImportForms(CurrentSite site)
{
    public ImportForm Empty(PlanTable table) => Of(table, "", FrozenDictionary<string, string>.Empty);

    public ImportForm Of(PlanTable table, string rows, FrozenDictionary<string, string> fields) => new(
        table,
        [.. site.Site.Units.Select(unit => (unit.Id.Value, Shell.IsChinese ? unit.Name : unit.NameEn))],
        rows, fields);
}

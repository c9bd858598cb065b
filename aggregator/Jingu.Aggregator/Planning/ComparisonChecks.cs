using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Planning.Importing;

namespace Jingu.Aggregator.Planning;

/// <summary>Checks rows about hours of use, classes of buildings and their limits beyond their columns.</summary>
internal static class ComparisonChecks
{
    public static ImmutableArray<PlanComplaint> Check(PlanTable table, PlanImport import, Site site) => table switch
    {
        _ when table == PlanTable.UseHours =>
            [.. import.Rows.SelectMany(row => Known(row, row.Text("of"), "id", site))],
        _ when table == PlanTable.BuildingClasses =>
            [.. import.Rows.SelectMany(row => Known(row, "building", "building", site))],
        _ when table == PlanTable.UseLimits => [.. import.Rows.SelectMany(Ordered)],
        _ => [],
    };

    private static IEnumerable<PlanComplaint> Known(PlanRow row, string of, string column, Site site)
    {
        var ids = of == "unit"
            ? site.Units.Select(unit => unit.Id.Value)
            : site.Buildings.Select(building => building.Id.Value);
        if (!ids.Contains(row.Text(column)))
        {
            yield return (of == "unit" ? PlanFault.Unit : PlanFault.Building)
                .At(row.Number, column, row.Text(column));
        }
    }

    private static IEnumerable<PlanComplaint> Ordered(PlanRow row)
    {
        if (row.Count("guideWh") > row.Count("constraintWh"))
            yield return PlanFault.Guide.At(row.Number, "guideWh");
    }
}

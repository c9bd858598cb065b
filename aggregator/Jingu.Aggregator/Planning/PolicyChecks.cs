using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Aggregator.Planning.Policies;
using Jingu.Aggregator.Reporting.Indicators;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Planning;

/// <summary>Checks rows about ladders, circuits, shared meters, credits and targets beyond their columns.</summary>
internal static class PolicyChecks
{
    public static ImmutableArray<PlanComplaint> Check(Plan plan, PlanImport import, Site site) => import.Table switch
    {
        var table when table == PlanTable.Ladders => [.. import.Rows.SelectMany(Ladders)],
        var table when table == PlanTable.Circuits => [.. import.Rows.SelectMany(row => Circuits(row, plan, site))],
        var table when table == PlanTable.Sheddable => [.. import.Rows.SelectMany(row => Sheddable(row, site))],
        var table when table == PlanTable.Allocations => AllocationChecks.Check(plan, import, site),
        var table when table == PlanTable.PvCredits => CreditChecks.Check(plan, import, site),
        var table when table == PlanTable.Targets => [.. import.Rows.SelectMany(Targets)],
        var table => ComparisonChecks.Check(table, import, site),
    };

    private static IEnumerable<PlanComplaint> Ladders(PlanRow row) =>
        Plan.LadderOf(row, row.UnitOrNull("unit") ?? new("all"), row.Resource()).Faults()
            .Select(fault => new PlanComplaint(row.Number, "", fault));

    private static IEnumerable<PlanComplaint> Targets(PlanRow row)
    {
        if (IndicatorKind.IsCoal(row.Text("indicator")) != row.TextOrNull("coal") is not null)
        {
            yield return new(
                row.Number, "coal",
                "says by which coal equivalent an indicator in kgce counts, and is empty with others.");
        }
        if (row.TextOrNull("baseYear") is null != row.TextOrNull("baseThousandths") is null)
            yield return new(row.Number, "baseThousandths", "goes with baseYear: write both or neither.");
    }

    private static IEnumerable<PlanComplaint> Sheddable(PlanRow row, Site site)
    {
        var gateway = new GatewayId(row.Text("gateway"));
        if (!DesiredMaking.GatewaysOf(site, row.Unit("unit"), Resource.Electricity).Contains(gateway))
        {
            yield return new(
                row.Number, "gateway",
                $"'{gateway}' reads no electricity meter of {row.Text("unit")}: its policy would not speak of it.");
        }
    }

    private static IEnumerable<PlanComplaint> Circuits(PlanRow row, Plan plan, Site site)
    {
        var gateway = new GatewayId(row.Text("gateway"));
        if (site.Meters.All(meter => meter.Gateway != gateway))
        {
            yield return new(
                row.Number, "gateway",
                $"'{gateway}' reads no meter of site.yaml: correct it, or add its meters there.");
        }
        if (row.Text("dim") == "yes" && row.Resource() != Resource.Electricity)
        {
            yield return new(
                row.Number, "dim", "only lamps are dimmed, and they take electricity: write no, or correct resource.");
        }
        if (plan.GatewayOf(new(row.Text("switchPoint"))) is { } before && before != gateway)
        {
            yield return new(
                row.Number, "gateway",
                $"'{row.Text("switchPoint")}' is listed behind {before}: give each switch point of the site its own "
                + "name, or take it off there with place 0.");
        }
    }
}

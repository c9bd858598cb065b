using System.Collections.Immutable;
using Jingu.Aggregator.Reporting.Flow;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Web.Tables;

/// <summary>Buildings and what flows through them, as tables.</summary>
internal static class FlowTables
{
    /// <summary>One row for each building and resource.</summary>
    public static Table Of(BuildingList list) => new(
        "buildings",
        [
            "building", "name", "nameEn", "resource", "in", "month", "used", "import", "generation", "export",
            "selfConsumed", "subMeters", "gap", "balanced", "due", "day", "dayUsed",
        ],
        [
            .. from building in list.Buildings
               from each in ((Resource Resource, BuildingUse? Use)[])
               [
                   (Resource.Electricity, building.Electricity), (Resource.Water, building.Water),
               ]
               where each.Use is not null
               let balance = each.Use!.Month.Balance
               select (ImmutableArray<Cell>)[
                   building.Id, building.Name, building.NameEn, RollupWords.Of(each.Resource), In(each.Resource),
                   list.Month, each.Use!.Month.Used, balance?.Import, balance?.Generation, balance?.Export,
                   each.Use.SelfConsumed, balance?.SubMeters, balance?.Gap,
                   balance?.Quality.All - balance?.Quality.Missing, balance?.Quality.All, list.Day,
                   each.Use.Day?.Used],
        ]);

    /// <summary>Flow, days, sub-items, sub-items by day, shares; the one that a CSV answers with first.</summary>
    public static ImmutableArray<Table> Of(BuildingMonth month)
    {
        var resource = Configuration.Words.Resources[month.Resource];
        var subject = new RollupSubject(RollupOf.Building, month.Building);
        return
        [
            Of(month.Building, resource, month.Flow is { } flow ? [flow] : []),
            RollupTables.Of(subject, resource, month.Days) with { Name = "days" },
            Of("sub-items", month, [new SubItemDay(month.Month, month.SubItems)]),
            Of("sub-item-days", month, month.SubItemDays),
            new(
                "shares",
                [
                    "building", "month", "who", RollupTables.Named("measured", resource),
                    RollupTables.Named("allocated", resource), RollupTables.Named("together", resource),
                ],
                month.Shares is not { } shares
                    ? []
                    :
                    [
                        .. shares.Units.Select(unit => (ImmutableArray<Cell>)[
                            month.Building, month.Month, unit.Unit, unit.Measured, unit.Allocated,
                            unit.Measured + unit.Allocated]),
                        [month.Building, month.Month, "common", shares.Common, (long?)null, shares.Common],
                        [month.Building, month.Month, "gap", shares.Gap, (long?)null, shares.Gap],
                    ]),
            new(
                "quarters",
                [
                    "building", "start", RollupTables.Named("main", resource),
                    RollupTables.Named("subMeters", resource), RollupTables.Named("gap", resource), "quality",
                ],
                [
                    .. month.Quarters.Select(each => (ImmutableArray<Cell>)[
                        month.Building, each.Start, each.Main, each.SubMeters, each.Gap,
                        RollupWords.Of(each.Quality)]),
                ]),
        ];
    }

    /// <summary>
    /// One row for each source, part and export: what comes in is what goes out, and of each part PV and grid.
    /// </summary>
    public static Table Of(string building, Resource resource, ImmutableArray<BuildingFlow> flows) => new(
        "flow",
        [
            "building", "period", "side", "who", RollupTables.Named("amount", resource),
            RollupTables.Named("pv", resource), RollupTables.Named("grid", resource), "balanced", "due",
        ],
        [
            .. from flow in flows
               from row in Rows(flow)
               select (ImmutableArray<Cell>)[
                   building, flow.Period, row.Side, row.Who, row.Amount, row.Pv, row.Grid,
                   flow.Quality.All - flow.Quality.Missing, flow.Quality.All],
        ]);

    private static IEnumerable<(string Side, string Who, long Amount, long? Pv, long? Grid)> Rows(BuildingFlow flow)
    {
        yield return ("in", "grid", flow.Import, null, null);
        yield return ("in", "generation", flow.Generation, null, null);
        foreach (var part in flow.Parts)
            yield return ("out", part.Unit ?? RollupWords.Of(part.User), part.Used, part.Pv, part.Grid);
        yield return ("out", "export", flow.Export, null, null);
    }

    private static Table Of(string name, BuildingMonth month, ImmutableArray<SubItemDay> periods) => new(
        name, ["building", "period", "subItem", "usedWh", "unknown"],
        [
            .. from period in periods
               from use in period.Items
               select (ImmutableArray<Cell>)[
                   month.Building, period.Day, use.Item is { } item ? RollupWords.Of(item) : "none", use.Used,
                   use.Unknown],
        ]);

    private static string In(Resource resource) => resource == Resource.Electricity ? "Wh" : "L";
}

using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Plants;
using Jingu.Aggregator.Reporting.Sharing;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Rollups;

/// <summary>What units and buildings of a site are made of. Pure.</summary>
internal static class RollupGroups
{
    /// <summary>A unit's own meters; circuits lie below them and are not added.</summary>
    public static ImmutableArray<Point> OfUnit(Site site, UnitId unit, Resource resource) =>
    [
        .. site.Points.Where(
            point => point.Role == PointRole.Unit && point.Unit == unit && point.Resource == resource),
    ];

    /// <summary>
    /// Points whose signed sum is what a building used: mains and plants where a main counts import, else the meters of
    /// its units and its common circuits.
    /// </summary>
    public static ImmutableArray<Point> OfBuilding(Site site, BuildingId building, Resource resource)
    {
        var own = site.Points.Where(point => point.Building == building && point.Resource == resource).ToList();
        return Balancing.HasMain(own, FlowDirection.Import)
            ? [.. own.Where(point => point.Role is PointRole.Main or PointRole.Plant)]
            :
            [
                .. own.Where(point => MeterTree.IsUnitBelow(point, point) || MeterTree.IsCommonBelow(point, point)),
            ];
    }

    /// <summary>All that a building's balance is made of; empty where no main counts import.</summary>
    public static ImmutableArray<Point> OfBalance(Site site, BuildingId building, Resource resource)
    {
        var own = Balancing.Points(site, resource).Where(point => point.Building == building).ToImmutableArray();
        return Balancing.HasMain(own, FlowDirection.Import) ? own : [];
    }

    /// <summary>Every point that some figure of a unit or building is made of.</summary>
    public static IEnumerable<Point> Members(Site site, RollupSubject group) =>
        Enum.GetValues<Resource>().SelectMany(resource => group.Of == RollupOf.Unit
            ? OfUnit(site, new(group.Id), resource)
            : OfBuilding(site, new(group.Id), resource).Union(OfBalance(site, new(group.Id), resource)));

    public static IEnumerable<RollupSubject> All(Site site) => site.Units
        .Select(unit => new RollupSubject(RollupOf.Unit, unit.Id.Value))
        .Concat(site.Buildings.Select(building => new RollupSubject(RollupOf.Building, building.Id.Value)));

    /// <summary>What each unit and building is made of, as a text that differs where its sums may.</summary>
    public static ImmutableDictionary<RollupSubject, string> Definitions(Site site) => All(site).ToImmutableDictionary(
        group => group,
        group => string.Join(' ', Members(site, group).Select(point =>
            $"{point.Id}:{Words.Of(point.Resource)}:{Words.Of(point.Role)}:{Words.Of(point.Direction)}")));

    /// <summary>The points that a definition names.</summary>
    public static IEnumerable<string> PointsOf(string definition) =>
        definition.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(':')[0]);
}

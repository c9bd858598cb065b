using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Reporting.Sharing;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting.Rollups;

/// <summary>
/// Who used what a building used in a month, Wh or L, after shared consumption was allocated. To the unit: whole =
/// measured and allocated of all units + common + gap.
/// </summary>
/// <param name="Whole">Import and generation less export of its mains and plants.</param>
/// <param name="Common">Of circuits of no unit, what no rule gave to anybody.</param>
/// <param name="Gap">What no meter below accounts for and no rule gave to anybody; may lie below zero.</param>
internal sealed record BuildingShares(
    long Whole, ImmutableArray<UnitShare> Units, long Common, long Gap)
{
    /// <summary>Null where no main counts import, or one of the points is not known.</summary>
    /// <param name="known">Of the month, by point.</param>
    /// <param name="shared">What became of shared meters in the month.</param>
    public static BuildingShares? Of(
        Site site, BuildingId building, Resource resource, IReadOnlyDictionary<PointId, long> known,
        ImmutableArray<SharedMeterReport> shared)
    {
        var points = RollupGroups.OfBalance(site, building, resource);
        if (points.IsEmpty || points.Any(point => !known.ContainsKey(point.Id)))
            return null;
        var whole = RollupGroups.OfBuilding(site, building, resource)
            .Sum(point => point.Direction == FlowDirection.Export ? -known[point.Id] : known[point.Id]);
        var ofMeters = shared
            .Where(meter => meter.Why is null && points.Any(point => point.Id.Value == meter.Point))
            .ToDictionary(meter => meter.Point);
        var main = points.Where(point => point.Role == PointRole.Main)
            .Select(point => ofMeters.GetValueOrDefault(point.Id.Value)).FirstOrDefault(meter => meter is not null);
        var units = points.Where(point => point.Role == PointRole.Unit).ToList();
        var circuits = points.Where(point => point.Role == PointRole.Circuit).ToList();
        // A main's rules share all that no other rule does: circuits without a rule of their own are in it.
        var common = circuits.Sum(point => ofMeters.TryGetValue(point.Id.Value, out var own)
            ? own.Unallocated ?? 0
            : main is null ? known[point.Id] : 0);
        return new(
            whole,
            [
                .. from unit in site.Units
                   let measured = units.Where(point => point.Unit == unit.Id).ToList()
                   let allocated = ofMeters.Values.SelectMany(meter => meter.Units)
                       .Where(use => use.Unit == unit.Id.Value && use.Rule is not null).ToList()
                   where measured.Count + allocated.Count > 0
                   select new UnitShare(
                       unit.Id.Value, measured.Sum(point => known[point.Id]), allocated.Sum(use => use.Allocated)),
            ],
            common,
            main?.Unallocated ?? whole - units.Concat(circuits).Sum(point => known[point.Id]));
    }
}

/// <summary>A unit's part of a building, Wh or L.</summary>
internal sealed record UnitShare(string Unit, long Measured, long Allocated);

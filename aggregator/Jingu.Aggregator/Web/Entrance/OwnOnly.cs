using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.Persistence.Rollups;
using Jingu.Aggregator.Reporting;
using Jingu.Aggregator.Reporting.Enforcement;
using Jingu.Aggregator.Reporting.Rollups;
using Jingu.Aggregator.Reporting.Sheets;

namespace Jingu.Aggregator.Web.Entrance;

/// <summary>
/// Leaves in a report what whoever asks may see: all of it, or what belongs to units of their own. Pure.
/// </summary>
internal static class OwnOnly
{
    /// <summary>What shared meters counted tells of other units; a unit's own part stands in its line.</summary>
    public static MonthReport For(this MonthReport report, Visit visit, Site site) => visit.SeesSite
        ? report
        : report with
        {
            Units = [.. report.Units.Where(unit => visit.Sees(unit.Id))],
            Points = report.Points.For(visit, site),
            SharedMeters = [],
        };

    public static ImmutableArray<PointReport> For(this ImmutableArray<PointReport> points, Visit visit, Site site)
    {
        if (visit.SeesSite)
            return points;
        var own = site.Points.Where(point => point.Unit is { } unit && visit.Sees(unit))
            .Select(point => point.Id.Value).ToHashSet();
        return [.. points.Where(point => own.Contains(point.Id))];
    }

    /// <summary>True for a unit of their own, and for a point of it; a building belongs to several.</summary>
    public static bool Sees(this Visit visit, RollupOf of, string id, Site site) => visit.SeesSite || of switch
    {
        RollupOf.Unit => visit.Sees(id),
        RollupOf.Point => site.Points.Any(
            point => point.Id.Value == id && point.Unit is { } unit && visit.Sees(unit)),
        _ => false,
    };

    /// <summary>Of points of their units; a building's belong to several.</summary>
    public static ImmutableArray<MeterChange> For(
        this ImmutableArray<MeterChange> changes, Visit visit, Site site) =>
        [.. changes.Where(change => visit.Sees(RollupOf.Point, change.Point, site))];

    /// <summary>Of their units and of points of these; a building belongs to several.</summary>
    public static ImmutableArray<StoredRestatement> For(
        this ImmutableArray<StoredRestatement> restated, Visit visit, Site site) =>
        [.. restated.Where(one => visit.Sees(RollupWords.Find<RollupOf>(one.Of)!.Value, one.Id, site))];

    /// <summary>Chains are counted for whole gateways and left out.</summary>
    public static EnforcementReport For(this EnforcementReport report, Visit visit) => visit.SeesSite
        ? report
        : report with
        {
            Chains = [],
            // Ladders' decisions have the unit and the resource as their subject.
            Decisions = [.. report.Decisions.Where(decision => visit.Sees(decision.Subject.Split(' ')[0]))],
            Actions = [.. report.Actions.Where(action => visit.Sees(action.Unit))],
            Cuts = [.. report.Cuts.Where(cuts => visit.Sees(cuts.Unit))],
            Standings = [.. report.Standings.Where(standing => visit.Sees(standing.Unit))],
        };
}

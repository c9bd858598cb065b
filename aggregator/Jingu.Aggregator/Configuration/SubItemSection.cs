using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Contracts.Readings;
using Jingu.Yaml;

namespace Jingu.Aggregator.Configuration;

/// <summary>Reads what <c>site.yaml</c> says a point's electricity is used for.</summary>
internal static class SubItemSection
{
    private const string Key = "subItem";

    /// <summary>Null where the point names none.</summary>
    public static SubItem? Read(YamlMap map, Complaints complaints)
    {
        if (!map.Has(Key))
            return null;
        if (map.Text("resource", "") != Words.Of(Resource.Electricity)
            || map.Text("direction", "") != Words.Of(FlowDirection.Import)
            || map.Text("role", "") is var role
                && role != Words.Of(PointRole.Unit) && role != Words.Of(PointRole.Circuit))
        {
            complaints.Add(map.Complaint(
                Key,
                "does not go with this point: only electricity that a unit or a circuit takes (resource electricity, "
                + "direction import, role unit or circuit) has one. Remove it."));
        }
        return complaints.Try(() => map.Choice(Key, Words.SubItems));
    }

    /// <summary>
    /// A unit's meter counts without its circuits that name a sub-item; below which of several meters a circuit lies
    /// nobody says.
    /// </summary>
    public static void Check(YamlMap root, ImmutableArray<Point> points, Complaints complaints)
    {
        foreach (var own in points
            .Where(point => point is { Resource: Resource.Electricity, Role: PointRole.Unit or PointRole.Circuit }
                && point.Unit is not null)
            .GroupBy(point => (point.Unit, point.Building)))
        {
            var meters = own.Where(point => point.Role == PointRole.Unit).ToList();
            var circuit = own.FirstOrDefault(point => point is { Role: PointRole.Circuit, SubItem: not null });
            if (meters.Count > 1 && circuit is not null && meters.Any(point => point.SubItem is not null))
            {
                complaints.Add(root.Complaint(
                    "points",
                    $"give a subItem to {circuit.Id} and to one of several meters of {own.Key.Unit} in "
                    + $"{own.Key.Building}, and it is not said below which it lies: give them to the meters, or to the "
                    + "circuits."));
            }
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time.Sun;
using Jingu.Yaml;

namespace Jingu.Aggregator.Configuration;

/// <summary>Reads what <c>site.yaml</c> says of PV: the site's coordinates and its plants.</summary>
internal static class PlantSection
{
    /// <summary>1 GW: more is no roof.</summary>
    private const long CapacityWattsMax = 1_000_000_000;

    private const int SensorsMax = 2;

    /// <summary>Both coordinates or none; without them nothing is said about night and day.</summary>
    public static Coordinates? ReadPlace(YamlMap root, Complaints complaints)
    {
        if (!root.Has("latitude") && !root.Has("longitude"))
            return null;
        var latitude = complaints.Try(() => Degrees(root, "latitude", 90));
        var longitude = complaints.Try(() => Degrees(root, "longitude", 180));
        return new(latitude, longitude);
    }

    public static Plant ReadPlant(
        YamlMap map, Complaints complaints, HashSet<BuildingId> buildings, ImmutableArray<Point> points,
        HashSet<MeterId> meters) =>
        new(
            complaints.Try(() => map.Parsed("id", text => new PlantId(text))),
            complaints.Try(() => SiteFile.KnownBuilding(map, buildings)),
            complaints.Try(() => map.Text("name")),
            complaints.Try(() => map.Text("nameEn")),
            complaints.Try(() => map.Number("capacity", 1, CapacityWattsMax)),
            complaints.Try(() => Generation(map, points)),
            map.Has("irradiance") ? complaints.Try(() => Sensors(map, meters)) : []);

    /// <summary>A point that two plants name would be counted twice.</summary>
    public static void CheckTwice(YamlMap root, ImmutableArray<Plant> plants, Complaints complaints)
    {
        foreach (var point in plants.SelectMany(plant => plant.Points.IsDefault ? [] : plant.Points)
            .GroupBy(point => point).Where(group => group.Count() > 1))
        {
            complaints.Add(root.Complaint("plants", $"name {point.Key} twice: a point is of one plant."));
        }
    }

    private static double Degrees(YamlMap root, string key, int most) =>
        double.TryParse(root.Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees)
            && Math.Abs(degrees) <= most
            ? degrees
            : throw root.Complaint(
                key, $"'{root.Text(key)}' must be degrees from -{most} to {most}, such as 29.985.");

    private static ImmutableArray<PointId> Generation(YamlMap map, ImmutableArray<Point> points) =>
    [
        .. map.ParsedEach("points", text => new PointId(text)).Select(id =>
            points.Any(point => point.Id == id && point is
            {
                Role: PointRole.Plant, Direction: FlowDirection.Generation, Resource: Resource.Electricity,
            } && point.Building.Value == map.Text("building", ""))
                ? id
                : throw map.Complaint(
                    "points",
                    $"'{id}' counts no generation there: name points of role plant, direction generation and the "
                    + "plant's building.")),
    ];

    private static ImmutableArray<MeterId> Sensors(YamlMap map, HashSet<MeterId> meters)
    {
        ImmutableArray<MeterId> sensors = [.. map.ParsedEach("irradiance", text => new MeterId(text))];
        if (sensors.Length > SensorsMax)
        {
            throw map.Complaint(
                "irradiance", $"names {sensors.Length} sensors: one in the plane of the array and at most one more.");
        }
        return sensors.FirstOrDefault(sensor => !meters.Contains(sensor)) is { Value: not null } unknown
            ? throw map.Complaint("irradiance", $"'{unknown}' is not known: add it to 'meters', or correct it.")
            : sensors;
    }
}

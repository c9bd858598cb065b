using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Budgets.Leases;
using Jingu.Contracts.Ids;
using Jingu.Yaml;
using NodaTime;

namespace Jingu.Aggregator.Configuration;

/// <summary>Reads <c>site.yaml</c>: buildings, units, meters, points, plants, zones; references are checked.</summary>
internal static class SiteFile
{
    private const int OutageDaysMax = 31;

    /// <param name="gateways">The gateways of <c>aggregator.yaml</c>: a meter hangs on one of them.</param>
    public static Loaded<Site> Load(string file, IReadOnlySet<GatewayId> gateways) =>
        Complaints.Load(file, (root, complaints) => Read(root, complaints, gateways));

    private static Site Read(YamlMap root, Complaints complaints, IReadOnlySet<GatewayId> gateways)
    {
        var id = complaints.Try(() => root.Parsed("site", text => new SiteId(text)));
        var zone = complaints.Try(() => root.Parsed("zone", Zone));
        var buildings = ReadList(root, "buildings", complaints, ReadBuilding, building => building.Id);
        var units = ReadList(root, "units", complaints, ReadUnit, unit => unit.Id);
        var knownBuildings = buildings.Select(building => building.Id).ToHashSet();
        var meters = ReadList(
            root, "meters", complaints, (map, all) => ReadMeter(map, all, gateways, knownBuildings), meter => meter.Id);
        var knownMeters = meters.Select(meter => meter.Id).ToHashSet();
        var knownUnits = units.Select(unit => unit.Id).ToHashSet();
        var points = ReadList(
            root, "points", complaints, (map, all) => ReadPoint(map, all, knownMeters, knownUnits, knownBuildings),
            point => point.Id);
        SubItemSection.Check(root, points, complaints);
        var outageDays = root.Has("outageDays")
            ? complaints.Try(() => root.Number("outageDays", 1, OutageDaysMax))
            : LeaseReserve.OutageDaysDefault;
        var place = PlantSection.ReadPlace(root, complaints);
        var plants = root.Has("plants")
            ? ReadList(
                root, "plants", complaints,
                (map, all) => PlantSection.ReadPlant(map, all, knownBuildings, points, knownMeters), plant => plant.Id)
            : [];
        PlantSection.CheckTwice(root, plants, complaints);
        var zones = root.Has("zones")
            ? ReadList(
                root, "zones", complaints,
                (map, all) => ZoneSection.ReadZone(map, all, knownBuildings, points), each => each.Id)
            : [];
        ZoneSection.CheckTwice(root, zones, complaints);
        return new(id, zone, buildings, units, meters, points)
        {
            OutageDays = (int)outageDays,
            Place = place,
            Plants = plants,
            Zones = zones,
        };
    }

    private static DateTimeZone Zone(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)
        ?? throw new FormatException($"'{name}' is no zone of the tz database: write one such as Asia/Shanghai.");

    private static Building ReadBuilding(YamlMap map, Complaints complaints) => new(
        complaints.Try(() => map.Parsed("id", text => new BuildingId(text))),
        complaints.Try(() => map.Text("name")),
        complaints.Try(() => map.Text("nameEn")));

    private static Unit ReadUnit(YamlMap map, Complaints complaints) => new(
        complaints.Try(() => map.Parsed("id", text => new UnitId(text))),
        complaints.Try(() => map.Text("name")),
        complaints.Try(() => map.Text("nameEn")),
        (int)complaints.Try(() => map.Number("headcount", 0, 100_000)));

    private static Meter ReadMeter(
        YamlMap map, Complaints complaints, IReadOnlySet<GatewayId> gateways, HashSet<BuildingId> buildings) =>
        new(
            complaints.Try(() => map.Parsed("id", text => new MeterId(text))),
            complaints.Try(() => Known(
                map, "gateway", text => new GatewayId(text), gateways, "add it to 'gateways' of aggregator.yaml")),
            complaints.Try(() => KnownBuilding(map, buildings)));

    private static Point ReadPoint(
        YamlMap map, Complaints complaints, HashSet<MeterId> meters, HashSet<UnitId> units,
        HashSet<BuildingId> buildings)
    {
        var role = complaints.Try(() => map.Choice("role", Words.Roles));
        return new(
            complaints.Try(() => map.Parsed("id", text => new PointId(text))),
            complaints.Try(() => Known(map, "meter", text => new MeterId(text), meters, "add it to 'meters'")),
            complaints.Try(() => map.Choice("resource", Words.Resources)),
            complaints.Try(() => map.Choice("direction", Words.Directions)),
            role,
            ReadUnitOf(role, map, complaints, units),
            complaints.Try(() => KnownBuilding(map, buildings)))
        {
            SubItem = SubItemSection.Read(map, complaints),
        };
    }

    private static UnitId? ReadUnitOf(PointRole role, YamlMap map, Complaints complaints, HashSet<UnitId> units)
    {
        if (!map.Has("unit"))
        {
            if (role == PointRole.Unit)
            {
                complaints.Add(map.Complaint(
                    "unit", "is missing: a point of role unit names the unit whose consumption it is."));
            }
            return null;
        }
        if (role is PointRole.Main or PointRole.Plant)
            complaints.Add(map.Complaint("unit", $"does not go with role {Words.Of(role)}: remove it."));
        return complaints.Try(() => Known(map, "unit", text => new UnitId(text), units, "add it to 'units'"));
    }

    private static ImmutableArray<T> ReadList<T, TId>(
        YamlMap root, string key, Complaints complaints, Func<YamlMap, Complaints, T> read, Func<T, TId> idOf)
        where TId : struct
    {
        var items = new Dictionary<TId, T>();
        foreach (var map in complaints.List(root, key))
        {
            var item = read(map, complaints);
            if (!items.TryAdd(idOf(item), item))
                complaints.Add(map.Complaint("id", $"'{idOf(item)}' is there twice in '{key}': give each its own id."));
            map.Done(complaints.Add);
        }
        return [.. items.Values];
    }

    internal static BuildingId KnownBuilding(YamlMap map, HashSet<BuildingId> buildings) =>
        Known(map, "building", text => new BuildingId(text), buildings, "add it to 'buildings'");

    private static T Known<T>(YamlMap map, string key, Func<string, T> make, IReadOnlySet<T> known, string cure)
        where T : struct
    {
        var id = map.Parsed(key, make);
        return known.Contains(id) ? id : throw map.Complaint(key, $"'{id}' is not known: {cure}, or correct it.");
    }
}

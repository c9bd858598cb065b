using System.Collections.Immutable;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Contracts.Ids;
using NodaTime;

namespace Jingu.Aggregator.Configuration;

/// <summary>Reads <c>site.yaml</c>: buildings, units, meters and points, every reference checked.</summary>
internal static class SiteFile
{
    /// <param name="gateways">The gateways of <c>aggregator.yaml</c>: a meter hangs on one of them.</param>
    public static Loaded<Site> Load(string file, IReadOnlySet<GatewayId> gateways) =>
        YamlFile.Load(file, root => Read(root, gateways));

    private static Site Read(YamlSection root, IReadOnlySet<GatewayId> gateways)
    {
        var id = root.Id("site", text => new SiteId(text));
        var zone = Zone(root);
        var buildings = ReadList(root, "buildings", ReadBuilding, building => building.Id);
        var units = ReadList(root, "units", ReadUnit, unit => unit.Id);
        var knownBuildings = buildings.Select(building => building.Id).ToHashSet();
        var meters = ReadList(
            root, "meters", section => ReadMeter(section, gateways, knownBuildings), meter => meter.Id);
        var knownMeters = meters.Select(meter => meter.Id).ToHashSet();
        var knownUnits = units.Select(unit => unit.Id).ToHashSet();
        var points = ReadList(
            root, "points", section => ReadPoint(section, knownMeters, knownUnits, knownBuildings), point => point.Id);
        return new(id, zone, buildings, units, meters, points);
    }

    private static DateTimeZone Zone(YamlSection root)
    {
        var name = root.Text("zone");
        if (name.Length > 0 && DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is { } zone)
            return zone;
        if (name.Length > 0)
            root.Fault("zone", $"'{name}' is no zone of the tz database: write one such as Asia/Shanghai");
        return DateTimeZone.Utc;
    }

    private static Building ReadBuilding(YamlSection section) => new(
        section.Id("id", text => new BuildingId(text)), section.Text("name"), section.Text("nameEn"));

    private static Unit ReadUnit(YamlSection section) => new(
        section.Id("id", text => new UnitId(text)),
        section.Text("name"),
        section.Text("nameEn"),
        section.Number("headcount", 0, 100_000));

    private static Meter ReadMeter(
        YamlSection section, IReadOnlySet<GatewayId> gateways, HashSet<BuildingId> buildings) =>
        new(
        section.Id("id", text => new MeterId(text)),
        Known(section, "gateway", text => new GatewayId(text), gateways, "add it to 'gateways' of aggregator.yaml"),
        Known(section, "building", text => new BuildingId(text), buildings, "add it to 'buildings'"));

    private static Point ReadPoint(
        YamlSection section, HashSet<MeterId> meters, HashSet<UnitId> units, HashSet<BuildingId> buildings)
    {
        var role = section.Word("role", Words.Roles);
        UnitId? unit = section.Has("unit")
            ? Known(section, "unit", text => new UnitId(text), units, "add it to 'units'")
            : null;
        if (role == PointRole.Unit && unit is null)
            section.Fault("unit", "is missing: a point of role unit names the unit whose consumption it is");
        if (role is PointRole.Main or PointRole.Plant && unit is not null)
            section.Fault("unit", $"does not go with role {Words.Of(role)}: remove it");
        return new(
            section.Id("id", text => new PointId(text)),
            Known(section, "meter", text => new MeterId(text), meters, "add it to 'meters'"),
            section.Word("resource", Words.Resources),
            section.Word("direction", Words.Directions),
            role,
            unit,
            Known(section, "building", text => new BuildingId(text), buildings, "add it to 'buildings'"));
    }

    private static ImmutableArray<T> ReadList<T, TId>(
        YamlSection root, string key, Func<YamlSection, T> read, Func<T, TId> idOf)
    {
        var items = new Dictionary<object, T>();
        foreach (var section in root.List(key))
        {
            var item = read(section);
            if (!items.TryAdd(idOf(item)!, item))
                section.Fault("id", $"'{idOf(item)}' is there twice in '{key}': give each its own id");
            section.NoMore();
        }
        return [.. items.Values];
    }

    private static T Known<T>(YamlSection section, string key, Func<string, T> make, IReadOnlySet<T> known, string cure)
        where T : struct
    {
        var id = section.Id(key, make);
        if (!EqualityComparer<T>.Default.Equals(id, default) && !known.Contains(id))
            section.Fault(key, $"'{id}' is not known: {cure}, or correct it");
        return id;
    }
}

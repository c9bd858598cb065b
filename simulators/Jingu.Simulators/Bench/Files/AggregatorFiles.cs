using Jingu.Simulators.Campus;
using Jingu.Simulators.Loads;

namespace Jingu.Simulators.Bench.Files;

/// <summary>The files of the aggregator: aggregator.yaml, site.yaml and the gateways' keys.</summary>
internal static class AggregatorFiles
{
    private const string Site = "site.yaml";
    private const string MeterPrefix = "m-";
    private const string Signing = "signing.key.pem";

    /// <param name="keyLines">The key of each gateway, by its id.</param>
    /// <returns>The path of aggregator.yaml.</returns>
    public static string Write(
        string folder,
        CampusPlan plan,
        IReadOnlyDictionary<string, string> keyLines,
        SiteKeys signing,
        int brokerPort,
        Uri listen,
        (Uri Url, string Database)? influx)
    {
        foreach (var (gateway, line) in keyLines)
            File.WriteAllText(Path.Combine(folder, KeyOf(gateway)), line + "\n");
        File.WriteAllText(Path.Combine(folder, Signing), signing.Secret);
        YamlText.Write(Path.Combine(folder, Site), SiteOf(plan));
        var file = Path.Combine(folder, "aggregator.yaml");
        YamlText.Write(file, new
        {
            schema = 1,
            site = Site,
            store = "aggregator-data",
            broker = new { host = "127.0.0.1", port = brokerPort },
            listen = listen.GetLeftPart(UriPartial.Authority),
            influx = influx is { } store
                ? new { url = store.Url.GetLeftPart(UriPartial.Authority), database = store.Database }
                : null,
            signing = new[] { new { name = signing.Name, key = Signing } },
            gateways = keyLines.Keys.Select(gateway => new { id = gateway, key = KeyOf(gateway) }).ToArray(),
        });
        return file;
    }

    private static string KeyOf(string gateway) => gateway + ".key";

    private static object SiteOf(CampusPlan plan) => new
    {
        schema = 1,
        site = plan.Site.Value,
        zone = plan.Zone,
        latitude = SunShape.LatitudeDegrees,
        longitude = SunShape.LongitudeDegrees,
        buildings = plan.Buildings.Select(building => new
        {
            id = building.Id.Value,
            name = building.Name,
            nameEn = building.NameEn,
        }).ToArray(),
        units = plan.Units.Select(unit => new
        {
            id = unit.Id.Value,
            name = unit.Name,
            nameEn = unit.NameEn,
            headcount = unit.Headcount,
        }).ToArray(),
        meters = plan.Meters.Select(meter => new
        {
            id = meter.Id.Value,
            gateway = meter.Gateway.Value,
            building = meter.Building.Value,
        }).ToArray(),
        points = plan.Points.Select(point => new
        {
            id = point.Id.Value,
            meter = point.Meter.Value,
            resource = point.ResourceName,
            direction = point.DirectionName,
            role = point.RoleName,
            unit = point.Unit?.Value,
            building = point.Building.Value,
            subItem = SubItems.Of(plan, point),
        }).ToArray(),
        plants = plan.Meters.Where(meter => meter.PeakKilowatts > 0).Select(meter => new
        {
            id = meter.Id.Value[MeterPrefix.Length..],
            building = meter.Building.Value,
            name = plan.Buildings.Single(building => building.Id == meter.Building).Name + "光伏",
            nameEn = plan.Buildings.Single(building => building.Id == meter.Building).NameEn + " roof",
            capacity = meter.PeakKilowatts * 1000,
            points = meter.Points.Select(point => point.Id.Value).ToArray(),
        }).ToArray(),
        zones = FloorFiles.Baselines(plan),
    };
}

namespace Jingu.Aggregator.Tests;

/// <summary>A building with a main, two units, a pump for both, and two roof plants, one with a light sensor.</summary>
internal static class PlantSite
{
    private const string Meters = """
          - {id: m-1, gateway: gateway-1, building: building-1}
          - {id: m-2, gateway: gateway-1, building: building-1}
          - {id: m-3, gateway: gateway-1, building: building-1}
          - {id: m-main, gateway: gateway-1, building: building-1}
          - {id: m-roof-1, gateway: gateway-1, building: building-1}
          - {id: m-roof-2, gateway: gateway-1, building: building-1}
          - {id: m-sun, gateway: gateway-1, building: building-1}

        """;

    private static readonly string Points = string.Concat(
        Point("main", "m-main", "import, role: main"),
        Point("main-export", "m-main", "export, role: main"),
        Point("roof-1", "m-roof-1", "generation, role: plant"),
        Point("roof-2", "m-roof-2", "generation, role: plant"),
        Point("unit-01-electricity", "m-1", "import, role: unit, unit: unit-01"),
        Point("unit-02-electricity", "m-2", "import, role: unit, unit: unit-02"),
        Point("pump", "m-3", "import, role: circuit"));

    private const string Plants = """
        latitude: 29.985
        longitude: 122.207
        plants:
          - {id: pv-1, building: building-1, name: 1号楼光伏, nameEn: Building 1 roof, capacity: 20000,
             points: [roof-1], irradiance: [m-sun]}
          - {id: pv-2, building: building-1, name: 1号楼车棚, nameEn: Building 1 car port, capacity: 10000,
             points: [roof-2]}

        """;

    /// <summary>Writes it as site.yaml; the site is reloaded by whoever needs it.</summary>
    public static void Write(TestSite site)
    {
        site.WriteSite(
            Meters, Points, units: "\n  - {id: unit-02, name: 市财政局, nameEn: Finance, headcount: 20}");
        site.Write("site.yaml", File.ReadAllText(site.PathOf("site.yaml")).TrimEnd() + "\n" + Plants);
    }

    private static string Point(string id, string meter, string rest) =>
        $"  - {{id: {id}, meter: {meter}, resource: electricity, direction: {rest}, building: building-1}}\n";
}

namespace Jingu.Aggregator.Tests;

/// <summary>Three lighting zones, each behind its own meter: with either kind of baseline, and with none.</summary>
internal static class ZoneSite
{
    private const string Zones = """
        zones:
          - id: office
            name: 办公室
            nameEn: Office
            building: building-1
            point: lamps-office
            baseline:
              stipulated:
                ratedWatts: 400
                windows:
                  - {from: "08:00", to: "18:00"}
                  - {from: "19:00", to: "20:00", on: every}
              source: plates of the lamps, and the caretaker's timetable of 2016
          - id: hall
            name: 大厅
            nameEn: Hall
            building: building-1
            point: lamps-hall
            baseline:
              measured: {from: 2017-01-02, to: 2017-01-22}
              source: three weeks before commissioning
          - {id: store, name: 库房, nameEn: Store, building: building-1, point: lamps-store}

        """;

    private static readonly string Meters = string.Concat(
        new[] { "m-1", "m-2", "m-3", "m-main" }.Select(
            id => $"  - {{id: {id}, gateway: gateway-1, building: building-1}}\n"));

    private static readonly string Points = string.Concat(
        Point("lamps-office", "m-1", "circuit"), Point("lamps-hall", "m-2", "circuit"),
        Point("lamps-store", "m-3", "circuit"), Point("main", "m-main", "main"));

    /// <summary>Writes it as site.yaml; the site is reloaded by whoever needs it.</summary>
    public static void Write(TestSite site)
    {
        site.WriteSite(Meters, Points);
        site.Write("site.yaml", File.ReadAllText(site.PathOf("site.yaml")).TrimEnd() + "\n" + Zones);
    }

    private static string Point(string id, string meter, string role) =>
        $"  - {{id: {id}, meter: {meter}, resource: electricity, direction: import, role: {role}, "
        + "building: building-1}\n";
}

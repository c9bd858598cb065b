using System.Globalization;
using Jingu.Contracts.Ids;
using Jingu.Lighting.Timetables;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Lighting;
using Jingu.Yaml;
using NodaTime;

namespace Jingu.Simulators.Bench.Files;

/// <summary>
/// What commissioning.yaml and site.yaml say of the lit office floor: sensors, zones with the very rules of the office
/// week, and the baselines that savings are held against. Null where a gateway or campus has no floor.
/// </summary>
internal static class FloorFiles
{
    private static readonly DayWindow FormerHours =
        new(new DayMark.Clock(new LocalTime(8, 0)), new DayMark.Clock(new LocalTime(18, 0)));

    /// <summary>For the sun: a stuck light sensor is told by daylight.</summary>
    public static object? Place(CampusPlan plan, GatewayId gateway) => Of(plan, gateway) is null ? null : new
    {
        latitude = Sky.Zhoushan.Latitude,
        longitude = Sky.Zhoushan.Longitude,
    };

    /// <summary>The gateway's own lines. Low is nothing, high is somebody or a pressed button.</summary>
    public static object[] Devices(VirtualCampus campus, GatewayId gateway) =>
        Of(campus.Plan, gateway) is not { } floor ? [] :
        [
            new
            {
                id = FloorPlan.Lines,
                kind = "gpio-simulated",
                host = campus.Floor!.Lines.Address.ToString(),
                port = campus.Floor.Lines.Port,
                outputs = Array.Empty<object>(),
                inputs = Enumerable.Range(0, floor.LinesUsed).Select(offset => new
                {
                    chip = FloorPlan.Lines,
                    offset,
                    bias = "none",
                    active = "high",
                }).ToArray(),
            },
        ];

    public static object[]? Sensors(VirtualCampus campus, GatewayId gateway) =>
        Of(campus.Plan, gateway)?.Zones.SelectMany(zone => Sensors(campus.Floor!, zone)).ToArray();

    public static object[]? Zones(CampusPlan plan, GatewayId gateway) =>
        Of(plan, gateway) is { } floor ? [.. floor.Zones.Select(zone => Zone(floor, zone))] : null;

    /// <summary>Lit in office hours as a schedule without rules would have it.</summary>
    public static object[]? Baselines(CampusPlan plan) => plan.Floor is not { } floor ? null :
    [
        .. floor.Zones.Select(zone => new
        {
            id = zone.Room.Id,
            name = zone.Room.Name,
            nameEn = zone.Room.NameEn,
            building = plan.Unit(floor.Unit).Building.Value,
            point = plan.Meter(zone.Light).Points[0].Id.Value,
            baseline = new
            {
                stipulated = new { ratedWatts = zone.Room.Watts, windows = Windows([FormerHours]) },
                source = "synthetic: all lamps of the zone at full light in office hours",
            },
        }),
    ];

    private static FloorPlan? Of(CampusPlan plan, GatewayId gateway) =>
        plan.Floor is { } floor && floor.Port.Gateway == gateway ? floor : null;

    private static IEnumerable<object> Sensors(VirtualFloor floor, LitZonePlan zone)
    {
        yield return Wired(zone.PresenceName, "presence", zone.Presence, contact: null);
        if (zone.Lux is SensorWire.Ceiling ceiling)
        {
            yield return new { id = zone.LuxName, kind = "light", meter = ceiling.Meter.Value };
        }
        else if (zone.Lux is SensorWire.Part part)
        {
            yield return new
            {
                id = zone.LuxName,
                kind = "light",
                part = new { bus = FloorPlan.Bus, address = $"0x{part.Address:X2}" },
                simulator = new { host = floor.Lines.Address.ToString(), port = floor.Lines.Port },
            };
        }
        if (zone.Wall is { } wall)
            yield return Wired(zone.WallName, "switch", wall, wall is SensorWire.Line ? "push" : "toggle");
    }

    private static object Wired(string id, string kind, SensorWire wire, string? contact)
    {
        var (device, place) = wire is SensorWire.Line line
            ? (FloorPlan.Lines, line.Offset)
            : (FloorPlan.Inputs, ((SensorWire.Input)wire).Number);
        return new { id, kind, device, input = place + 1, contact };
    }

    private static object Zone(FloorPlan floor, LitZonePlan zone)
    {
        var rules = OfficeRules.Every.Of(zone.Room).Rules;
        var isCorridor = rules.Corridor is not null;
        return new
        {
            id = zone.Room.Id,
            name = zone.Room.Name,
            kind = isCorridor ? "corridor" : "room",
            lamps = new[] { zone.Lamps.Point.Value },
            presence = new[] { zone.PresenceName },
            light = zone.Lux is null ? null : new[] { zone.LuxName },
            switches = zone.Wall is null ? null : new[] { zone.WallName },
            leadsTo = isCorridor
                ? floor.Zones.Where(other => other != zone).Select(other => other.Room.Id).ToArray()
                : null,
            onLight = rules.OnLight,
            minLight = rules.MinLight,
            dimLight = rules.DimLight,
            dimFor = Durations.Format(rules.DimFor),
            switchHolds = Durations.Format(rules.SwitchHolds),
            absence = rules.Absence is { } absence
                ? new { hold = Durations.Format(absence.Hold), autoOn = absence.AutoOn }
                : null,
            daylight = rules.Daylight is { } daylight
                ? new { targetLux = daylight.TargetLux, fullLux = daylight.FullLux }
                : null,
            schedule = rules.Schedule is { } schedule ? Windows(schedule.Windows) : null,
            sweep = rules.Sweep is { } sweep ? new { at = sweep.At.Select(Text).ToArray() } : null,
            corridor = rules.Corridor is { } corridor
                ? new { floor = corridor.Floor, hours = Windows(corridor.Hours) }
                : null,
            sensors = new { staleAfter = Durations.Format(rules.Sensors.StaleAfter) },
        };
    }

    /// <summary>The office knows no other than times of day, on working days.</summary>
    private static object[] Windows(IEnumerable<DayWindow> windows) =>
    [
        .. windows.Select(window => new
        {
            from = Text(((DayMark.Clock)window.From).Time),
            to = Text(((DayMark.Clock)window.To).Time),
            on = "working",
        }),
    ];

    private static string Text(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}

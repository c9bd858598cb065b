using System.Collections.Immutable;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Edge.Control.Zones;
using Jingu.Lighting.Timetables;
using Jingu.Lighting.Zones;
using Jingu.Time.Sun;
using Jingu.Yaml;

namespace Jingu.Edge.Commissioning.Zones;

/// <summary>
/// What <c>commissioning.yaml</c> says of lighting zones. A lamp belongs to one zone; one that is never addressed, to
/// none.
/// </summary>
internal static class ZoneWiring
{
    private static readonly Dictionary<string, bool> Kinds = new() { ["room"] = false, ["corridor"] = true };

    /// <summary>So many polls of a sensor may go amiss before it is not believed.</summary>
    private const int PollsMin = 2;

    /// <summary>Where the site lies, for sunrise and sunset; null: nobody said it.</summary>
    public static Coordinates? ReadPlace(YamlMap map)
    {
        if (map.Map("place") is not { } place)
            return null;
        var coordinates = new Coordinates(
            place.Parsed("latitude", text => Degrees(text, 90)), place.Parsed("longitude", text => Degrees(text, 180)));
        place.Done();
        return coordinates;
    }

    /// <param name="sensors">Those of the file.</param>
    /// <param name="lamps">Those of the file.</param>
    public static ZonePlan Read(
        YamlMap map, IReadOnlyCollection<LampPlan> lamps, IReadOnlyCollection<SensorPlan> sensors, LightingSite site)
    {
        var id = map.Parsed("id", text => new ZoneId(text));
        var isCorridor = map.Choice("kind", Kinds);
        ImmutableArray<LampPlan> own =
        [
            .. map.ParsedEach("lamps", name => lamps.FirstOrDefault(lamp => lamp.Id.Value == name)
                ?? throw new FormatException($"there is no lamp '{name}': list it under lamps."))
                .Select(lamp => lamp with { Zone = id }),
        ];
        RefuseKept(map, own);
        var presence = SensorsOf<SensorPlan.Presence>(map, "presence", sensors);
        var light = SensorsOf<SensorPlan>(
            map, "light", sensors.Where(sensor => sensor is SensorPlan.LightOfMeter or SensorPlan.LightPart));
        var switches = SensorsOf<SensorPlan.Switch>(map, "switches", sensors);
        if (map.Has("corridor") != isCorridor)
        {
            throw map.Complaint(isCorridor ? "kind" : "corridor", isCorridor
                ? "a corridor says under corridor how far it is dimmed: add it."
                : "a room goes dark: leave it out, or write kind: corridor.");
        }
        ImmutableArray<ZoneId> leadsTo =
            map.Has("leadsTo") ? [.. map.ParsedEach("leadsTo", text => new ZoneId(text))] : [];
        if (!isCorridor && !leadsTo.IsEmpty)
            throw map.Complaint("leadsTo", "belongs to a corridor: leave it out.");
        var name = map.Text("name", id.Value);
        var rules = ZoneRulesWiring.Read(map);
        map.Done();
        ImmutableArray<SwitchPoint> points = [.. own.Select(lamp => lamp.Point)];
        var faults = Zone.Faults(points, rules, site, presence.Length, light.Length);
        if (!faults.IsEmpty)
            throw map.Complaint($"zone {id} cannot be: {string.Join("; ", faults)}.");
        Zone With(ZoneRules some) => new(id, points, some, site, presence.Length, light.Length);
        return new(
            With(rules), With(rules with { Schedule = null, Sweep = null }), name, own, presence, light, switches,
            leadsTo);
    }

    /// <summary>A lamp is moved by one zone; a corridor leads to zones of this file.</summary>
    public static void RefuseTwice(List<(YamlMap Item, ZonePlan Zone)> zones)
    {
        var owners = new Dictionary<SwitchPointId, ZoneId>();
        foreach (var (item, zone) in zones)
        {
            foreach (var lamp in zone.Lamps.Where(lamp => !owners.TryAdd(lamp.Id, zone.Id)))
            {
                throw item.Complaint("lamps", $"{lamp.Id} is already in zone {owners[lamp.Id]}: two rules would fight "
                    + "over it, give it to one.");
            }
            foreach (var other in zone.LeadsTo.Where(
                other => other == zone.Id || zones.TrueForAll(pair => pair.Zone.Id != other)))
            {
                throw item.Complaint("leadsTo", $"there is no other zone '{other}': use zones of this file.");
            }
        }
    }

    /// <summary>A sensor that is read less often than it must be believed would always have failed.</summary>
    public static void RefuseStale(
        List<(YamlMap Item, ZonePlan Zone)> zones, IEnumerable<SensorPlan> sensors, CommissioningPlan plan)
    {
        var metered = sensors.OfType<SensorPlan.LightOfMeter>().ToDictionary(sensor => sensor.Id, sensor =>
            plan.Ports.First(port => port.Id == plan.Meters.First(meter => meter.Id == sensor.Meter).Port));
        foreach (var (item, zone) in zones)
        {
            var stale = zone.Timed.Rules.Sensors.StaleAfter;
            foreach (var id in zone.Presence.Concat(zone.Light))
            {
                var port = metered.GetValueOrDefault(id);
                var period = port?.Period ?? ZoneSensors.LookEvery;
                if (stale >= period * PollsMin)
                    continue;
                throw item.Complaint("sensors", $"{id} is read every {Durations.Format(period)}, and not believed "
                    + $"{Durations.Format(stale)} after a reading: set staleAfter to "
                    + $"{Durations.Format(period * PollsMin)} or more"
                    + (port is null ? "." : $", or read {port.Id} more often."));
            }
        }
    }

    private static void RefuseKept(YamlMap map, ImmutableArray<LampPlan> lamps)
    {
        foreach (var lamp in lamps.Where(lamp => !lamp.IsSwitchable))
        {
            throw map.Complaint("lamps", $"{lamp.Id} is not declared switchable and ordinary: no rule may ever address "
                + "it. Take it out.");
        }
    }

    private static ImmutableArray<string> SensorsOf<T>(YamlMap map, string key, IEnumerable<SensorPlan> sensors)
        where T : SensorPlan
    {
        var fitting = sensors.OfType<T>().Select(sensor => sensor.Id).ToList();
        return !map.Has(key) ? [] :
        [
            .. map.ParsedEach(key, name => fitting.Contains(name)
                ? name
                : throw new FormatException(fitting.Count == 0
                    ? $"there is no sensor '{name}' of that kind: list it under sensors."
                    : $"there is no sensor '{name}' of that kind: use one of {string.Join(", ", fitting)}.")),
        ];
    }

    private static double Degrees(string text, int max) =>
        double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var degrees)
            && Math.Abs(degrees) <= max
            ? degrees
            : throw new FormatException($"'{text}' must be degrees from -{max} to {max}.");
}

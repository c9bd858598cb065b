using System.Collections.Immutable;
using Jingu.Budgets.Quotas;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Lighting.Timetables;
using Jingu.Modbus;
using Jingu.Modbus.Profiles;
using Jingu.Yaml;
using NodaTime;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// Reads <c>commissioning.yaml</c>: ports, the meters behind them, the points where they measure, devices that switch
/// and dim, switch points and lamps. Profiles of the site's own lie in the folder <c>profiles</c> beside it.
/// </summary>
internal static class CommissioningFile
{
    private const int Schema = 1;
    private const long MultiplierMax = 100_000;
    private const long RateMax = 1_000_000_000;

    /// <summary>
    /// Reads and checks the file; throws <see cref="ConfigurationException"/> with a sentence for the installer.
    /// </summary>
    /// <param name="zone">The site's time zone, for timetables; UTC where none is given.</param>
    public static CommissioningPlan Read(string file, DateTimeZone? zone = null)
    {
        var map = YamlMap.Load(file);
        map.Number("schema", Schema, Schema);
        var ports = map.List("ports").Select(item => (Item: item, Port: ReadPort(item))).ToList();
        RefuseTwice(ports, port => port.Id, "id", "port ");
        var portById = ports.ToDictionary(pair => pair.Port.Id, pair => pair.Port);
        var profiles = SiteProfiles.Beside(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var meters = map.List("meters")
            .Select(item => (Item: item, Meter: ReadMeter(item, portById, profiles))).ToList();
        var boards = map.List("devices").Select(item => (Item: item, Board: BoardWiring.Read(item, portById))).ToList();
        RefuseTwice(boards, board => board.Id, "id", "device ");
        RefuseTwice(meters, meter => meter.Id.Value, "id", "meter ");
        foreach (var behind in meters.GroupBy(pair => pair.Meter.Port))
        {
            var key = MeterWiring.AddressKeyOf(portById[behind.Key].Settings);
            // Several profiles of one device share its address, each once.
            RefuseTwice(
                [.. behind.DistinctBy(pair => (pair.Meter.Address, pair.Meter.Profile.Device))],
                meter => $"{meter.Address} on port {meter.Port}", key, "");
            RefuseTwice(
                [.. behind],
                meter => $"{meter.Address} on port {meter.Port} with profile {meter.Profile.Name}", key, "");
        }
        RefuseTwicePoints(meters);
        BoardWiring.RefuseClashes(boards, [.. meters.Select(pair => pair.Meter)], portById);
        var (switchPoints, lamps, setPoints) = ReadActuators(map, boards, meters);
        var buttons = ReadButtons(map, boards, switchPoints);
        var plan = new CommissioningPlan(
            [
                .. ports.Select(pair => pair.Item.Has("inFlight")
                    ? pair.Port
                    : AsItsDevicesTake(
                        pair.Port, meters.Select(other => other.Meter).Where(meter => meter.Port == pair.Port.Id),
                        boards.Any(other => other.Board is BoardPlan.Modbus board && board.Port == pair.Port.Id))),
            ],
            [.. meters.Select(pair => pair.Meter)])
        {
            Boards = [.. boards.Select(pair => pair.Board)],
            SwitchPoints = switchPoints,
            Buttons = buttons,
            Lamps = lamps,
            SetPoints = setPoints,
        };
        plan = WithZones(map, plan, zone ?? DateTimeZone.Utc);
        map.Done();
        return plan;
    }

    /// <summary>The plan with its lighting zones, and each lamp of one knowing it.</summary>
    private static CommissioningPlan WithZones(YamlMap map, CommissioningPlan plan, DateTimeZone zone)
    {
        var boards = plan.Boards.ToDictionary(board => board.Id);
        var sensors = map.List("sensors")
            .Select(item => (Item: item, Sensor: SensorWiring.Read(item, boards, plan.Meters))).ToList();
        RefuseTwice(sensors, sensor => sensor.Id, "id", "sensor ");
        SensorWiring.RefuseTwice(sensors, plan.SwitchPoints, plan.Buttons);
        // No gateway knows the site's holidays: days follow the week.
        var site = new LightingSite(zone, WorkingDays.Undeclared, ZoneWiring.ReadPlace(map));
        var zones = map.List("zones").Select(item => (
            Item: item,
            Zone: ZoneWiring.Read(item, plan.Lamps, [.. sensors.Select(pair => pair.Sensor)], site))).ToList();
        RefuseTwice(zones, read => read.Id.Value, "id", "zone ");
        ZoneWiring.RefuseTwice(zones);
        ZoneWiring.RefuseStale(zones, sensors.Select(pair => pair.Sensor), plan);
        var owned = zones.SelectMany(pair => pair.Zone.Lamps).ToDictionary(lamp => lamp.Id);
        return plan with
        {
            Sensors = [.. sensors.Select(pair => pair.Sensor)],
            Zones = [.. zones.Select(pair => pair.Zone)],
            Lamps = [.. plan.Lamps.Select(lamp => owned.GetValueOrDefault(lamp.Id, lamp))],
        };
    }

    private static ImmutableArray<ButtonPlan> ReadButtons(
        YamlMap map, List<(YamlMap Item, BoardPlan Board)> boards, ImmutableArray<SwitchPointPlan> points)
    {
        var boardById = boards.ToDictionary(pair => pair.Board.Id, pair => pair.Board);
        var buttons = map.List("restoreButtons")
            .Select(item => (Item: item, Button: ButtonWiring.Read(item, boardById, points))).ToList();
        RefuseTwice(buttons, button => button.Id, "id", "button ");
        ButtonWiring.RefuseTwice(buttons, points);
        return [.. buttons.Select(pair => pair.Button)];
    }

    /// <summary>
    /// Where the file does not say, a connection has under way what the least of its devices takes; of a board nothing
    /// is known.
    /// </summary>
    private static PortPlan AsItsDevicesTake(PortPlan port, IEnumerable<MeterPlan> meters, bool hasBoards)
    {
        if (port.Settings is not PortSettings.Tcp tcp)
            return port;
        var takes = meters.Select(meter => meter.Profile is DeviceProfile device ? device.InFlight : 1);
        return port with { Settings = tcp with { InFlight = hasBoards ? 1 : takes.DefaultIfEmpty(1).Min() } };
    }

    private static (ImmutableArray<SwitchPointPlan> SwitchPoints, ImmutableArray<LampPlan> Lamps,
        ImmutableArray<SetPointPlan> SetPoints) ReadActuators(
        YamlMap map, List<(YamlMap Item, BoardPlan Board)> boards, List<(YamlMap Item, MeterPlan Meter)> meters)
    {
        var boardById = boards.ToDictionary(pair => pair.Board.Id, pair => pair.Board);
        var measured = meters.SelectMany(pair => pair.Meter.Points)
            .ToDictionary(point => point.Id, point => point.Quantity);
        var points = map.List("switchPoints")
            .Select(item => (Item: item, Plan: SwitchWiring.Read(item, boardById, measured))).ToList();
        var lamps = map.List("lamps").Select(item => (Item: item, Plan: LampWiring.Read(item, boardById, measured)))
            .ToList();
        var setPoints = map.List("setPoints")
            .Select(item => (Item: item, Plan: SetPointWiring.Read(item, boardById, measured))).ToList();
        RefuseTwice(
            [.. points.Select(pair => (pair.Item, (ActuatorPlan)pair.Plan)),
                .. lamps.Select(pair => (pair.Item, (ActuatorPlan)pair.Plan)),
                .. setPoints.Select(pair => (pair.Item, (ActuatorPlan)pair.Plan))],
            point => point.Id.Value, "id", "switch point, lamp or set point ");
        SwitchWiring.RefuseTwice(points);
        LampWiring.RefuseTwice(lamps);
        SetPointWiring.RefuseTwice(setPoints);
        return (
            [.. points.Select(pair => pair.Plan)], [.. lamps.Select(pair => pair.Plan)],
            [.. setPoints.Select(pair => pair.Plan)]);
    }

    private static PortPlan ReadPort(YamlMap map)
    {
        var settings = MeterWiring.ReadSettings(map);
        var port = new PortPlan(
            map.Text("id"),
            settings,
            map.Duration("period", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            map.Duration(
                "answerMax", TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10),
                MeterWiring.AnswerMaxOf(settings)));
        map.Done();
        return TimeSpan.TicksPerDay % port.Period.Ticks == 0
            ? port
            : throw map.Complaint(
                "period", "must divide a day, so that polls meet the quarter hours: 1s, 10s, 60s, 300s ...");
    }

    private static MeterPlan ReadMeter(YamlMap map, Dictionary<string, PortPlan> ports, SiteProfiles profiles)
    {
        if (!ports.TryGetValue(map.Text("port"), out var port))
        {
            throw map.Complaint(
                "port", $"there is no port '{map.Text("port")}': use one of {string.Join(", ", ports.Keys)}.");
        }
        var profile = MeterWiring.ReadProfile(map, port.Settings, profiles);
        var meter = new MeterPlan(
            map.Parsed("id", text => new MeterId(text)),
            port.Id,
            MeterWiring.ReadAddress(map, port.Settings),
            profile,
            map.Text("serial"),
            map.Number("multiplier", 1, MultiplierMax, 1),
            [.. map.List("points").Select(item => ReadPoint(item, profile))])
        {
            Multipliers = ReadMultipliers(map),
            IsCurtailable = map.Choice("curtailable", SwitchWiring.Truths, false),
            Turnaround = map.Duration(
                "turnaround", TimeSpan.Zero, TimeSpan.FromSeconds(1),
                (profile as DeviceProfile)?.Turnaround ?? TimeSpan.Zero),
        };
        map.Done();
        if (meter.IsCurtailable)
            RefuseUncurtailable(map, meter);
        return meter.Multiplier == 1 || profile.TakesMultiplier
            ? meter
            : throw map.Complaint(
                "multiplier",
                $"{profile.Name} shows the primary side already, and would be multiplied twice: leave it out.");
    }

    /// <summary>What is never told a limit: what nobody knows how to tell, and what nobody could measure.</summary>
    private static void RefuseUncurtailable(YamlMap map, MeterPlan meter)
    {
        if (meter.Profile is not DeviceProfile { Curtailment: not null })
            throw map.Complaint("curtailable", $"{meter.Profile.Name} knows no limit: write false, or leave it out.");
        if (meter.Points.All(point => point.Quantity != Quantity.EnergyGeneration))
            throw map.Complaint("curtailable", "a limit is measured: add a point of energy-generation.");
        if (meter.Address is MeterAddress.Modbus { UnitIdentifier: 0 })
            throw map.Complaint("curtailable", "unit identifier 0 is every device of a line: give it its own.");
    }

    private static ImmutableArray<DatedMultiplier> ReadMultipliers(YamlMap map)
    {
        var dated = ImmutableArray.CreateBuilder<DatedMultiplier>();
        foreach (var item in map.List("multipliers"))
        {
            var one = new DatedMultiplier(
                item.Parsed("from", DatedText.Parse), item.Number("multiplier", 1, MultiplierMax));
            item.Done();
            if (dated.Count > 0 && one.From <= dated[^1].From)
                throw item.Complaint("from", "is not later than the one before: list multipliers in order of time.");
            dated.Add(one);
        }
        return dated.ToImmutable();
    }

    private static PointPlan ReadPoint(YamlMap map, IMeterProfile profile)
    {
        var name = map.Text("quantity");
        var counters = profile.Layout.Select(scaling => scaling.Quantity).Where(Quantities.IsCounter).ToList();
        if (!Quantities.TryParse(name, out var quantity) || !counters.Contains(quantity))
        {
            throw map.Complaint("quantity", $"profile {profile.Name} does not count '{name}': use one of "
                + $"{string.Join(", ", counters.Select(Quantities.NameOf))}.");
        }
        var register = profile.Layout.ToList().FindIndex(scaling => scaling.Quantity == quantity);
        var point = new PointPlan(map.Parsed("id", text => new PointId(text)), quantity, register)
        {
            RateMax = map.Has("rateMax") ? map.Number("rateMax", 1, RateMax) : null,
        };
        map.Done();
        return point;
    }

    private static void RefuseTwice<T>(
        List<(YamlMap Item, T Value)> items, Func<T, string> keyOf, string key, string what)
    {
        var seen = new Dictionary<string, long>();
        foreach (var (item, value) in items)
        {
            if (!seen.TryAdd(keyOf(value), item.Line))
            {
                throw item.Complaint(
                    key, $"{what}{keyOf(value)} is already used in line {seen[keyOf(value)]}: give each its own.");
            }
        }
    }

    private static void RefuseTwicePoints(List<(YamlMap Item, MeterPlan Meter)> meters)
    {
        var seen = new HashSet<PointId>();
        foreach (var (item, meter) in meters)
        {
            foreach (var point in meter.Points)
            {
                if (!seen.Add(point.Id))
                {
                    throw item.Complaint(
                        "points", $"point {point.Id} is already measured by another meter: one meter at a time.");
                }
            }
        }
    }
}

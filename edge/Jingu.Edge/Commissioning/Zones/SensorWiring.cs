using System.Globalization;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Lines.I2c;
using Jingu.Yaml;

namespace Jingu.Edge.Commissioning.Zones;

/// <summary>What <c>commissioning.yaml</c> says of sensors and wall switches of lighting zones.</summary>
internal static class SensorWiring
{
    private const int BusMax = 63;

    private static readonly Dictionary<string, int> Parts = new()
    {
        ["0x23"] = Bh1750.AddressLow,
        ["0x5C"] = Bh1750.AddressHigh,
    };

    private static readonly Dictionary<string, bool> Meanings = new() { ["somebody"] = true, ["nobody"] = false };

    private static readonly Dictionary<string, bool> Contacts = new() { ["push"] = true, ["toggle"] = false };

    private static readonly
        Dictionary<string, Func<YamlMap, Dictionary<string, BoardPlan>, IReadOnlyCollection<MeterPlan>, SensorPlan>>
        Kinds = new()
        {
            ["presence"] = (map, boards, _) => new SensorPlan.Presence(
                IdOf(map), InputOf(map, boards), map.Choice("active", Meanings, true)),
            ["light"] = (map, _, meters) => ReadLight(map, meters),
            ["switch"] = (map, boards, _) => ReadSwitch(map, boards),
        };

    public static SensorPlan Read(
        YamlMap map, Dictionary<string, BoardPlan> boards, IReadOnlyCollection<MeterPlan> meters)
    {
        var sensor = map.Choice("kind", Kinds)(map, boards, meters);
        map.Done();
        return sensor;
    }

    /// <summary>An input is one sensor's, one button's or one feedback's; a light sensor is declared once.</summary>
    public static void RefuseTwice(
        List<(YamlMap Item, SensorPlan Sensor)> sensors, IEnumerable<SwitchPointPlan> points,
        IEnumerable<ButtonPlan> buttons)
    {
        var inputs = points.Where(point => point.Feedback is not null)
            .ToDictionary(point => (point.Feedback!.Board, point.Feedback.Input), point => $"feedback of {point.Id}");
        foreach (var button in buttons)
            inputs.Add((button.Board, button.Input), $"button {button.Id}");
        var lights = new Dictionary<SensorPlan, string>();
        foreach (var (item, sensor) in sensors)
        {
            if (InputOf(sensor) is { } input && !inputs.TryAdd((input.Board, input.Input), $"sensor {sensor.Id}"))
            {
                throw item.Complaint("input", $"input {input.Input} of {input.Board} is already the "
                    + $"{inputs[(input.Board, input.Input)]}: give each its own.");
            }
            if (InputOf(sensor) is null && !lights.TryAdd(sensor with { Id = "" }, sensor.Id))
            {
                throw item.Complaint("kind", $"{sensor.Id} is the sensor {lights[sensor with { Id = "" }]} once more: "
                    + "declare it once, and name it in each zone that it tells of.");
            }
        }
    }

    /// <summary>Where it is wired; null for a light sensor.</summary>
    public static InputPlan? InputOf(SensorPlan sensor) => sensor switch
    {
        SensorPlan.Presence presence => presence.Input,
        SensorPlan.Switch wall => wall.Input,
        _ => null,
    };

    private static string IdOf(YamlMap map) => map.Parsed("id", text => new PointId(text)).Value;

    private static InputPlan InputOf(YamlMap map, Dictionary<string, BoardPlan> boards)
    {
        var board = SwitchWiring.BoardOf(map, "device", boards);
        return board.Inputs > 0
            ? new(board.Id, (int)map.Number("input", 1, board.Inputs))
            : throw map.Complaint("device", $"{board.Id} has no inputs: choose another device.");
    }

    private static SensorPlan.Switch ReadSwitch(YamlMap map, Dictionary<string, BoardPlan> boards)
    {
        var wall = new SensorPlan.Switch(IdOf(map), InputOf(map, boards), map.Choice("contact", Contacts));
        return wall.IsPush && boards[wall.Input.Board] is not BoardPlan.Gpio
            ? throw map.Complaint("device", $"{wall.Input.Board} is asked now and then and would miss a push: use "
                + "lines of the gateway itself, a device of kind gpio, or a switch that toggles.")
            : wall;
    }

    private static SensorPlan ReadLight(YamlMap map, IReadOnlyCollection<MeterPlan> meters)
    {
        if (map.Has("meter") == map.Has("part"))
            throw map.Complaint("one of meter and part belongs here: a light sensor read as a meter, or a BH1750.");
        return map.Has("meter") ? ReadMeter(map, meters) : ReadPart(map, map.Map("part")!);
    }

    private static SensorPlan.LightOfMeter ReadMeter(YamlMap map, IReadOnlyCollection<MeterPlan> meters)
    {
        var name = map.Parsed("meter", text => new MeterId(text));
        var meter = meters.FirstOrDefault(meter => meter.Id == name)
            ?? throw map.Complaint("meter", $"there is no meter '{name}': list it under meters.");
        var place = meter.Profile.Layout.ToList().FindIndex(scaling => scaling.Quantity == Quantity.Illuminance);
        return place >= 0
            ? new(IdOf(map), name, place)
            : throw map.Complaint("meter", $"{name} is of profile {meter.Profile.Name}, which shows no illuminance: "
                + "choose a light sensor.");
    }

    private static SensorPlan.LightPart ReadPart(YamlMap map, YamlMap part)
    {
        var address = new I2cAddress((int)part.Number("bus", 0, BusMax), part.Choice("address", Parts));
        part.Done();
        (string, int)? simulator = null;
        if (map.Map("simulator") is { } at)
        {
            simulator = (at.Text("host"), (int)at.Number("port", 1, ushort.MaxValue));
            at.Done();
        }
        if (simulator is null && I2cLibraries.Parts is null)
        {
            throw map.Complaint("part", string.Create(
                CultureInfo.InvariantCulture,
                $"{address} cannot be read by a jingu-edge of the driver set {About.Drivers}: install one of the set "
                + $"nuget (jingu-edge --version says which), or use a light sensor behind a Modbus port."));
        }
        return new(IdOf(map), address, simulator);
    }
}

using System.Globalization;
using Jingu.Lines;
using Jingu.Modbus;
using Jingu.Modbus.Boards;
using Jingu.Yaml;

namespace Jingu.Edge.Commissioning;

/// <summary>What <c>commissioning.yaml</c> says of devices that switch.</summary>
internal static class BoardWiring
{
    private const string Gpio = "gpio";
    private const string SimulatedGpio = "gpio-simulated";
    private const string Coils = "coils";
    private const string Dimmer = "dimmer";
    private const string SetPoints = "set-points";
    private const int DimmersMax = 64;

    public static BoardPlan Read(YamlMap map, Dictionary<string, PortPlan> ports)
    {
        var kind = map.Text("kind");
        BoardPlan board = kind switch
        {
            Gpio => ReadLines(map, null),
            SimulatedGpio => ReadLines(map, (map.Text("host"), (int)map.Number("port", 1, 65535))),
            _ => new BoardPlan.Modbus(
                map.Text("id"), ReadPort(map, ports), (byte)map.Number("unitIdentifier", 1, 247),
                kind == Coils ? ReadCoils(map) : kind == Dimmer ? ReadDimmer(map)
                    : kind == SetPoints ? OfSetPoints : Find(map, kind)),
        };
        map.Done();
        return board;
    }

    /// <summary>
    /// Boards and meters that would answer at one address, and lines that would be used twice. Also where two ports
    /// lead to one place: what one declaration protects another must not switch.
    /// </summary>
    public static void RefuseClashes(
        List<(YamlMap Item, BoardPlan Board)> boards, IReadOnlyCollection<MeterPlan> meters,
        IReadOnlyDictionary<string, PortPlan> ports)
    {
        var addresses = new Dictionary<(string, byte), long>();
        var lines = meters.Select(meter => meter.Address).OfType<MeterAddress.PulseLine>()
            .ToDictionary(line => new LineAddress(line.Chip, line.Offset), _ => "a meter");
        foreach (var (item, board) in boards)
        {
            if (board is BoardPlan.Modbus modbus)
                RefuseAddress(item, modbus, PlaceOf(ports[modbus.Port].Settings), addresses, meters);
            if (board is BoardPlan.Gpio gpio)
                RefuseLines(item, gpio, lines);
        }
    }

    private static void RefuseAddress(
        YamlMap item, BoardPlan.Modbus board, string place, Dictionary<(string, byte), long> addresses,
        IReadOnlyCollection<MeterPlan> meters)
    {
        if (!addresses.TryAdd((place, board.UnitIdentifier), item.Line))
        {
            throw item.Complaint(
                "unitIdentifier", $"{board.UnitIdentifier} on {board.Port} is already the board in line "
                    + $"{addresses[(place, board.UnitIdentifier)]}: give each its own.");
        }
        var meter = meters.FirstOrDefault(meter => meter.Port == board.Port
            && meter.Address == new MeterAddress.Modbus(board.UnitIdentifier)
            && meter.Profile.Device != board.Profile.Device);
        if (meter is not null)
        {
            throw item.Complaint(
                "unitIdentifier", $"{board.UnitIdentifier} on {board.Port} is the meter {meter.Id}, which is no "
                    + $"{board.Profile.Model}: give each its own.");
        }
    }

    private static string PlaceOf(PortSettings settings) => settings switch
    {
        PortSettings.Tcp tcp => PlaceOf(tcp.Host, tcp.Port),
        PortSettings.RtuOverTcp server => PlaceOf(server.Host, server.Port),
        PortSettings.Serial serial => serial.Line.Device,
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings, "Boards speak Modbus."),
    };

    private static string PlaceOf(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{host.ToUpperInvariant()}:{port}");

    private static void RefuseLines(YamlMap item, BoardPlan.Gpio board, Dictionary<LineAddress, string> lines)
    {
        var own = board.OutputLines.Select(output => (output.Line, Key: "outputs"))
            .Concat(board.InputLines.Select(input => (input.Line, Key: "inputs")));
        foreach (var (line, key) in own)
        {
            if (!lines.TryAdd(line, board.Id))
                throw item.Complaint(key, $"{line} is already used by {lines[line]}: give each its own.");
        }
    }

    private static BoardProfile Find(YamlMap map, string kind) => BoardCatalogue.Find(kind)
        ?? throw map.Complaint("kind", $"'{kind}' is not known: use one of "
            + $"{string.Join(", ", BoardCatalogue.Names.Append(Coils).Append(Dimmer).Append(SetPoints).Append(Gpio))}. "
            + $"A board with one coil for each relay is of kind {Coils}, one with a register for each level of kind "
            + $"{Dimmer}, a machine of which only set points are moved of kind {SetPoints}.");

    /// <summary>The site declares its registers with each set point.</summary>
    private static readonly BoardProfile OfSetPoints =
        new(SetPoints, SetPoints, "", "machine with set points", "", new BoardOutputs.SetPoints());

    private static string ReadPort(YamlMap map, Dictionary<string, PortPlan> ports)
    {
        var name = map.Text("port");
        if (!ports.TryGetValue(name, out var port))
            throw map.Complaint("port", $"there is no port '{name}': use one of {string.Join(", ", ports.Keys)}.");
        return port.Settings is PortSettings.Tcp or PortSettings.Serial or PortSettings.RtuOverTcp
            ? name
            : throw map.Complaint("port", $"{name} does not speak Modbus: boards need one that does.");
    }

    private static BoardProfile ReadCoils(YamlMap map)
    {
        var outputs = new BoardOutputs.Coils(
            (ushort)map.Number("firstOutput", 0, ushort.MaxValue, 0),
            (int)map.Number("outputs", 1, OutputWrite.OutputsMax));
        if (!OutputWrite.IsOneCoil(outputs.First, outputs.Count))
        {
            throw map.Complaint(
                "outputs", "coil 255 (0x00FF) switches every relay of some boards and is never used: declare fewer.");
        }
        return new(Coils, Coils, "", "board with coils", "", outputs)
        {
            FirstInput = (ushort)map.Number("firstInput", 0, ushort.MaxValue, 0),
            Inputs = (int)map.Number("inputs", 0, OutputWrite.InputsMax, 0),
        };
    }

    /// <summary>A holding register for each output, numbered from 1: 0 is off, <c>full</c> is full light.</summary>
    private static BoardProfile ReadDimmer(YamlMap map)
    {
        var first = (ushort)map.Number("firstOutput", 0, ushort.MaxValue - DimmersMax, 0);
        return new(
            Dimmer, Dimmer, "", "dimmer", "", new BoardOutputs.Lamps(
                new(1, (int)map.Number("outputs", 1, DimmersMax), first, first, null), null,
                new LightCurve.Linear((int)map.Number("full", 1, ushort.MaxValue))));
    }

    private static BoardPlan.Gpio ReadLines(YamlMap map, (string Host, int Port)? simulator) => new(
        map.Text("id"),
        [.. map.List("outputs").Select(ReadOutput)],
        [.. map.List("inputs").Select(ReadInput)],
        simulator);

    private static (LineAddress Line, ActiveLevel Active) ReadOutput(YamlMap map)
    {
        var output = (AddressOf(map), map.Choice("active", PulseWiring.Levels, ActiveLevel.High));
        map.Done();
        return output;
    }

    private static InputSettings ReadInput(YamlMap map)
    {
        var input = new InputSettings(
            AddressOf(map),
            map.Choice("bias", PulseWiring.Biases, LineBias.PullUp),
            map.Choice("active", PulseWiring.Levels, ActiveLevel.Low),
            LineEdges.Both,
            map.Duration("debounce", TimeSpan.Zero, InputSettings.DebounceMax, TimeSpan.FromMilliseconds(20)));
        map.Done();
        return input;
    }

    private static LineAddress AddressOf(YamlMap map) =>
        new(map.Text("chip"), (int)map.Number("offset", 0, PulseWiring.OffsetMax));
}

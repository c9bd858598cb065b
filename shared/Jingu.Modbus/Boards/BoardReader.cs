using System.Globalization;
using Jingu.Yaml;

namespace Jingu.Modbus.Boards;

/// <summary>Reads a board's YAML. Unknown keys are refused: a slip is never a default.</summary>
internal static class BoardReader
{
    private const int Schema = 1;
    private const int LampsMax = 256;

    private static readonly Dictionary<string, LightCurve> Curves = new() { ["dali"] = new LightCurve.Dali() };

    /// <summary>What is wrong is a <see cref="ConfigurationException"/>.</summary>
    public static BoardProfile Read(YamlMap map)
    {
        map.Number("schema", Schema, Schema);
        var name = map.Text("name");
        var outputs = map.Map("coils") is { } coils
            ? (BoardOutputs)ReadCoils(coils)
            : map.Map("valve") is { } valve
                ? ReadValve(valve)
                : map.Map("lamps") is { } lamps
                    ? ReadLamps(lamps)
                    : throw map.Complaint("one of coils, valve and lamps belongs here: what does the board switch?");
        var inputs = map.Map("inputs");
        var board = new BoardProfile(
            name, map.Text("device", name), map.Text("vendor"), map.Text("model"), map.Text("source"), outputs)
        {
            FirstInput = inputs?.Parsed("first", Register) ?? 0,
            Inputs = (int)(inputs?.Number("count", 1, OutputWrite.InputsMax) ?? 0),
            Behaviour = map.Map("behaviour") is { } behaviour ? ReadBehaviour(behaviour) : null,
        };
        inputs?.Done();
        map.Done();
        return board;
    }

    private static BoardOutputs.Coils ReadCoils(YamlMap map)
    {
        var coils = new BoardOutputs.Coils(
            map.Parsed("first", Register), (int)map.Number("count", 1, OutputWrite.OutputsMax));
        map.Done();
        return OutputWrite.IsOneCoil(coils.First, coils.Count)
            ? coils
            : throw map.Complaint("first", "coil 0x00FF switches every relay of some boards: it is never one output.");
    }

    private static BoardOutputs.Valve ReadValve(YamlMap map)
    {
        var valve = new BoardOutputs.Valve(
            map.Parsed("register", Register), map.Parsed("open", Register), map.Parsed("closed", Register),
            map.Parsed("abnormal", Register));
        map.Done();
        return valve;
    }

    private static BoardOutputs.Lamps ReadLamps(YamlMap map)
    {
        var lamps = new BoardOutputs.Lamps(
            map.Map("addresses") is { } single ? ReadBlock(single) : throw map.Complaint("addresses", "is missing."),
            map.Map("groups") is { } groups ? ReadBlock(groups) : null, map.Choice("curve", Curves))
        {
            AnswerMax = map.Duration("answerMax", TimeSpan.Zero, TimeSpan.FromSeconds(10), TimeSpan.Zero),
            Guard = map.Duration("guard", TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.Zero),
        };
        map.Done();
        return lamps;
    }

    private static LampBlock ReadBlock(YamlMap map)
    {
        var block = new LampBlock(
            0, (int)map.Number("count", 1, LampsMax), map.Parsed("write", Register), map.Parsed("read", Register),
            map.Has("status") ? map.Parsed("status", Register) : null);
        map.Done();
        return block;
    }

    private static BoardBehaviour ReadBehaviour(YamlMap map)
    {
        var behaviour = new BoardBehaviour(
            map.Parsed("restoresLast", Register), map.Parsed("silentAfter", Register),
            map.Parsed("firstSafeState", Register), map.Parsed("firstActsOnLoss", Register));
        map.Done();
        return behaviour;
    }

    private static ushort Register(string text) =>
        (text.StartsWith("0x", StringComparison.Ordinal)
            ? ushort.TryParse(
                text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address)
            : ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out address))
            ? address
            : throw new FormatException($"'{text}' is no register or coil: use 0 to 65535 or 0x0000 to 0xFFFF.");
}

using Jingu.Modbus;
using Jingu.Modbus.Links;
using Jingu.Modbus.MeterFrames;
using Jingu.Modbus.Profiles;
using Jingu.Yaml;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// What <c>commissioning.yaml</c> says of wires, which differs by what a port speaks: where it leads, how a meter
/// behind it is addressed, and which profiles fit.
/// </summary>
internal static class MeterWiring
{
    /// <summary>How long a device may take where the file does not say.</summary>
    private static readonly TimeSpan AnswerMaxModbus = TimeSpan.FromMilliseconds(500);

    /// <summary>A meter may think for 500 ms before it answers (DL/T 645-2007, 5.3.3).</summary>
    private static readonly TimeSpan AnswerMaxFrames = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, Func<YamlMap, PortSettings>> Kinds = new()
    {
        ["modbus-tcp"] = map => new PortSettings.Tcp(
            map.Text("host"), (int)map.Number("port", 1, 65535, 502), (int)map.Number("inFlight", 1, 16, 1)),
        ["modbus-rtu"] = map => new PortSettings.Serial(Line(map, 9600, SerialParity.None)),
        ["modbus-rtu-over-tcp"] = map => new PortSettings.RtuOverTcp(
            map.Text("host"), (int)map.Number("port", 1, 65535), (int)map.Number("baud", 300, 115_200, 9600)),
        ["dlt645"] = map => Frames(map, FrameProtocol.Dlt645),
        ["cjt188"] = map => Frames(map, FrameProtocol.Cjt188),
        ["dlt645-over-tcp"] = map => FramesOverTcp(map, FrameProtocol.Dlt645),
        ["cjt188-over-tcp"] = map => FramesOverTcp(map, FrameProtocol.Cjt188),
        ["pulse"] = _ => new PortSettings.Pulses(),
        ["pulse-simulated"] = map => new PortSettings.SimulatedPulses(
            map.Text("host"), (int)map.Number("port", 1, 65535)),
    };

    private static readonly Dictionary<string, SerialParity> Parities = new()
    {
        ["none"] = SerialParity.None,
        ["even"] = SerialParity.Even,
        ["odd"] = SerialParity.Odd,
    };

    private static readonly Dictionary<string, ByteOrder> Orders = new()
    {
        ["low-first"] = ByteOrder.LowFirst,
        ["high-first"] = ByteOrder.HighFirst,
    };

    public static PortSettings ReadSettings(YamlMap map) => map.Choice("kind", Kinds)(map);

    public static TimeSpan AnswerMaxOf(PortSettings settings) =>
        ProtocolOf(settings) is null ? AnswerMaxModbus : AnswerMaxFrames;

    /// <summary>The key that addresses a meter behind such a port.</summary>
    public static string AddressKeyOf(PortSettings settings) =>
        GivesPulses(settings) ? "line" : ProtocolOf(settings) is null ? "unitIdentifier" : "address";

    public static MeterAddress ReadAddress(YamlMap map, PortSettings settings) => ProtocolOf(settings) switch
    {
        null when GivesPulses(settings) => PulseWiring.ReadAddress(map),
        null => new MeterAddress.Modbus((byte)map.Number("unitIdentifier", 0, 247)),
        FrameProtocol.Dlt645 => map.Parsed("address", text => Checked(() => new MeterAddress.Dlt645(text))),
        _ => ReadCjt188(map),
    };

    public static IMeterProfile ReadProfile(YamlMap map, PortSettings settings, SiteProfiles site)
    {
        if (GivesPulses(settings))
            return PulseWiring.ReadProfile(map);
        var name = map.Text("profile");
        var protocol = ProtocolOf(settings);
        IMeterProfile? profile = protocol is null ? site.Find(name) : FrameProfiles.Find(name);
        if (profile is null || (profile is FrameProfile frames && frames.Protocol != protocol))
        {
            var names = protocol is { } frame ? FrameProfiles.NamesOf(frame) : site.Names;
            throw map.Complaint("profile", $"'{name}' is not known: use one of {string.Join(", ", names)}.");
        }
        return profile;
    }

    private static MeterAddress.Cjt188 ReadCjt188(YamlMap map)
    {
        var (addressOrder, identifierOrder) = (
            map.Choice("addressOrder", Orders, ByteOrder.LowFirst),
            map.Choice("identifierOrder", Orders, ByteOrder.LowFirst));
        return map.Parsed(
            "address", text => Checked(() => new MeterAddress.Cjt188(text, addressOrder, identifierOrder)));
    }

    private static bool GivesPulses(PortSettings settings) =>
        settings is PortSettings.Pulses or PortSettings.SimulatedPulses;

    private static FrameProtocol? ProtocolOf(PortSettings settings) => settings switch
    {
        PortSettings.Frames frames => frames.Protocol,
        PortSettings.FramesOverTcp frames => frames.Protocol,
        _ => null,
    };

    private static PortSettings.Frames Frames(YamlMap map, FrameProtocol protocol) =>
        new(protocol, Line(map, 2400, SerialParity.Even));

    private static PortSettings.FramesOverTcp FramesOverTcp(YamlMap map, FrameProtocol protocol) => new(
        protocol, map.Text("host"), (int)map.Number("port", 1, 65535), (int)map.Number("baud", 300, 115_200, 2400));

    private static SerialSettings Line(YamlMap map, int baudUsual, SerialParity parityUsual)
    {
        var baud = (int)map.Number("baud", SerialSettings.Bauds[0], SerialSettings.Bauds[^1], baudUsual);
        return SerialSettings.Bauds.Contains(baud)
            ? new(map.Text("device"), baud, map.Choice("parity", Parities, parityUsual),
                (int)map.Number("stopBits", 1, 2, 1))
            : throw map.Complaint(
                "baud", $"{baud} is no speed of a serial line: use one of {string.Join(", ", SerialSettings.Bauds)}.");
    }

    private static T Checked<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException wrong)
        {
            throw new FormatException(wrong.Message);
        }
    }
}

using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Jingu.Edge.Commissioning;
using Jingu.Edge.Commissioning.Zones;
using Jingu.Lines.I2c;
using Jingu.Modbus;
using Jingu.Modbus.Links;
using Jingu.Modbus.MeterFrames;
using Jingu.Time;
using Jingu.Yaml;

namespace Jingu.Edge.Commands;

/// <summary>
/// <c>jingu-edge scan</c>: who answers on a port, at which baud rate, unit identifier or address, and which profile
/// fits; as a table and as YAML to paste into commissioning.yaml.
/// </summary>
internal static class ScanCommand
{
    private static readonly ImmutableArray<int> BaudsUsual = [9600, 2400, 4800, 19_200];

    /// <summary>Of meters that speak DL/T 645-2007 or CJ/T 188: most are delivered with 2400.</summary>
    private static readonly ImmutableArray<int> FrameBaudsUsual = [2400, 1200, 4800, 9600];

    private static readonly ImmutableArray<string> Protocols = ["dlt645", "cjt188", "modbus"];

    public static Command Create()
    {
        var device = new Option<string?>("--device")
        {
            Description = "A serial line, such as /dev/ttyUSB0.",
            HelpName = "PATH",
        };
        var host = new Option<string?>("--host")
        {
            Description = "A Modbus TCP address.",
            HelpName = "HOST[:PORT]",
        };
        var bauds = new Option<int[]>("--baud")
        {
            Description = "Baud rates to try on the line, unless given those that are usual.",
            AllowMultipleArgumentsPerToken = true,
        };
        var parity = new Option<SerialParity?>("--parity")
        {
            Description = "Parity of the line; unless given none for Modbus, even for dlt645 and cjt188.",
        };
        var i2c = new Option<int?>("--i2c")
        {
            Description = "An I2C bus of this machine, such as 1 for /dev/i2c-1: looks for light sensors (BH1750).",
            HelpName = "BUS",
        };
        var protocols = new Option<string[]>("--protocol")
        {
            Description = "What to speak: dlt645, cjt188, modbus; all on a line unless given.",
            AllowMultipleArgumentsPerToken = true,
        };
        protocols.AcceptOnlyFromAmong([.. Protocols]);
        var units = new Option<string>("--units")
        {
            Description = "Unit identifiers to ask, such as 1-32,100.",
            DefaultValueFactory = _ => "1-247",
        };
        var json = CommonOptions.Json();
        var command = new Command(
            "scan", "Find devices on a port, and the profile of each. Reads only.")
        {
            device, host, i2c, protocols, bauds, parity, units, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(i2c) is { } bus)
                return await LightAsync(bus, parsed.GetValue(device) ?? parsed.GetValue(host), stop);
            var settings = SettingsOf(
                parsed.GetValue(device), parsed.GetValue(host), parsed.GetValue(protocols) ?? [],
                parsed.GetValue(bauds) ?? [], parsed.GetValue(parity));
            var machine = MachineTime.OfThisMachine;
            var frames = new FrameScan(
                [.. settings.Where(one => one is PortSettings.Frames or PortSettings.FramesOverTcp)], machine);
            var scan = new Scan(
                [.. settings.Where(one => one is PortSettings.Serial or PortSettings.Tcp)],
                UnitsOf(parsed.GetValue(units)!), Scan.AnswerMaxDefault, machine);
            try
            {
                var found = await Screen.ProgressAsync(
                    "Asking for addresses and unit identifiers", frames.Steps + scan.Steps,
                    async advance => (await frames.RunAsync(advance, stop)).AddRange(
                        await scan.RunAsync(advance, stop)));
                await (parsed.GetValue(json) ? WriteJsonAsync(found) : WriteTextAsync(found));
                return found.IsEmpty ? ExitCodes.CheckFailed : ExitCodes.Good;
            }
            catch (ScanException unusable)
            {
                await Console.Error.WriteLineAsync(unusable.Message);
                return ExitCodes.MachineLacks;
            }
        });
        return command;
    }

    private static async Task<int> LightAsync(int bus, string? other, CancellationToken stop)
    {
        if (other is not null)
            throw new ConfigurationException("scan", "give one of --device, --host and --i2c.");
        if (I2cLibraries.Parts is not { } parts)
        {
            throw new ConfigurationException(
                "--i2c", $"a jingu-edge of the driver set {About.Drivers} speaks to no I2C bus: install one of the set "
                    + "nuget (jingu-edge --version says which).");
        }
        var found = await new LightScan(parts(MachineTime.OfThisMachine), bus).RunAsync(stop);
        await Console.Out.WriteAsync(LightScan.Write(found));
        return found.Any(one => one.Lux is not null) ? ExitCodes.Good : ExitCodes.CheckFailed;
    }

    /// <summary>Those of frames first: they take a question for each speed, Modbus takes 247.</summary>
    private static List<PortSettings> SettingsOf(
        string? device, string? host, string[] protocols, int[] bauds, SerialParity? parity)
    {
        switch (device, host)
        {
            case (not null, null):
                if (SerialLink.IsInUse(device))
                {
                    throw new ConfigurationException(
                        "scan", $"{device} belongs to another program, mostly a running gateway: stop it first "
                            + "(systemctl stop jingu-edge). jingu-edge status shows what it reads meanwhile.");
                }
                try
                {
                    return
                    [
                        .. from protocol in protocols.Length > 0 ? Protocols.Where(protocols.Contains) : Protocols
                           from baud in bauds.Length > 0 ? [.. bauds] : BaudsOf(protocol)
                           select LineOf(protocol, device, baud, parity),
                    ];
                }
                catch (ArgumentException wrong)
                {
                    throw new ConfigurationException("--baud", wrong.Message);
                }
            case (null, not null):
                var parts = host.Split(':');
                if (parts.Length > 2 || !int.TryParse(parts.ElementAtOrDefault(1) ?? "502", out var port))
                    throw new ConfigurationException("--host", $"'{host}' is no address: give HOST or HOST:PORT.");
                return
                [
                    .. from protocol in protocols.Length > 0 ? Protocols.Where(protocols.Contains) : ["modbus"]
                       from settings in AddressOf(protocol, parts[0], port, bauds)
                       select settings,
                ];
            default:
                throw new ConfigurationException("scan", "give --device PATH, --host HOST[:PORT] or --i2c BUS.");
        }
    }

    private static ImmutableArray<int> BaudsOf(string protocol) =>
        FrameProtocolOf(protocol) is null ? BaudsUsual : FrameBaudsUsual;

    private static FrameProtocol? FrameProtocolOf(string protocol) => protocol switch
    {
        "dlt645" => FrameProtocol.Dlt645,
        "cjt188" => FrameProtocol.Cjt188,
        _ => null,
    };

    private static PortSettings LineOf(string protocol, string device, int baud, SerialParity? parity) =>
        FrameProtocolOf(protocol) is { } frames
            ? new PortSettings.Frames(frames, new(device, baud, parity ?? SerialParity.Even, 1))
            : new PortSettings.Serial(new(device, baud, parity ?? SerialParity.None, 1));

    /// <summary>A device server that passes frames on has its speed set there: it only says how long to wait.</summary>
    private static PortSettings[] AddressOf(string protocol, string host, int port, int[] bauds) =>
        FrameProtocolOf(protocol) is { } frames
            ? [new PortSettings.FramesOverTcp(frames, host, port, bauds.FirstOrDefault(FrameBaudsUsual[0]))]
            : [new PortSettings.Tcp(host, port)];

    private static ImmutableArray<byte> UnitsOf(string text)
    {
        var units = ImmutableArray.CreateBuilder<byte>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-');
            if (!byte.TryParse(ends[0], out var first) || !byte.TryParse(ends[^1], out var last) || ends.Length > 2
                || first < 1 || last > 247 || first > last)
            {
                throw new ConfigurationException(
                    "--units", $"'{part}' is no range of unit identifiers: use 1 to 247, such as 1-32,100.");
            }
            for (var unit = (int)first; unit <= last; unit++)
                units.Add((byte)unit);
        }
        return units.ToImmutable();
    }

    private static Task WriteJsonAsync(ImmutableArray<Found> found) => Screen.JsonAsync(new JsonArray(
        [.. found.Select(JsonNode (device) => new JsonObject
        {
            ["kind"] = FoundYaml.KindOf(device.Settings),
            ["baud"] = device.Baud,
            ["unitIdentifier"] = device.Address is MeterAddress.Modbus modbus ? (int)modbus.UnitIdentifier : null,
            ["address"] = device.Address is null or MeterAddress.Modbus ? null : FoundYaml.NameOf(device.Address),
            ["profiles"] = new JsonArray([.. device.Profiles.Select(JsonNode (profile) => profile.Name)]),
            ["how"] = device.How,
            ["manufacturer"] = device.Nameplate?.Manufacturer,
            ["model"] = device.Nameplate?.Model,
            ["serial"] = device.Nameplate?.Serial,
        })]));

    private static async Task WriteTextAsync(ImmutableArray<Found> found)
    {
        if (found.IsEmpty)
        {
            await Console.Error.WriteLineAsync(
                "Nobody answered: check the wiring (A and B exchanged?), the meters' supply, and other baud rates and "
                + "parities.");
            return;
        }
        await Screen.TableAsync(
            ["speaks", "baud", "address", "profile", "known"],
            found.Select(device => (string[])
            [
                FoundYaml.KindOf(device.Settings), device.Baud?.ToString(CultureInfo.InvariantCulture) ?? "",
                FoundYaml.NameOf(device.Address),
                device.Profiles.IsEmpty ? "?" : string.Join(" or ", device.Profiles.Select(profile => profile.Name)),
                device.Story,
            ]));
        await Console.Out.WriteLineAsync();
        await Console.Out.WriteAsync(FoundYaml.Write(found));
    }
}

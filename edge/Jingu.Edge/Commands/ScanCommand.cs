using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Jingu.Contracts.Readings;
using Jingu.Edge.Commissioning;
using Jingu.Modbus;
using Jingu.Modbus.Links;
using Jingu.Time;
using Jingu.Yaml;

namespace Jingu.Edge.Commands;

/// <summary>
/// <c>jingu-edge scan</c>: who answers on a port, at which baud rate and unit identifier, and which profile fits; as a
/// table and as YAML to paste into commissioning.yaml.
/// </summary>
internal static class ScanCommand
{
    private static readonly ImmutableArray<int> BaudsUsual = [9600, 2400, 4800, 19_200];

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
            Description = "Baud rates to try on the line; 9600, 2400, 4800 and 19200 unless given.",
            AllowMultipleArgumentsPerToken = true,
        };
        var parity = new Option<SerialParity>("--parity")
        {
            Description = "Parity of the line.",
            DefaultValueFactory = _ => SerialParity.None,
        };
        var units = new Option<string>("--units")
        {
            Description = "Unit identifiers to ask, such as 1-32,100.",
            DefaultValueFactory = _ => "1-247",
        };
        var json = CommonOptions.Json();
        var command = new Command(
            "scan", "Find devices on a port, and the profile of each. Reads only.")
        {
            device, host, bauds, parity, units, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var settings = SettingsOf(
                parsed.GetValue(device), parsed.GetValue(host), parsed.GetValue(bauds) ?? [], parsed.GetValue(parity));
            var scan = new Scan(
                settings, UnitsOf(parsed.GetValue(units)!), Scan.AnswerMaxDefault, MachineTime.OfThisMachine);
            try
            {
                var found = await Screen.ProgressAsync(
                    "Asking every unit identifier", scan.Steps, advance => scan.RunAsync(advance, stop));
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

    private static IReadOnlyList<PortSettings> SettingsOf(
        string? device, string? host, int[] bauds, SerialParity parity)
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
                    return [.. (bauds.Length > 0 ? bauds : [.. BaudsUsual]).Select(
                        baud => new PortSettings.Serial(new SerialSettings(device, baud, parity, 1)))];
                }
                catch (ArgumentException wrong)
                {
                    throw new ConfigurationException("--baud", wrong.Message);
                }
            case (null, not null):
                var parts = host.Split(':');
                return parts.Length <= 2 && int.TryParse(parts.ElementAtOrDefault(1) ?? "502", out var port)
                    ? [new PortSettings.Tcp(parts[0], port)]
                    : throw new ConfigurationException("--host", $"'{host}' is no address: give HOST or HOST:PORT.");
            default:
                throw new ConfigurationException("scan", "give --device PATH or --host HOST[:PORT].");
        }
    }

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
            ["baud"] = device.Baud,
            ["unitIdentifier"] = (int)device.UnitIdentifier,
            ["profiles"] = new JsonArray([.. device.Profiles.Select(JsonNode (profile) => profile.Name)]),
            ["how"] = device.How,
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
            ["baud", "unit identifier", "profile", "known"],
            found.Select(device => (string[])
            [
                device.Baud?.ToString(CultureInfo.InvariantCulture) ?? "",
                device.UnitIdentifier.ToString(CultureInfo.InvariantCulture),
                device.Profiles.IsEmpty ? "?" : string.Join(" or ", device.Profiles.Select(profile => profile.Name)),
                device.How,
            ]));
        await Console.Out.WriteLineAsync();
        await Console.Out.WriteAsync(ToYaml(found));
    }

    /// <summary>What to paste into commissioning.yaml; what only a person knows is said in a comment.</summary>
    internal static string ToYaml(ImmutableArray<Found> found)
    {
        var text = new StringBuilder("ports:\n");
        var ports = found.Select(device => device.Settings).Distinct().ToList();
        foreach (var (settings, number) in ports.Select((settings, i) => (settings, i + 1)))
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{id: port-{number}, ");
            text.Append(settings switch
            {
                PortSettings.Serial { Line: var line } => string.Create(CultureInfo.InvariantCulture,
                    $"kind: modbus-rtu, device: {line.Device}, baud: {line.Baud}, ")
                    + $"parity: {line.Parity.ToString().ToLowerInvariant()}, ",
                PortSettings.Tcp tcp => string.Create(
                    CultureInfo.InvariantCulture, $"kind: modbus-tcp, host: {tcp.Host}, port: {tcp.Port}, "),
                _ => "",
            });
            text.Append("period: 10s}\n");
        }
        text.Append("meters:\n");
        foreach (var device in found.Where(device => device.Profiles.Length > 0))
        {
            var (port, profile) = (ports.IndexOf(device.Settings) + 1, device.Profiles[0]);
            var counter = Quantities.NameOf(
                profile.Layout.First(scaling => Quantities.IsCounter(scaling.Quantity)).Quantity);
            text.Append(CultureInfo.InvariantCulture, $$"""
                  - id: meter-{{port}}-{{device.UnitIdentifier}}
                    port: port-{{port}}
                    unitIdentifier: {{device.UnitIdentifier}}
                    profile: {{profile.Name}}  # known {{device.How}}
                    serial: "?"  # from its nameplate
                    points: [{id: point-{{port}}-{{device.UnitIdentifier}}, quantity: {{counter}}}]

                """);
        }
        return text.ToString();
    }
}

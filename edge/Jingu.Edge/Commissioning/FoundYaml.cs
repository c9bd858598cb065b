using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Jingu.Contracts.Readings;
using Jingu.Modbus;
using Jingu.Modbus.Links;
using Jingu.Modbus.MeterFrames;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// What a scan found, to paste into commissioning.yaml; what only a person knows is said in a comment.
/// </summary>
internal static class FoundYaml
{
    public static string Write(ImmutableArray<Found> found)
    {
        var text = new StringBuilder("ports:\n");
        var ports = found.Select(device => device.Settings).Distinct().ToList();
        foreach (var (settings, number) in ports.Select((settings, i) => (settings, i + 1)))
            text.Append(CultureInfo.InvariantCulture, $"  - {{id: port-{number}, {PortOf(settings)}period: 10s}}\n");
        text.Append("meters:\n");
        foreach (var device in found)
        {
            if (device.Address is { } address && device.Profiles is [var profile, ..])
                Write(text, ports.IndexOf(device.Settings) + 1, address, profile, device);
        }
        return text.ToString();
    }

    private static void Write(StringBuilder text, int port, MeterAddress address, IMeterProfile profile, Found found)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{port}-{NameOf(address)}");
        var counters = profile.Layout.Where(scaling => Quantities.IsCounter(scaling.Quantity)).ToList();
        var points = counters.Count == 0
            ? "[]  # it counts nothing: name it under sensors"
            : $"[{{id: point-{name}, quantity: {Quantities.NameOf(counters[0].Quantity)}}}]";
        text.Append(CultureInfo.InvariantCulture, $$"""
              - id: meter-{{name}}
                port: port-{{port}}
                {{AddressOf(address)}}
                profile: {{profile.Name}}  # known {{found.Story}}
                serial: {{SerialOf(found)}}
                points: {{points}}

            """);
    }

    /// <summary>What the device says of itself may hold any character that prints.</summary>
    private static string SerialOf(Found found) => found.Nameplate is { Serial.Length: > 0 } said
        ? $"'{said.Serial.Replace("'", "''", StringComparison.Ordinal)}'  # as it says; compare with its nameplate"
        : "\"?\"  # from its nameplate";

    /// <summary>As a table shows it.</summary>
    public static string NameOf(MeterAddress? address) => address switch
    {
        MeterAddress.Modbus modbus => modbus.UnitIdentifier.ToString(CultureInfo.InvariantCulture),
        MeterAddress.Dlt645 dlt645 => dlt645.Digits,
        MeterAddress.Cjt188 cjt188 => cjt188.Digits,
        _ => "?",
    };

    /// <summary>What a port speaks, as its kind in commissioning.yaml.</summary>
    public static string KindOf(PortSettings settings) => settings switch
    {
        PortSettings.Serial => "modbus-rtu",
        PortSettings.Tcp => "modbus-tcp",
        PortSettings.RtuOverTcp => "modbus-rtu-over-tcp",
        PortSettings.Frames frames => NameOf(frames.Protocol),
        PortSettings.FramesOverTcp frames => NameOf(frames.Protocol) + "-over-tcp",
        PortSettings.Pulses => "pulse",
        PortSettings.SimulatedPulses => "pulse-simulated",
        _ => throw new ArgumentOutOfRangeException(nameof(settings)),
    };

    private static string NameOf(FrameProtocol protocol) => protocol == FrameProtocol.Dlt645 ? "dlt645" : "cjt188";

    private static string AddressOf(MeterAddress address) => address switch
    {
        MeterAddress.Modbus => $"unitIdentifier: {NameOf(address)}",
        MeterAddress.Cjt188 { AddressOrder: ByteOrder.HighFirst } =>
            $"address: \"{NameOf(address)}\"\n    addressOrder: high-first",
        _ => $"address: \"{NameOf(address)}\"",
    };

    private static string PortOf(PortSettings settings) => $"kind: {KindOf(settings)}, " + settings switch
    {
        PortSettings.Serial serial => LineOf(serial.Line),
        PortSettings.Frames frames => LineOf(frames.Line),
        PortSettings.Tcp tcp => string.Create(CultureInfo.InvariantCulture, $"host: {tcp.Host}, port: {tcp.Port}, "),
        PortSettings.FramesOverTcp tcp => string.Create(
            CultureInfo.InvariantCulture, $"host: {tcp.Host}, port: {tcp.Port}, baud: {tcp.Baud}, "),
        _ => "",
    };

    private static string LineOf(SerialSettings line) => string.Create(
        CultureInfo.InvariantCulture,
        $"device: {line.Device}, baud: {line.Baud}, parity: {line.Parity.ToString().ToLowerInvariant()}, ");
}

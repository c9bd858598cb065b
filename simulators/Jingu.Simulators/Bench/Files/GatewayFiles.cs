using Jingu.Contracts.Ids;
using Jingu.Simulators.Campus;
using Jingu.Simulators.Frames;
using Jingu.Yaml;

namespace Jingu.Simulators.Bench.Files;

/// <summary>The files of one gateway: gateway.yaml, commissioning.yaml and its key.</summary>
internal static class GatewayFiles
{
    public const string Journal = "journal.db";
    private const string Commissioning = "commissioning.yaml";

    /// <summary>
    /// Generous, for a machine that is busy: only a cut wire stays silent behind TCP; recorded gaps are answered with
    /// an exception.
    /// </summary>
    private const string AnswerMax = "2s";

    /// <summary>Short: a machine that starts an aggregator anew is to find out that something was sent again.</summary>
    private const string ResendAfter = "500ms";
    private const string Key = "gateway.key";
    private const string Trusted = "signing.pub.pem";
    private const int LitresPerCubicMetre = 1000;

    /// <summary>As most meters of DL/T 645 and CJ/T 188 are delivered.</summary>
    private const int FrameBaud = 2400;

    /// <returns>The path of gateway.yaml.</returns>
    public static string Write(
        string folder,
        VirtualCampus campus,
        GatewayId gateway,
        string keyLine,
        SiteKeys signing,
        int brokerPort,
        TimeSpan period,
        bool paceLines)
    {
        File.WriteAllText(Path.Combine(folder, Key), keyLine + "\n");
        File.WriteAllText(Path.Combine(folder, Trusted), signing.Open);
        YamlText.Write(Path.Combine(folder, Commissioning), new
        {
            schema = 1,
            place = FloorFiles.Place(campus.Plan, gateway),
            ports = campus.Plan.Ports
                .Where(port => port.Gateway == gateway)
                .Select(port => Port(campus.EndpointOf(gateway, port.Id), period)).ToArray(),
            meters = campus.Plan.Meters.Where(meter => meter.Gateway == gateway).Select(Meter).ToArray(),
            devices = (object[])
            [
                .. SwitchingFiles.Devices(campus.Plan, gateway), .. FloorFiles.Devices(campus, gateway),
            ],
            switchPoints = SwitchingFiles.SwitchPoints(campus.Plan, gateway),
            lamps = SwitchingFiles.Lamps(campus.Plan, gateway),
            setPoints = SwitchingFiles.SetPoints(campus.Plan, gateway),
            sensors = FloorFiles.Sensors(campus, gateway),
            zones = FloorFiles.Zones(campus.Plan, gateway),
        });
        var file = Path.Combine(folder, "gateway.yaml");
        YamlText.Write(file, new
        {
            schema = 1,
            site = campus.Plan.Site.Value,
            gateway = gateway.Value,
            zone = campus.Plan.Zone,
            key = Key,
            store = Journal,
            commissioning = Commissioning,
            tick = "1s",
            paceLines,
            broker = new { host = "127.0.0.1", port = brokerPort },
            trusted = new[] { new { name = signing.Name, file = Trusted } },
            delivery = new { resendAfter = ResendAfter },
        });
        return file;
    }

    private static object Port(PortEndpoint endpoint, TimeSpan period)
    {
        var every = Durations.Format(endpoint.Port.Period ?? period);
        return endpoint.Device is not null
            ? new
            {
                id = endpoint.Port.Id,
                kind = endpoint.Port.KindName,
                device = endpoint.Device,
                baud = endpoint.Port.Kind == LineKind.ModbusRtu ? VirtualCampus.LineBaud : FrameBaud,
                parity = "none",
                stopBits = 1,
                period = every,
                answerMax = "500ms",
            }
            : new
            {
                id = endpoint.Port.Id,
                kind = endpoint.Port.KindName,
                host = endpoint.Host,
                port = endpoint.TcpPort,
                period = every,
                answerMax = AnswerMax,
            };
    }

    private static object Meter(MeterPlan meter) =>
        meter.Kind == DeviceKind.PulseWater ? PulseMeter(meter)
        : VirtualFrameMeter.Is(meter.Kind) ? FrameMeter(meter)
        : ModbusMeter(meter);

    private static object PulseMeter(MeterPlan meter) => new
    {
        id = meter.Id.Value,
        port = meter.Port,
        serial = meter.Serial,
        line = new { chip = meter.Id.Value, offset = 0, contact = "reed", active = "high" },
        constants = new[]
        {
            new { from = "2000-01-01", value = LitresPerCubicMetre / VirtualPulseMeter.LitresPerPulse },
        },
        points = Points(meter),
    };

    private static object FrameMeter(MeterPlan meter) => new
    {
        id = meter.Id.Value,
        port = meter.Port,
        address = VirtualFrameMeter.AddressOf(meter),
        profile = meter.Kind.ProfileName(),
        serial = meter.Serial,
        multiplier = meter.Multiplier,
        points = Points(meter),
    };

    private static object ModbusMeter(MeterPlan meter) => new
    {
        id = meter.Id.Value,
        port = meter.Port,
        unitIdentifier = (int)meter.UnitIdentifier,
        profile = meter.Kind.ProfileName(),
        serial = meter.Serial,
        multiplier = meter.Multiplier,
        points = Points(meter),
    };

    private static object[] Points(MeterPlan meter) =>
        [.. meter.Points.Select(point => new { id = point.Id.Value, quantity = point.QuantityName })];
}

using System.Globalization;
using System.Text;
using Jingu.Budgets.Policies;
using Jingu.Contracts.Signatures;
using Jingu.Contracts.Wire;
using Jingu.Time;
using Gateway = Jingu.Benchmarks.Inputs.Gateway;

namespace Jingu.Benchmarks.Macro;

/// <summary>
/// Configuration of a gateway that reads a farm, with a policy for all of its meters: an operator's files, and nothing
/// that is meant for a bench.
/// </summary>
internal static class GatewayFiles
{
    /// <summary>Ten floats, the farm's clock as power: rounded to whole counts, as every value is.</summary>
    private static readonly string[] Quantities =
    [
        "power-l1", "power-l2", "power-l3", "voltage-l1", "voltage-l2", "voltage-l3", "current-l1", "frequency",
    ];

    public static string KeyFile(Lab lab) => lab.At("gateway.key");

    public static string PolicyFile(Lab lab) => lab.At("policy.jws");

    /// <param name="tick">How often it accounts and saves.</param>
    /// <param name="more">Lines of gateway.yaml.</param>
    /// <returns>The path of gateway.yaml.</returns>
    public static string Write(Lab lab, Farm farm, TimeSpan tick, int inFlight = 1, string more = "") => Write(
        lab, farm.Meters, tick,
        Enumerable.Range(0, farm.Ports).Select(port =>
            $"{{id: {PortOf(port)}, kind: modbus-tcp, host: 127.0.0.1, port: {farm.FirstPort + port}, period: 1s, "
            + $"inFlight: {inFlight}}}"),
        more);

    /// <param name="ports">Entries of commissioning.yaml, named port-0, port-1 ..., a hundred meters to each.</param>
    public static string Write(
        Lab lab, int meters, TimeSpan tick, IEnumerable<string> ports, string more = "")
    {
        var key = GatewayKey.Create("k1");
        File.WriteAllText(KeyFile(lab), key.ToLine());
        using var signing = SigningKey.Create("aggregator");
        File.WriteAllText(lab.At("aggregator.pub"), signing.ToVerificationKey().ToPem());
        var now = MachineTime.OfThisMachine.GetUtcNow();
        var policy = new Gateway(meters).Policy();
        policy = policy with
        {
            Issued = now.AddMinutes(-1),
            NotAfter = now.AddDays(60),
            Units = [.. policy.Units.Select(unit => unit with
            {
                Months = [.. unit.Months.Select(month => month with
                {
                    Month = now.AddHours(8).ToString("yyyy-MM", CultureInfo.InvariantCulture),
                })],
            })],
        };
        File.WriteAllBytes(PolicyFile(lab), Jws.Sign(DesiredStateJson.Write(policy), DesiredState.Type, signing));
        WriteProfile(lab);
        File.WriteAllText(lab.At("commissioning.yaml"), Commissioning(meters, ports));
        var file = lab.At("gateway.yaml");
        File.WriteAllText(file, $$"""
            schema: 1
            site: {{Gateway.Site}}
            gateway: {{Gateway.Id}}
            zone: Asia/Shanghai
            key: gateway.key
            store: journal.db
            commissioning: commissioning.yaml
            tick: {{tick.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}}ms
            broker: {host: 127.0.0.1, port: {{lab.BrokerPort}}}
            clock: {keptBy: the machine that runs this benchmark}
            trusted: [{name: aggregator, file: aggregator.pub}]
            {{more}}
            """);
        return file;
    }

    private static string PortOf(int port) => string.Create(CultureInfo.InvariantCulture, $"port-{port}");

    private static string Commissioning(int meters, IEnumerable<string> ports)
    {
        var text = new StringBuilder("schema: 1\nports:\n");
        foreach (var port in ports)
            text.Append("  - ").Append(port).Append('\n');
        text.Append("meters:\n");
        for (var meter = 0; meter < meters; meter++)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  - {{id: m-{meter}, port: {PortOf(meter / Farm.PerPort)}, ")
                .Append(CultureInfo.InvariantCulture,
                    $"unitIdentifier: {(meter % Farm.PerPort) + 1}, profile: farm, serial: S-{meter}, ")
                .Append(CultureInfo.InvariantCulture,
                    $"points: [{{id: {Gateway.PointOf(meter)}, quantity: energy-import}}]}}\n");
        }
        return text.ToString();
    }

    /// <summary>Energy first (how often it was polled, Wh), then the clock.</summary>
    private static void WriteProfile(Lab lab)
    {
        const string Common = "function: 3, type: f32, order: ABCD, scale: 1, notAvailable: NaN";
        var text = new StringBuilder("""
            schema: 1
            name: farm
            vendor: Jingu
            model: Farm
            source: benchmarks/peers/farm.c
            registersMax: 125
            gapMax: 10
            registers:

            """);
        void Register(string quantity, int address, string unit, string resolution, string more) => text.Append(
            CultureInfo.InvariantCulture,
            $"  - {{quantity: {quantity}, manual: {40001 + address}, address: {address}, {Common}, unit: {unit}, "
                + $"resolution: {resolution}{more}}}\n");
        Register("energy-import", 2, "Wh", "1", ", ctSide: primary, modulus: 100000000, rateMax: 7000000");
        Register("power", 0, "W", "1", ", ctSide: primary");
        foreach (var (place, quantity) in Quantities.Index())
        {
            var unit = quantity.Split('-')[0] switch
            {
                "power" => "W",
                "voltage" => "V",
                "current" => "A",
                _ => "Hz",
            };
            Register(quantity, 4 + (2 * place), unit, "0.1", unit == "Hz" ? "" : ", ctSide: primary");
        }
        Directory.CreateDirectory(lab.At("profiles"));
        File.WriteAllText(Path.Combine(lab.At("profiles"), "farm.yaml"), text.ToString());
    }
}

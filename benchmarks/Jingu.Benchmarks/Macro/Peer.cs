using System.Globalization;
using System.Text;
using Jingu.Simulators.Bench.Children;

namespace Jingu.Benchmarks.Macro;

/// <summary>Somebody who reads a farm once a second and publishes it by QoS 1.</summary>
/// <param name="Name">In tables.</param>
/// <param name="MetersMax">More are not tried.</param>
/// <param name="Lacks">What it needs and the machine lacks; null: nothing.</param>
/// <param name="StartAsync">Starts it.</param>
internal sealed record Peer(
    string Name, int MetersMax, Func<Task<string?>> Lacks, Func<Lab, Farm, Task<Child>> StartAsync)
{
    /// <summary>True where the other end is the aggregator's stand-in, with key and policy.</summary>
    public bool IsOurs { get; init; }

    /// <summary>All of ours on, one commit a second, as it is configured unless somebody says otherwise.</summary>
    public static Peer Jingu { get; } = Ours("Jingu", TimeSpan.FromSeconds(1));

    /// <summary>The same with a commit every 50 ms.</summary>
    public static Peer JinguFast { get; } = Ours("Jingu, tick 50 ms", TimeSpan.FromMilliseconds(50));

    public static Peer Limit { get; } = new(
        "C", 8000, () => PeerPrograms.LimitAsync(), (lab, farm) => LimitAsync(lab, farm, []));

    public static Peer LimitInBatches { get; } = new(
        "C, 100 meters a message", 8000, () => PeerPrograms.LimitAsync(),
        (lab, farm) => LimitAsync(lab, farm, ["100"]));

    public static Peer Node { get; } = new(
        "Node script", 2000, () => PeerPrograms.NodeAsync(),
        (lab, farm) => lab.StartAsync(new(
            "peer", "node", [PeerPrograms.InNode("node-script.js"), .. Arguments(lab, farm)], lab.Folder,
            "node ready")));

    public static Peer NodeRed { get; } = new("Node-RED", 2000, () => PeerPrograms.NodeAsync(), NodeRedAsync);

    public static Peer Collectd { get; } = new("collectd", 2000, () => PeerPrograms.CollectdAsync(), CollectdAsync);

    private static Peer Ours(string name, TimeSpan tick) => new(
        name, 8000, () => Task.FromResult<string?>(null),
        (lab, farm) => lab.StartAsync(new(
            "peer", lab.Programs.Edge, ["run", "--config", GatewayFiles.Write(lab, farm, tick)], lab.Folder,
            "jingu-edge ready")))
    {
        IsOurs = true,
    };

    private static Task<Child> LimitAsync(Lab lab, Farm farm, string[] more) => lab.StartAsync(new(
        "peer", Path.Combine(Checkout.PeersBuilt, "limit"), [.. Arguments(lab, farm), .. more], lab.Folder,
        "limit ready"));

    private static async Task<Child> NodeRedAsync(Lab lab, Farm farm)
    {
        var flow = lab.At("flow.json");
        var made = await Lab.CommandAsync(
            lab.Folder, "sh", "-c",
            $"node '{PeerPrograms.InNode("node-red-flow.js")}' {string.Join(' ', Arguments(lab, farm))} > '{flow}'");
        if (made is not null)
            throw new InvalidOperationException(made);
        return await lab.StartAsync(new(
            "peer", "node",
            [
                PeerPrograms.InNode(Path.Combine("node_modules", "node-red", "red.js")), "-u", lab.At("node-red"),
                "-s", PeerPrograms.InNode("node-red-settings.js"), "-p", Text(Lab.FreePort()), flow,
            ],
            lab.Folder, null));
    }

    private static async Task<Child> CollectdAsync(Lab lab, Farm farm)
    {
        var file = lab.At("collectd.conf");
        await File.WriteAllTextAsync(file, CollectdFile(lab, farm));
        return await lab.StartAsync(new("peer", PeerPrograms.CollectdProgram, ["-f", "-C", file], lab.Folder, null));
    }

    private static string CollectdFile(Lab lab, Farm farm)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""
            Hostname "farm"
            FQDNLookup false
            BaseDir "{{lab.Folder}}"
            PIDFile "{{lab.At("collectd.pid")}}"
            PluginDir "/usr/lib/collectd"
            TypesDB "/usr/share/collectd/types.db"
            Interval 1
            ReadThreads 5
            LoadPlugin modbus
            LoadPlugin mqtt
            <Plugin mqtt>
              <Publish "peers">
                Host "127.0.0.1"
                Port {{lab.BrokerPort}}
                QoS 1
                Prefix "collectd"
                StoreRates false
                Retain false
              </Publish>
            </Plugin>
            <Plugin modbus>

            """);
        for (var place = 0; place < 10; place++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                  <Data "q{{place}}">
                    RegisterBase {{2 * place}}
                    RegisterType Float
                    RegisterCmd ReadHolding
                    Type gauge
                    Instance "q{{place}}"
                  </Data>

                """);
        }
        var collect = string.Concat(Enumerable.Range(0, 10).Select(place => $"      Collect \"q{place}\"\n"));
        for (var port = 0; port < farm.Ports; port++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                  <Host "farm-{{port}}">
                    Address "127.0.0.1"
                    Port "{{farm.FirstPort + port}}"
                    Interval 1

                """);
            for (var meter = port * Farm.PerPort; meter < Math.Min(farm.Meters, (port + 1) * Farm.PerPort); meter++)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"    <Slave {(meter % Farm.PerPort) + 1}>\n      Instance \"m{meter}\"\n{collect}    </Slave>\n");
            }
            text.Append("  </Host>\n");
        }
        return text.Append("</Plugin>\n").ToString();
    }

    private static string[] Arguments(Lab lab, Farm farm) =>
        [Text(lab.BrokerPort), Text(farm.FirstPort), Text(farm.Meters)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

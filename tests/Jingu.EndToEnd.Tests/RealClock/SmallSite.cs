using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Jingu.EndToEnd.Tests.Programs;
using Jingu.Testing;
using Jingu.Testing.Brokers;

namespace Jingu.EndToEnd.Tests.RealClock;

/// <summary>
/// A site of one meter on the wall clock: pymodbus serves an SDM630, one gateway polls it every second, mosquitto and
/// one aggregator stand behind it. Nothing in it is a bench.
/// </summary>
internal sealed class SmallSite : IAsyncDisposable
{
    private const string Meter = "{id: m-1, gateway: gateway-1, building: building-1}";

    private const string Point =
        "{id: unit-01-electricity, meter: m-1, resource: electricity, direction: import, role: unit, "
        + "unit: unit-01, building: building-1}";

    private static string Second(string text) => text
        .Replace("gateway-1", "gateway-2", StringComparison.Ordinal)
        .Replace("m-1", "m-2", StringComparison.Ordinal)
        .Replace("unit-01-electricity", "unit-01-second", StringComparison.Ordinal);

    private readonly List<RunningProgram> _running = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly string _keyLine = $"k1:{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";

    public string Folder { get; } = Directory.CreateTempSubdirectory("jingu-small-site-").FullName;

    public int BrokerPort { get; } = MosquittoBroker.FreePort();

    /// <summary>Where the gateway keeps its journal, below <see cref="Folder"/>.</summary>
    public string Store { get; init; } = "journal.db";

    /// <summary>Whatever time service the machine has or lacks: somebody keeps its clock.</summary>
    public string Clock { get; init; } = "clock: {keptBy: the machine that runs this test}";

    /// <summary>More lines of gateway.yaml.</summary>
    public string GatewayMore { get; init; } = "";

    /// <summary>More lines of aggregator.yaml.</summary>
    public string AggregatorMore { get; init; } = "";

    /// <summary>The unit sits behind a second gateway too, which reads a meter like the first one's.</summary>
    public bool HasSecond { get; init; }

    public string KeyFile => Path.Combine(Folder, "gateway.key");

    public MosquittoBroker? Broker { get; private set; }

    public async Task<MosquittoBroker> StartBrokerAsync() =>
        Broker = await MosquittoBroker.StartAsync(port: BrokerPort);

    /// <summary>Starts the meter and the gateway that reads it.</summary>
    public async Task<RunningProgram> StartGatewayAsync()
    {
        var meter = Start(Binaries.SystemPython, Binaries.Sdm630Server);
        await Eventually.UntilAsync(() => meter.Output.Contains('\n', StringComparison.Ordinal));
        var meterPort = int.Parse(meter.Output.Trim(), CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(KeyFile, _keyLine);
        await File.WriteAllTextAsync(Path.Combine(Folder, "gateway.yaml"), $$"""
            schema: 1
            site: zhoushan
            gateway: gateway-1
            zone: Asia/Shanghai
            key: gateway.key
            store: {{Store}}
            commissioning: commissioning.yaml
            tick: 200ms
            broker: {host: 127.0.0.1, port: {{BrokerPort}}}
            {{Clock}}
            {{GatewayMore}}
            """);
        await File.WriteAllTextAsync(Path.Combine(Folder, "commissioning.yaml"), $$"""
            schema: 1
            ports:
              - {id: tcp-1, kind: modbus-tcp, host: 127.0.0.1, port: {{meterPort}}, period: 1s}
            meters:
              - id: m-1
                port: tcp-1
                unitIdentifier: 1
                profile: eastron-sdm630
                serial: SDM-1
                points: [{id: unit-01-electricity, quantity: energy-import}]
            """);
        return await StartGatewayAgainAsync();
    }

    public async Task<RunningProgram> StartGatewayAgainAsync()
    {
        var gateway = Start(Binaries.Edge, "run", "--config", "gateway.yaml");
        await gateway.SaysAsync("jingu-edge ready gateway-1");
        return gateway;
    }

    /// <summary>Starts the second gateway, on the files of the first one with other names in them.</summary>
    public async Task<RunningProgram> StartSecondGatewayAsync()
    {
        foreach (var file in new[] { "gateway.yaml", "commissioning.yaml" })
        {
            await File.WriteAllTextAsync(
                Path.Combine(Folder, $"second-{file}"),
                Second(await File.ReadAllTextAsync(Path.Combine(Folder, file)))
                    .Replace("journal.db", "second.db", StringComparison.Ordinal)
                    .Replace("commissioning.yaml", "second-commissioning.yaml", StringComparison.Ordinal));
        }
        var gateway = Start(Binaries.Edge, "run", "--config", "second-gateway.yaml");
        await gateway.SaysAsync("jingu-edge ready gateway-2");
        return gateway;
    }

    /// <param name="knowsMeter">False: the site's file does not name the meter yet.</param>
    public async Task<RunningProgram> StartAggregatorAsync(bool knowsMeter = true)
    {
        var listen = MosquittoBroker.FreePort();
        _http.BaseAddress = new Uri($"http://127.0.0.1:{listen}");
        await File.WriteAllTextAsync(KeyFile, _keyLine);
        await WriteSiteAsync(knowsMeter);
        await File.WriteAllTextAsync(Path.Combine(Folder, "aggregator.yaml"), $$"""
            schema: 1
            site: site.yaml
            store: aggregator-data
            broker: {host: 127.0.0.1, port: {{BrokerPort}}}
            listen: http://127.0.0.1:{{listen}}
            gateways:
              - {id: gateway-1, key: gateway.key}
            {{(HasSecond ? "  - {id: gateway-2, key: gateway.key}" : "")}}
            {{AggregatorMore}}
            """);
        var secret = await Jingu.Testing.Programs.RunAsync(
            Binaries.Aggregator, "token", "add", "--config", Path.Combine(Folder, "aggregator.yaml"), "--name", "test",
            "--scope", "read", "plan", "command", "act-for");
        _http.DefaultRequestHeaders.Authorization = new("Bearer", secret.Trim());
        var aggregator = Start(Binaries.Aggregator, "run", "--config", "aggregator.yaml");
        await aggregator.SaysAsync("jingu-aggregator ready");
        return aggregator;
    }

    public Task WriteSiteAsync(bool knowsMeter) => File.WriteAllTextAsync(Path.Combine(Folder, "site.yaml"), $$"""
        schema: 1
        site: zhoushan
        zone: Asia/Shanghai
        buildings: [{id: building-1, name: 1号楼, nameEn: Building 1}]
        units: [{id: unit-01, name: 市档案局, nameEn: Archives, headcount: 42}]
        meters: {{(knowsMeter ? $"[{Meter}{(HasSecond ? ", " + Second(Meter) : "")}]" : "[]")}}
        points: {{(knowsMeter ? $"[{Point}{(HasSecond ? ", " + Second(Point) : "")}]" : "[]")}}
        """);

    public async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    /// <summary>Posts JSON, or CSV where the body is no JSON; the answer's text with its status.</summary>
    public async Task<(int Status, string Text)> PostAsync(string path, string body)
    {
        using var content = new StringContent(
            body, System.Text.Encoding.UTF8, body.StartsWith('{') ? "application/json" : "text/csv");
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonNode> DeliveryAsync() =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri("api/delivery", UriKind.Relative)))!;

    /// <summary>What the gateway's journal says of a stream.</summary>
    public async Task<JsonNode> StreamAsync(string stream) => JsonNode.Parse(
        await Jingu.Testing.Programs.RunAsync(
            Binaries.Edge, "journal", "--config", Path.Combine(Folder, "gateway.yaml"), "--json"))!["streams"]![
            stream]!;

    public RunningProgram Start(string file, params string[] arguments)
    {
        var program = RunningProgram.Start(file, Folder, arguments);
        _running.Add(program);
        return program;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _running)
            await program.DisposeAsync();
        if (Broker is not null)
            await Broker.DisposeAsync();
        _http.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

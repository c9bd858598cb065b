using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Configuration.Sites;
using Jingu.Aggregator.People;
using Jingu.Contracts.Signatures;
using Jingu.Contracts.Wire;

namespace Jingu.Aggregator.Tests;

/// <summary>
/// A folder of its own with both configuration files, as an operator would write them. Dispose removes it.
/// </summary>
internal sealed class TestSite : IDisposable
{
    public const string Meters = """
          - {id: m-1, gateway: gateway-1, building: building-1}
          - {id: m-2, gateway: gateway-1, building: building-1}
          - {id: m-3, gateway: gateway-2, building: building-1}

        """;

    public const string Points = """
          - {id: unit-01-electricity, meter: m-1, resource: electricity, direction: import, role: unit,
             unit: unit-01, building: building-1}
          - {id: unit-01-water, meter: m-2, resource: water, direction: import, role: unit,
             unit: unit-01, building: building-1}
          - {id: circuit-01, meter: m-3, resource: electricity, direction: import, role: circuit,
             unit: unit-01, building: building-1}

        """;

    /// <summary>A meter more, and its point.</summary>
    public const string NewMeter = "  - {id: m-new, gateway: gateway-1, building: building-1}\n";

    /// <inheritdoc cref="NewMeter"/>
    public const string NewPoint = """
          - {id: circuit-new, meter: m-new, resource: electricity, direction: import, role: circuit,
             building: building-1}

        """;

    /// <param name="signing">Names of keys that sign, the current one first.</param>
    public TestSite(int brokerPort = 1, params string[] signing)
    {
        Folder = Directory.CreateTempSubdirectory("jingu-aggregator-").FullName;
        Keys = [.. new[] { "gateway-1", "gateway-2" }.Select(name =>
        {
            var key = GatewayKey.Create("k1");
            File.WriteAllText(PathOf($"{name}.key"), key.ToLine());
            return key;
        })];
        foreach (var name in signing)
        {
            using var key = SigningKey.Create(name);
            Write($"{name}.pem", key.ToPem());
        }
        var list = string.Join(", ", signing.Select(name => $"{{name: {name}, key: {name}.pem}}"));
        Write("aggregator.yaml", $$"""
            schema: 1
            site: site.yaml
            store: stores
            broker: {host: 127.0.0.1, port: {{brokerPort}}}
            listen: http://127.0.0.1:0
            gateways:
              - {id: gateway-1, key: gateway-1.key}
              - {id: gateway-2, key: gateway-2.key}
            signing: [{{list}}]

            """);
        WriteSite(Meters, Points);
        Settings = Value(AggregatorFile.Load(PathOf("aggregator.yaml")));
        Current = new(Settings, Value(SiteFile.Load(Settings.SiteFile, Settings.Keys.Keys.ToHashSet())));
        Directory.CreateDirectory(Settings.StoreFolder);
    }

    public string Folder { get; }

    /// <summary>The secret by which a running aggregator lets the tests do everything that a program may.</summary>
    public string Secret { get; } = Token.NewSecret();

    /// <summary>Of gateway-1 and gateway-2.</summary>
    public IReadOnlyList<GatewayKey> Keys { get; }

    public AggregatorSettings Settings { get; }

    public CurrentSite Current { get; }

    public Site Site => Current.Site;

    public string PathOf(string file) => Path.Combine(Folder, file);

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    /// <param name="units">Units more than unit-01, each on a line that begins with a line feed.</param>
    public void WriteSite(string meters, string points, string zone = "Asia/Shanghai", string units = "") =>
        Write("site.yaml", $"""
        schema: 1
        site: zhoushan
        zone: {zone}
        buildings:
          - id: building-1
            name: 1号楼
            nameEn: Building 1
        units:
          - id: unit-01
            name: 市发展和改革委员会
            nameEn: Development and Reform Commission
            headcount: 42{units}
        meters:
        {meters}points:
        {points}
        """);

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    private static T Value<T>(Loaded<T> loaded) => loaded switch
    {
        Loaded<T>.Ok ok => ok.Value,
        Loaded<T>.Failed failed => throw new InvalidOperationException(string.Join('\n', failed.Complaints)),
        _ => throw new InvalidOperationException(),
    };
}

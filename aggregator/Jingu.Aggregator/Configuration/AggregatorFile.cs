using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Signatures;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Jingu.Yaml;

namespace Jingu.Aggregator.Configuration;

/// <summary>Reads <c>aggregator.yaml</c>. Paths in it are relative to the file.</summary>
internal static class AggregatorFile
{
    private const int SigningMax = 2;

    public static Loaded<AggregatorSettings> Load(string file) =>
        Complaints.Load(file, (root, complaints) => Read(root, complaints, FolderOf(file)));

    private static AggregatorSettings Read(YamlMap root, Complaints complaints, string folder) => new(
        complaints.Try(() => Path.Combine(folder, root.Text("site"))),
        complaints.Try(() => Path.Combine(folder, root.Text("store"))),
        complaints.Try(() => ReadBroker(root, complaints, folder)),
        complaints.Try(() => ReadListen(root)),
        complaints.Try(() => ReadInflux(root, complaints)),
        ReadKeys(root, complaints, folder))
    {
        Signing = ReadSigning(root, complaints, folder),
        Otlp = root.Has("otlp") ? complaints.Try(() => ReadUrl(root, "otlp", "http://127.0.0.1:4318")) : null,
        Deliveries = DeliverySection.Read(root, complaints, folder),
        Proxies = [.. complaints.Try(() => root.Has("proxies") ? root.ParsedEach("proxies", ReadProxy) : []) ?? []],
    };

    private static BrokerSettings ReadBroker(YamlMap root, Complaints complaints, string folder)
    {
        var broker = root.Map("broker")
            ?? throw root.Complaint("broker", "is missing: add 'broker: {host: 127.0.0.1, port: 1883}'.");
        var settings = new BrokerSettings(
            complaints.Try(() => broker.Text("host")),
            (int)complaints.Try(() => broker.Number("port", 1, 65535)),
            complaints.Try(() => ReadTls(broker, complaints, folder)));
        broker.Done(complaints.Add);
        return settings;
    }

    private static MqttTls? ReadTls(YamlMap broker, Complaints complaints, string folder)
    {
        if (broker.Map("tls") is not { } tls)
            return null;
        var files = new MqttTls(
            complaints.Try(() => ExistingFile(tls, "ca", folder)),
            tls.Has("certificate") ? complaints.Try(() => ExistingFile(tls, "certificate", folder)) : null,
            tls.Has("key") ? complaints.Try(() => ExistingFile(tls, "key", folder)) : null);
        tls.Done(complaints.Add);
        return files;
    }

    private static InfluxSettings? ReadInflux(YamlMap root, Complaints complaints)
    {
        if (root.Map("influx") is not { } influx)
            return null;
        var settings = new InfluxSettings(
            complaints.Try(() => ReadUrl(influx, "url", "http://127.0.0.1:8086")),
            complaints.Try(() => influx.Parsed("database", DatabaseName)));
        influx.Done(complaints.Add);
        return settings;
    }

    private static string DatabaseName(string text) => IdText.IsValid(text)
        ? text
        : throw new FormatException($"'{text}' cannot name a database: use a-z, 0-9 and '-'.");

    private static FrozenDictionary<GatewayId, GatewayKey> ReadKeys(
        YamlMap root, Complaints complaints, string folder)
    {
        var keys = new Dictionary<GatewayId, GatewayKey>();
        foreach (var gateway in complaints.List(root, "gateways"))
        {
            var id = complaints.Try(() => gateway.Parsed("id", text => new GatewayId(text)));
            var key = complaints.Try<GatewayKey?>(() => ReadKey(gateway, folder));
            if (key is not null && !keys.TryAdd(id, key))
                complaints.Add(gateway.Complaint("id", $"'{id}' is there twice in 'gateways': give each its own id."));
            gateway.Done(complaints.Add);
        }
        return keys.ToFrozenDictionary();
    }

    private static ImmutableArray<SigningKey> ReadSigning(YamlMap root, Complaints complaints, string folder)
    {
        var keys = ImmutableArray.CreateBuilder<SigningKey>();
        foreach (var entry in complaints.Try(() => root.List("signing", complaints.Add)) ?? [])
        {
            if (complaints.Try<SigningKey?>(() => ReadSigningKey(entry, folder)) is { } key)
                keys.Add(key);
            entry.Done(complaints.Add);
        }
        if (keys.Count > SigningMax || keys.DistinctBy(key => key.Name).Count() != keys.Count)
        {
            complaints.Add(root.Complaint(
                "signing", $"names {keys.Count} keys: give the current one first, and at most one more of another "
                    + "name while they are rotated."));
        }
        return keys.ToImmutable();
    }

    private static SigningKey ReadSigningKey(YamlMap entry, string folder)
    {
        var file = ExistingFile(entry, "key", folder);
        try
        {
            return SigningKey.Parse(entry.Text("name"), File.ReadAllText(file));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw entry.Complaint("key", $"the key in {file} cannot be used. {e.Message}");
        }
    }

    private static IPAddress ReadProxy(string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new FormatException($"'{text}' is no address of a proxy: write one such as 127.0.0.1.");

    private static GatewayKey ReadKey(YamlMap gateway, string folder)
    {
        var file = ExistingFile(gateway, "key", folder);
        try
        {
            return GatewayKey.Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw gateway.Complaint("key", $"the key in {file} cannot be read. {e.Message}");
        }
    }

    private static string ExistingFile(YamlMap map, string key, string folder)
    {
        var path = Path.Combine(folder, map.Text(key));
        return File.Exists(path)
            ? path
            : throw map.Complaint(
                key, $"there is no file {path}: copy it there, or correct the path (it is relative to this file).");
    }

    private static Uri ReadListen(YamlMap root)
    {
        var url = ReadUrl(root, "listen", "http://127.0.0.1:18080");
        return url.Scheme == "https"
            ? throw root.Complaint("listen", "is served as plain http: write http://, and let a reverse proxy end TLS.")
            : url;
    }

    private static Uri ReadUrl(YamlMap map, string key, string example) => map.Parsed(
        key, text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new FormatException($"'{text}' is no address: write one such as {example}."));

    private static string FolderOf(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;
}

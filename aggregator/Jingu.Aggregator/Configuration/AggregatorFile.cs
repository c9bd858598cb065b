using System.Collections.Frozen;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;

namespace Jingu.Aggregator.Configuration;

/// <summary>Reads <c>aggregator.yaml</c>. Paths in it are relative to the file.</summary>
internal static class AggregatorFile
{
    public static Loaded<AggregatorSettings> Load(string file) =>
        YamlFile.Load(file, root => Read(root, FolderOf(file)));

    private static AggregatorSettings Read(YamlSection root, string folder) => new(
        Path.Combine(folder, root.Text("site")),
        Path.Combine(folder, root.Text("store")),
        ReadBroker(root, folder),
        ReadListen(root),
        ReadInflux(root),
        ReadKeys(root, folder));

    private static BrokerSettings ReadBroker(YamlSection root, string folder)
    {
        if (root.Section("broker") is not { } broker)
        {
            if (!root.Has("broker"))
                root.Fault("broker", "is missing: add 'broker: {host: 127.0.0.1, port: 1883}'");
            return new("", 1, null);
        }
        var settings = new BrokerSettings(
            broker.Text("host"), broker.Number("port", 1, 65535), ReadTls(broker, folder));
        broker.NoMore();
        return settings;
    }

    private static MqttTls? ReadTls(YamlSection broker, string folder)
    {
        if (broker.Section("tls") is not { } tls)
            return null;
        var files = new MqttTls(
            ExistingFile(tls, "ca", folder) ?? "",
            tls.Has("certificate") ? ExistingFile(tls, "certificate", folder) : null,
            tls.Has("key") ? ExistingFile(tls, "key", folder) : null);
        tls.NoMore();
        return files;
    }

    private static InfluxSettings? ReadInflux(YamlSection root)
    {
        if (root.Section("influx") is not { } influx)
            return null;
        var settings = new InfluxSettings(ReadUrl(influx, "url", "http://127.0.0.1:8086"), influx.Text("database"));
        if (settings.Database.Length > 0 && !IdText.IsValid(settings.Database))
            influx.Fault("database", $"'{settings.Database}' cannot name a database: use a-z, 0-9 and '-'");
        influx.NoMore();
        return settings;
    }

    private static FrozenDictionary<GatewayId, GatewayKey> ReadKeys(YamlSection root, string folder)
    {
        var keys = new Dictionary<GatewayId, GatewayKey>();
        foreach (var gateway in root.List("gateways"))
        {
            var id = gateway.Id("id", text => new GatewayId(text));
            if (ReadKey(gateway, folder) is { } key && !keys.TryAdd(id, key))
                gateway.Fault("id", $"'{id}' is there twice in 'gateways': give each its own id");
            gateway.NoMore();
        }
        return keys.ToFrozenDictionary();
    }

    private static GatewayKey? ReadKey(YamlSection gateway, string folder)
    {
        if (ExistingFile(gateway, "key", folder) is not { } file)
            return null;
        try
        {
            return GatewayKey.Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            gateway.Fault("key", $"the key in {file} cannot be read. {e.Message}");
            return null;
        }
    }

    private static string? ExistingFile(YamlSection section, string key, string folder)
    {
        var text = section.Text(key);
        var path = Path.Combine(folder, text);
        if (text.Length > 0 && File.Exists(path))
            return path;
        if (text.Length > 0)
        {
            section.Fault(
                key, $"there is no file {path}: copy it there, or correct the path (it is relative to this file)");
        }

        return null;
    }

    private static Uri ReadListen(YamlSection root)
    {
        var url = ReadUrl(root, "listen", "http://127.0.0.1:18080");
        if (url.Scheme == "https")
            root.Fault("listen", "is served as plain http: write http://, and let a reverse proxy end TLS");
        return url;
    }

    private static Uri ReadUrl(YamlSection section, string key, string example)
    {
        var text = section.Text(key);
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        if (text.Length > 0)
            section.Fault(key, $"'{text}' is no address: write one such as {example}");
        return new(example);
    }

    private static string FolderOf(string file) => Path.GetDirectoryName(Path.GetFullPath(file))!;
}

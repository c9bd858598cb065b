using System.Collections.Immutable;
using System.Security.Cryptography;
using Jingu.Budgets.Pulses;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Signatures;
using Jingu.Contracts.Wire;
using Jingu.Edge.Clock;
using Jingu.Mqtt;
using Jingu.Yaml;
using NodaTime;

namespace Jingu.Edge.Commissioning;

/// <summary>
/// Reads <c>gateway.yaml</c>: the gateway's identity, where it keeps and sends things, and its limits.
/// </summary>
internal static class GatewayFile
{
    private const int Schema = 1;
    private const int PageSize = 4096;
    private const int TrustedMax = 2;
    private const int VersionDigits = 12;
    private static readonly Dictionary<string, bool> YesNo = new() { ["true"] = true, ["false"] = false };
    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    /// <summary>
    /// Reads and checks the file; throws <see cref="ConfigurationException"/> with a sentence for the installer.
    /// </summary>
    public static GatewayOptions Read(string file)
    {
        file = Path.GetFullPath(file);
        var folder = Path.GetDirectoryName(file)!;
        var map = YamlMap.Load(file);
        map.Number("schema", Schema, Schema);
        var options = new GatewayOptions(
            map.Parsed("site", text => new SiteId(text)),
            map.Parsed("gateway", text => new GatewayId(text)),
            Zone(map),
            Key(map, folder),
            Path.Combine(folder, map.Text("store")),
            map.Has("storeBytesMax") ? map.Number("storeBytesMax", 1 << 20, long.MaxValue) / PageSize : null,
            Path.Combine(folder, map.Text("commissioning")),
            map.Duration("tick", TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1)),
            map.Choice("paceLines", YesNo, true),
            Broker(map, folder),
            Delivery(map.Map("delivery") ?? YamlMap.Parse("{}", file)))
        {
            Clock = Clock(map.Map("clock") ?? YamlMap.Parse("{}", file)),
            Trusted = Trusted(map, folder),
            Pulses = Pulses(map.Map("pulses") ?? YamlMap.Parse("{}", file)),
        };
        map.Done();
        return options with { Configuration = VersionOf(file, options.CommissioningFile) };
    }

    /// <summary>A file that is not there yet counts as empty: it is complained of where it is needed.</summary>
    private static string VersionOf(params ReadOnlySpan<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
            hash.AppendData(File.Exists(file) ? SHA256.HashData(File.ReadAllBytes(file)) : []);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..VersionDigits];
    }

    private static string Zone(YamlMap map)
    {
        var zone = map.Text("zone");
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null
            ? zone
            : throw map.Complaint("zone", $"'{zone}' is no time zone: use an IANA name such as Asia/Shanghai.");
    }

    private static GatewayKey Key(YamlMap map, string folder)
    {
        var file = Path.Combine(folder, map.Text("key"));
        try
        {
            return GatewayKey.Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw map.Complaint("key", $"{file} cannot be used: {e.Message}");
        }
    }

    /// <summary>The keys that policies and commands are verified with.</summary>
    private static ImmutableArray<VerificationKey> Trusted(YamlMap map, string folder)
    {
        var keys = ImmutableArray.CreateBuilder<VerificationKey>();
        foreach (var key in map.List("trusted"))
        {
            var file = Existing(key, "file", folder);
            try
            {
                keys.Add(VerificationKey.Parse(key.Text("name"), File.ReadAllText(file)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                throw key.Complaint("file", $"{file} cannot be used: {e.Message}");
            }
            key.Done();
        }
        return keys.Count <= TrustedMax && keys.DistinctBy(key => key.Name).Count() == keys.Count
            ? keys.ToImmutable()
            : throw map.Complaint(
                "trusted", $"names {keys.Count} keys: give one, or two of different names while they are rotated.");
    }

    private static MqttOptions Broker(YamlMap map, string folder)
    {
        var broker = map.Map("broker") ?? throw map.Complaint("broker", "is missing: add host and port.");
        var tls = broker.Map("tls");
        var options = new MqttOptions
        {
            Host = broker.Text("host"),
            Port = (int)broker.Number("port", 1, 65535, tls is null ? 1883 : 8883),
            ClientId = $"jingu-{map.Text("site")}-{map.Text("gateway")}",
            UserName = broker.Has("userName") ? broker.Text("userName") : null,
            Password = broker.Has("passwordFile") ? Secret(broker, "passwordFile", folder) : null,
            Tls = tls is null ? null : Tls(tls, folder),
        };
        broker.Done();
        return options;
    }

    private static MqttTls Tls(YamlMap tls, string folder)
    {
        var options = new MqttTls(
            Existing(tls, "ca", folder),
            tls.Has("certificate") ? Existing(tls, "certificate", folder) : null,
            tls.Has("key") ? Existing(tls, "key", folder) : null);
        tls.Done();
        return (options.CertificateFile is null) == (options.KeyFile is null)
            ? options
            : throw tls.Complaint("certificate", "certificate and key go together: give both or none.");
    }

    private static string Existing(YamlMap map, string key, string folder)
    {
        var file = Path.Combine(folder, map.Text(key));
        return File.Exists(file) ? file : throw map.Complaint(key, $"{file} does not exist: correct the path.");
    }

    private static string Secret(YamlMap map, string key, string folder) =>
        File.ReadAllText(Existing(map, key, folder)).Trim();

    private static ClockOptions Clock(YamlMap map)
    {
        var options = new ClockOptions(
            (int)map.Number("driftPpm", 1, 500, ClockOptions.Default.DriftPpm),
            map.Duration(
                "uncertaintyMax", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15),
                ClockOptions.Default.UncertaintyMax),
            map.Has("keptBy") ? map.Text("keptBy") : null,
            map.Duration(
                "keptWithin", TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(15), ClockOptions.Default.KeptWithin));
        map.Done();
        return options.KeptBy is null || options.KeptWithin <= options.UncertaintyMax
            ? options
            : throw map.Complaint("keptWithin", "must not be longer than uncertaintyMax.");
    }

    private static StoreLimits Pulses(YamlMap map)
    {
        var usual = StoreLimits.Usual;
        var limits = new StoreLimits(
            map.Duration("storeAfter", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), usual.After),
            map.Number("storeWattHours", 1, 1_000_000, usual.WattHours),
            map.Number("storeLitres", 1, 1_000_000, usual.Litres));
        map.Done();
        return limits;
    }

    private static DeliveryOptions Delivery(YamlMap map)
    {
        var options = new DeliveryOptions(
            (int)map.Number("windowBatches", 1, 64, 4),
            (int)map.Number("batchBytesMax", 1024, 1 << 20, 64 * 1024),
            (int)map.Number("batchEntriesMax", 1, 10_000, 200),
            map.Duration(
                "resendAfter", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(2)),
            map.Duration("resendAfterMax", TimeSpan.FromMilliseconds(100), OneHour, TimeSpan.FromSeconds(30)));
        map.Done();
        return options.ResendAfter <= options.ResendAfterMax
            ? options
            : throw map.Complaint("resendAfter", "must not be longer than resendAfterMax.");
    }
}

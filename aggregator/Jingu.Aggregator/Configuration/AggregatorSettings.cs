using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Signatures;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;

namespace Jingu.Aggregator.Configuration;

/// <summary>What <c>aggregator.yaml</c> says; paths are absolute.</summary>
/// <param name="SiteFile">The site's own file, read again on SIGHUP.</param>
/// <param name="StoreFolder">Holds relational.db, and readings.db where there is no InfluxDB.</param>
/// <param name="Listen">The one address the web server answers on; port 0 lets the system choose.</param>
/// <param name="Influx">Null: the embedded reading store.</param>
/// <param name="Keys">The key of every gateway that may send.</param>
internal sealed record AggregatorSettings(
    string SiteFile,
    string StoreFolder,
    BrokerSettings Broker,
    Uri Listen,
    InfluxSettings? Influx,
    FrozenDictionary<GatewayId, GatewayKey> Keys)
{
    /// <summary>
    /// Keys for policies and commands: the first one signs, a second one is the next or the last while they are
    /// rotated. None: nothing is signed, and gateways cut nothing.
    /// </summary>
    public ImmutableArray<SigningKey> Signing { get; init; } = [];

    /// <summary>Where what is counted is sent every minute, by OTLP over HTTP; null: nowhere.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>Reports that go out by themselves; none: nothing does.</summary>
    public ImmutableArray<DeliverySettings> Deliveries { get; init; } = [];

    /// <summary>
    /// Reverse proxies that are believed where a request comes from and whether it came by https. None: nobody is.
    /// </summary>
    public ImmutableArray<IPAddress> Proxies { get; init; } = [];
}

/// <param name="Port">1 to 65535.</param>
internal sealed record BrokerSettings(string Host, int Port, MqttTls? Tls);

internal sealed record InfluxSettings(Uri Url, string Database);

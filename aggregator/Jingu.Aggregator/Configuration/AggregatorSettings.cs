using System.Collections.Frozen;
using Jingu.Contracts.Ids;
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
    FrozenDictionary<GatewayId, GatewayKey> Keys);

/// <param name="Port">1 to 65535.</param>
internal sealed record BrokerSettings(string Host, int Port, MqttTls? Tls);

internal sealed record InfluxSettings(Uri Url, string Database);

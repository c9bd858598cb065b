using System.Text.Json;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Ids;
using Jingu.Contracts.State;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Microsoft.Data.Sqlite;

namespace Jingu.Aggregator.Ingest;

/// <summary>
/// Keeps what gateways tell of themselves on <c>up/online</c> and <c>up/state</c>. Information only: it is not
/// authenticated, so no decision and no report uses it.
/// </summary>
internal sealed partial class GatewayListening(
    AggregatorSettings settings, CurrentSite site, RelationalStore relational, ILogger<GatewayListening> log)
{
    /// <summary>A state larger than this is nobody's.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>True for the topics that belong here.</summary>
    public static bool IsTopic(string topic) =>
        topic.EndsWith("/up/online", StringComparison.Ordinal) || topic.EndsWith("/up/state", StringComparison.Ordinal);

    public async Task HandleAsync(MqttMessage message, CancellationToken stop)
    {
        if (!Topics.TryParse(message.Topic, out var siteId, out var gateway, out var rest)
            || siteId != site.Site.Id
            || !settings.Keys.ContainsKey(gateway)
            || message.Payload.Length is 0 or > BytesMax)
        {
            return;
        }
        try
        {
            if (rest == "up/online")
                await HandleOnlineAsync(gateway, message.Payload, stop);
            else
                await HandleStateAsync(gateway, message.Payload, stop);
        }
        catch (Exception e) when (e is JsonException or SqliteException)
        {
            Log.Ignored(log, gateway, rest, e.Message);
        }
    }

    private async Task HandleOnlineAsync(GatewayId gateway, ReadOnlyMemory<byte> json, CancellationToken stop)
    {
        if (JsonSerializer.Deserialize(json.Span, StateJson.Default.GatewayOnline) is { } online)
            await relational.SetOnlineAsync(gateway, online.Online, online.Since, stop);
    }

    private async Task HandleStateAsync(GatewayId gateway, ReadOnlyMemory<byte> json, CancellationToken stop)
    {
        if (JsonSerializer.Deserialize(json.Span, StateJson.Default.GatewayState) is not { } state)
            return;
        if (!IsWhole(state))
        {
            Log.Ignored(log, gateway, "up/state", "members are missing.");
            return;
        }
        await relational.SetStateAsync(
            gateway, JsonSerializer.Serialize(state, StateJson.Default.GatewayState), stop);
    }

    /// <summary>Anybody may write to a topic of the broker: what is absent there must not surprise later.</summary>
    private static bool IsWhole(GatewayState state) =>
        !state.Meters.IsDefault
        && state.BacklogEntries is not null
        && state.Libraries is not null
        && state.Version is not null
        && state.Journal is not null
        && state.Meters.All(meter => meter?.Id is not null)
        && (state.Ports ?? []) is { IsDefault: false } ports
        && ports.All(port => port is { Id: not null, Kind: not null })
        && (state.Points ?? []) is { IsDefault: false } points
        && points.All(point => point is { Id: not null, Meter: not null, Unit: not null }
            && point.Case is null or { Doubt: not null })
        && (state.Zones is not { } zones || (!zones.IsDefault && zones.All(IsWhole)));

    private static bool IsWhole(ZoneLighting zone) =>
        zone is { Id: not null, Reason: not null }
        && zone is { Lamps: null or { IsDefault: false }, Sensors: null or { IsDefault: false } }
        && (zone.Lamps ?? []).All(lamp => lamp?.Id is not null)
        && (zone.Sensors ?? []).All(sensor => sensor is { Id: not null, Kind: not null });

    private static partial class Log
    {
        [LoggerMessage(121, LogLevel.Warning, "{Topic} of gateway {Gateway} is ignored: {Why}")]
        public static partial void Ignored(ILogger log, GatewayId gateway, string topic, string why);
    }
}

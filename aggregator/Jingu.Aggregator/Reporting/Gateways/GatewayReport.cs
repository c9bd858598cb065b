using System.Text.Json;
using Jingu.Contracts.Ids;
using Jingu.Contracts.State;

namespace Jingu.Aggregator.Reporting.Gateways;

/// <summary>A gateway for a screen.</summary>
/// <param name="LastReading">The latest stored answer of any of its meters; null before the first.</param>
/// <param name="State">What it last told of itself; null before the first.</param>
internal sealed record GatewayReport(
    string Id, bool Online, DateTimeOffset? LastReading, long BacklogEntries, double BacklogHours, GatewayState? State)
{
    /// <summary>Readings come every hour at least (README.md, ports[].period); nobody is silent for less.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromMinutes(75);

    /// <summary>Since when it is online, or offline, as it told; null before the first word.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Site time of its last delivery that brought something new; null before the first.</summary>
    public DateTimeOffset? Delivered { get; init; }

    /// <summary>Null where none was signed for it.</summary>
    public GatewayPolicy? Policy { get; init; }

    /// <param name="state">As it was stored; null before the first.</param>
    public static GatewayReport Of(GatewayId gateway, bool online, string? state, DateTimeOffset? lastReading)
    {
        var told = state is null ? null : JsonSerializer.Deserialize(state, StateJson.Default.GatewayState);
        return new(
            gateway.Value, online, lastReading, told?.BacklogEntries.Values.Sum() ?? 0, told?.BacklogHours ?? 0, told);
    }

    /// <summary>Without its metering points: for reports of the whole site, which are asked for every second.</summary>
    public GatewayReport Brief() => State is null ? this : this with { State = State with { Points = null } };

    /// <summary>True when nothing that is shown of its meters can be taken for what they show now.</summary>
    public bool IsSilent(DateTimeOffset now) => !Online || LastReading is not { } last || now - last > SilentAfter;
}

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

    /// <param name="state">As it was stored; null before the first.</param>
    public static GatewayReport Of(GatewayId gateway, bool online, string? state, DateTimeOffset? lastReading)
    {
        var told = state is null ? null : JsonSerializer.Deserialize(state, StateJson.Default.GatewayState);
        return new(
            gateway.Value, online, lastReading, told?.BacklogEntries.Values.Sum() ?? 0, told?.BacklogHours ?? 0, told);
    }

    /// <summary>True when nothing that is shown of its meters can be taken for what they show now.</summary>
    public bool IsSilent(DateTimeOffset now) => !Online || LastReading is not { } last || now - last > SilentAfter;
}

using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Ids;
using Jingu.Contracts.State;

namespace Jingu.Aggregator.Web;

/// <summary>A gateway for a screen.</summary>
/// <param name="LastReading">The latest stored answer of any of its meters; null before the first.</param>
/// <param name="State">What it last told of itself; null before the first.</param>
internal sealed record GatewayReport(
    string Id, bool Online, DateTimeOffset? LastReading, long BacklogEntries, double BacklogHours, GatewayState? State)
{
    public static async Task<ImmutableArray<GatewayReport>> AllAsync(
        AggregatorSettings settings,
        CurrentSite site,
        IReadingStore readings,
        RelationalStore relational,
        CancellationToken stop)
    {
        var rows = (await relational.GatewaysAsync(stop)).ToDictionary(row => row.Id);
        var answers = await readings.LastAnswersAsync(stop);
        var meters = site.Site.Meters.ToLookup(meter => meter.Gateway, meter => meter.Id);
        return [.. settings.Keys.Keys
            .OrderBy(gateway => gateway.Value, StringComparer.Ordinal)
            .Select(gateway => Of(gateway, rows.GetValueOrDefault(gateway.Value), Last(meters[gateway], answers)))];
    }

    private static GatewayReport Of(GatewayId gateway, GatewayRow? row, DateTimeOffset? lastReading)
    {
        var state = row?.State is { } json ? JsonSerializer.Deserialize(json, StateJson.Default.GatewayState) : null;
        return new(
            gateway.Value,
            row?.Online ?? false,
            lastReading,
            state?.BacklogEntries.Values.Sum() ?? 0,
            state?.BacklogHours ?? 0,
            state);
    }

    private static DateTimeOffset? Last(
        IEnumerable<MeterId> meters, IReadOnlyDictionary<MeterId, DateTimeOffset> answers) =>
        meters.Where(answers.ContainsKey).Select(meter => (DateTimeOffset?)answers[meter]).Max();
}

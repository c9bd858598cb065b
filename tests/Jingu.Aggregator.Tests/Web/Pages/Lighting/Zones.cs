using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Jingu.Aggregator.Ingest;
using Jingu.Aggregator.Persistence;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Tests.Persistence.Readings;
using Jingu.Contracts.Readings;
using Jingu.Contracts.State;
using Jingu.Contracts.Wire;
using Jingu.Mqtt;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Jingu.Aggregator.Tests.Web.Pages.Lighting;

/// <summary>What gateway-1 tells of lighting zones.</summary>
internal static class Zones
{
    /// <summary>A meter has answered just now: its gateway is not silent.</summary>
    public static async Task AnswerAsync(RunningAggregator aggregator)
    {
        var now = aggregator.Time.GetUtcNow();
        Assert.Empty(await aggregator.Readings.WriteAsync(
            [
                Batches.Sample(
                    Batches.Samples(9_000), "m-1", now.AddMinutes(-1), new StoredValue(new(Quantity.Power, 1, 1), 5)),
            ],
            [], default));
        await aggregator.Services.GetRequiredService<RelationalStore>()
            .SetOnlineAsync(new("gateway-1"), true, now, default);
        Forget(aggregator);
    }

    public static Task TellAsync(
        RunningAggregator aggregator, TestSite site, ImmutableArray<ZoneLighting> zones) =>
        ListenAsync(aggregator, site, State(aggregator.Time.GetUtcNow(), zones));

    public static string State(DateTimeOffset at, ImmutableArray<ZoneLighting> zones) => JsonSerializer.Serialize(
        new GatewayState(
            1, "1", "native", ImmutableSortedDictionary<string, string>.Empty, true, at, "bench", "j",
            ImmutableSortedDictionary<string, long>.Empty, 0, 1, [], Zones: zones),
        StateJson.Default.GatewayState);

    public static async Task ListenAsync(RunningAggregator aggregator, TestSite site, string json)
    {
        await aggregator.Services.GetRequiredService<GatewayListening>().HandleAsync(
            new MqttMessage(Topics.State(site.Site.Id, new("gateway-1")), Encoding.UTF8.GetBytes(json)), default);
        Forget(aggregator);
    }

    private static void Forget(RunningAggregator aggregator) =>
        aggregator.Services.GetRequiredService<CurrentLighting>().Forget();
}

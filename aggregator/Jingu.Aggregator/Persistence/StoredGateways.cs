using System.Collections.Immutable;
using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Planning;
using Jingu.Aggregator.Persistence.Readings;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Aggregator.Reporting.Gateways;

namespace Jingu.Aggregator.Persistence;

/// <summary>
/// Fetches how gateways are. Safe from any thread; throws <see cref="ReadingStoreException"/>.
/// </summary>
internal sealed class StoredGateways(
    AggregatorSettings settings, CurrentSite site, IReadingStore readings, RelationalStore relational,
    PolicyStore policies)
{
    /// <summary>Every enrolled gateway, also one that never said a word, by name.</summary>
    public async Task<ImmutableArray<GatewayReport>> AllAsync(CancellationToken stop)
    {
        var rows = (await relational.GatewaysAsync(stop)).ToDictionary(row => row.Id);
        var answers = await readings.LastAnswersAsync(stop);
        var receipts = await policies.ReceiptsAsync(stop);
        var meters = site.Site.Meters.ToLookup(meter => meter.Gateway, meter => meter.Id);
        return
        [
            .. from gateway in settings.Keys.Keys.OrderBy(gateway => gateway.Value, StringComparer.Ordinal)
               let row = rows.GetValueOrDefault(gateway.Value)
               let last = meters[gateway].Where(answers.ContainsKey)
                   .Select(meter => (DateTimeOffset?)answers[meter]).Max()
               select GatewayReport.Of(gateway, row?.Online ?? false, row?.State, last) with
               {
                   Since = row?.Since,
                   Delivered = row?.Delivered,
                   Policy = receipts.GetValueOrDefault(gateway),
               },
        ];
    }
}

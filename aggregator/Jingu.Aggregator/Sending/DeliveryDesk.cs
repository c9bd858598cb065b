using Jingu.Aggregator.Configuration;
using Jingu.Aggregator.Persistence.Delivering;
using Jingu.Aggregator.Reporting.Delivering;

namespace Jingu.Aggregator.Sending;

/// <summary>What came of asking for a file to be sent again.</summary>
internal enum AgainOutcome
{
    Taken,
    Unknown,

    /// <summary>It goes out by itself when its month is ready, or is on its way.</summary>
    OnItsWay,

    /// <summary>aggregator.yaml names the delivery no more.</summary>
    NoDelivery,
}

/// <summary>
/// Has files sent again for people. Who may is asked before. Safe from any thread; throws what the store throws.
/// </summary>
internal sealed class DeliveryDesk(
    AggregatorSettings settings, DeliveryStore store, StoredDeliveries stored, DeliveryRound round)
{
    /// <param name="by">Who is recorded to have asked.</param>
    public async Task<AgainOutcome> AgainAsync(long number, string by, CancellationToken stop)
    {
        if (await store.FindAsync(number, stop) is not { } file)
            return AgainOutcome.Unknown;
        if (settings.Deliveries.All(delivery => delivery.Id != file.File.Delivery))
            return AgainOutcome.NoDelivery;
        if (file.State is FileState.Waiting or FileState.Sending || !await store.AgainAsync(file, by, stop))
            return AgainOutcome.OnItsWay;
        round.Release(file.File.Delivery);
        stored.Forget();
        return AgainOutcome.Taken;
    }
}

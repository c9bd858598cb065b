using System.Collections.Immutable;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;

namespace Jingu.Aggregator.Ingest;

/// <summary>The events that the aggregator records of itself.</summary>
internal static class AggregatorEvents
{
    /// <summary>A journal was lost and the intervals in between were estimated from the registers.</summary>
    public const string JournalBridged = "journal-bridged";

    /// <summary>A journal was lost and the registers do not tell what came in between: a case for a person.</summary>
    public const string JournalNotBridged = "journal-not-bridged";

    public static StoredEvent Make(SiteTime time, GatewayId gateway, string kind, string subject, string text) => new(
        gateway,
        null,
        time.IsBench ? ClockTrust.Bench : ClockTrust.Synchronised,
        new GatewayEvent(kind, time.GetUtcNow(), subject, text, ImmutableSortedDictionary<string, string>.Empty));
}

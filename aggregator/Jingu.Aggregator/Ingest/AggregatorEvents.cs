using System.Collections.Immutable;
using Jingu.Aggregator.Persistence.Relational;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Time;
using Jingu.Time.Kernel;

namespace Jingu.Aggregator.Ingest;

/// <summary>The events that the aggregator records of itself.</summary>
internal static class AggregatorEvents
{
    /// <summary>A journal was lost and the intervals in between were estimated from the registers.</summary>
    public const string JournalBridged = "journal-bridged";

    /// <summary>A journal was lost and the registers do not tell what came in between: a case for a person.</summary>
    public const string JournalNotBridged = "journal-not-bridged";

    /// <summary>A person gave the offset of a boot that never got one itself.</summary>
    public const string BootOffsetGiven = "boot-offset-given";

    public static StoredEvent Make(SiteTime time, GatewayId gateway, string kind, string subject, string text) => new(
        gateway,
        null,
        time.IsBench ? ClockTrust.Bench
            : new LinuxBootClock(MachineTime.OfThisMachine).Read().Synchronised ? ClockTrust.Synchronised
            : ClockTrust.Unset,
        new GatewayEvent(kind, time.GetUtcNow(), subject, text, ImmutableSortedDictionary<string, string>.Empty));
}

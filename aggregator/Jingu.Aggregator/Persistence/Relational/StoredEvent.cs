using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Persistence.Relational;

/// <summary>An event of a gateway, or of the aggregator about one.</summary>
/// <param name="Origin">The entry it came in; null for the aggregator's own.</param>
internal sealed record StoredEvent(GatewayId Gateway, EntryKey? Origin, ClockTrust Trust, GatewayEvent Event);

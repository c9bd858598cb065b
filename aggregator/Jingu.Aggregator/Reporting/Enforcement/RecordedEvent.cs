using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Reporting.Enforcement;

/// <summary>An event as a gateway recorded it, and where it stands in that gateway's journal.</summary>
internal sealed record RecordedEvent(GatewayId Gateway, JournalId Journal, long Sequence, GatewayEvent Event);

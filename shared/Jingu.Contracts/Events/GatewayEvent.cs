using System.Collections.Immutable;

namespace Jingu.Contracts.Events;

/// <summary>Something that happened on a gateway and that an auditor may ask about.</summary>
/// <param name="Kind">One of <see cref="EventKinds"/>; an aggregator stores kinds it does not know.</param>
/// <param name="Instant">When, site time, UTC.</param>
/// <param name="Subject">The meter, point, port or gateway it is about.</param>
/// <param name="Text">One sentence for a person.</param>
/// <param name="Facts">Named values for a program.</param>
public sealed record GatewayEvent(
    string Kind, DateTimeOffset Instant, string Subject, string Text, ImmutableSortedDictionary<string, string> Facts);

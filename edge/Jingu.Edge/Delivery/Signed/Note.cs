using System.Collections.Immutable;
using Jingu.Contracts.Events;

namespace Jingu.Edge.Delivery.Signed;

/// <summary>
/// An event of something that was stored beside the tick, in the same transaction: the next tick numbers it, so none is
/// lost and none told twice.
/// </summary>
/// <param name="Number">From 1, given by the store; 0 before.</param>
internal sealed record Note(
    long Number, string Kind, string Subject, string Text, ImmutableSortedDictionary<string, string> Facts)
{
    public static Note Of(GatewayEvent happened) =>
        new(0, happened.Kind, happened.Subject, happened.Text, happened.Facts);

    public GatewayEvent ToEvent(DateTimeOffset at) => new(Kind, at, Subject, Text, Facts);
}

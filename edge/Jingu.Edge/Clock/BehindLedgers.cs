using System.Collections.Immutable;
using Jingu.Contracts.Events;
using Jingu.Contracts.Ids;
using Jingu.Budgets.Ledgers;

namespace Jingu.Edge.Clock;

/// <summary>
/// Points whose readings are not later than their ledger, as after a clock was set back. Of each spell one event is
/// kept: readings go on arriving, and count nothing until the clock has passed where the ledger stands. Pure.
/// </summary>
internal static class BehindLedgers
{
    /// <param name="behind">Points that were behind.</param>
    /// <param name="before">Ledgers before the image.</param>
    /// <param name="after">Ledgers after it.</param>
    /// <param name="events">What accounting the image found.</param>
    /// <returns>The points that are behind now, and the events worth keeping.</returns>
    public static (ImmutableHashSet<string> Behind, ImmutableArray<GatewayEvent> Events) Follow(
        ImmutableHashSet<string> behind, ImmutableDictionary<PointId, Ledger> before,
        ImmutableDictionary<PointId, Ledger> after, ImmutableArray<GatewayEvent> events)
    {
        var next = behind.Where(point => !HasGoneOn(point, before, after)).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<GatewayEvent> kept =
            [.. events.Where(item => item.Kind != EventKinds.ReadingNotLater || next.Add(item.Subject))];
        return ([.. next], kept);
    }

    private static bool HasGoneOn(
        string point, ImmutableDictionary<PointId, Ledger> before, ImmutableDictionary<PointId, Ledger> after)
    {
        var id = new PointId(point);
        return after.GetValueOrDefault(id)?.At != before.GetValueOrDefault(id)?.At;
    }
}

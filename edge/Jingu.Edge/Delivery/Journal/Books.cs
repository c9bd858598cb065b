using System.Collections.Immutable;
using Jingu.Budgets.Ledgers;
using Jingu.Budgets.Use;
using Jingu.Contracts.Ids;
using Jingu.Edge.Control.Zones;
using Jingu.Edge.Delivery.Signed;

namespace Jingu.Edge.Delivery.Journal;

/// <summary>What a tick changed of what the gateway remembers, beside the entries that travel. Immutable.</summary>
/// <param name="Ledgers">Those that changed.</param>
/// <param name="Uses">Those that changed.</param>
internal sealed record Books(IEnumerable<Ledger> Ledgers, IEnumerable<PointUse> Uses)
{
    public static readonly Books Unchanged = new([], []);

    /// <summary>What changed about supply; null: nothing was looked at.</summary>
    public SupplyChange? Supply { get; init; }

    /// <summary>To orders for lighting zones; their events are among the entries.</summary>
    public ImmutableArray<CommandAnswer> Answers { get; init; } = [];

    /// <summary>Lighting zones that changed.</summary>
    public IEnumerable<KeyValuePair<ZoneId, KeptZone>> Zones { get; init; } = [];
}

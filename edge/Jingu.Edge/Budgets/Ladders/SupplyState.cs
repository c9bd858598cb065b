using System.Collections.Immutable;
using Jingu.Budgets.Decisions;
using Jingu.Budgets.Ladders;
using Jingu.Budgets.Switching;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;
using Jingu.Edge.Budgets.Leases;

namespace Jingu.Edge.Budgets.Ladders;

/// <summary>
/// All that the gateway remembers of decisions about supply. A value: the tick makes the next one, stores it, and only
/// then takes it over. Immutable.
/// </summary>
/// <param name="Ladders">One for each unit and resource that a policy was ever decided for.</param>
/// <param name="Circuits">One for each switch point that was read back or commanded.</param>
/// <param name="Effects">By command: what was taken up and is answered once its effect is measured.</param>
/// <param name="Chain">Where the chain of decisions ends.</param>
internal sealed record SupplyState(
    ImmutableDictionary<LadderKey, LadderState> Ladders,
    ImmutableDictionary<SwitchPointId, Circuit> Circuits,
    ImmutableDictionary<string, Effect> Effects,
    ChainHead Chain)
{
    public static readonly SupplyState Empty = new(
        ImmutableDictionary<LadderKey, LadderState>.Empty, ImmutableDictionary<SwitchPointId, Circuit>.Empty,
        ImmutableDictionary<string, Effect>.Empty, ChainHead.Origin);

    /// <summary>What this gateway holds of budgets that several share.</summary>
    public ImmutableDictionary<LeaseKey, HeldLease> Leases { get; init; } =
        ImmutableDictionary<LeaseKey, HeldLease>.Empty;

    public Circuit CircuitOf(SwitchPointId point) => Circuits.GetValueOrDefault(point) ?? new(point);
}

/// <summary>A ladder is of one unit and one resource.</summary>
internal readonly record struct LadderKey(UnitId Unit, Resource Resource)
{
    /// <summary>As subject of an event, such as <c>unit-07 electricity</c>.</summary>
    public override string ToString() => $"{Unit} {(Resource == Resource.Water ? "water" : "electricity")}";
}

/// <summary>A command whose effect is still to be measured.</summary>
/// <param name="Taken">When the ladder took it up.</param>
internal sealed record Effect(string Command, LadderKey For, LadderCommandKind Kind, DateTimeOffset Taken);

/// <summary>Where the chain of decisions ends.</summary>
/// <param name="Sequence">Of the last link; 0 before the first.</param>
/// <param name="Hash">Of the last link.</param>
/// <param name="Checkpoint">The local day of the last checkpoint; empty before the first.</param>
internal sealed record ChainHead(long Sequence, ImmutableArray<byte> Hash, string Checkpoint)
{
    public static readonly ChainHead Origin = new(0, ChainLink.Origin, "");

    /// <summary>What the next link stands on; null before the first.</summary>
    public ChainLink? Last => Sequence == 0 ? null : new(Sequence, [], [], Hash);
}

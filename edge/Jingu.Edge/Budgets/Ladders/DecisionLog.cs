using System.Collections.Immutable;
using Jingu.Budgets.Decisions;
using Jingu.Contracts.Events;
using NodaTime;

namespace Jingu.Edge.Budgets.Ladders;

/// <summary>
/// Collects the records of one tick as events, each tied to the one before. Nothing has happened until they are stored
/// with the head they lead to. Used by one tick.
/// </summary>
internal sealed class DecisionLog(ChainHead head, DateTimeZone zone)
{
    private readonly ImmutableArray<GatewayEvent>.Builder _events = ImmutableArray.CreateBuilder<GatewayEvent>();

    public ChainHead Head { get; private set; } = head;

    public ImmutableArray<GatewayEvent> Events => _events.ToImmutable();

    public void Add(ChainRecord record, string subject, DateTimeOffset at)
    {
        var link = ChainLink.After(Head.Last, record);
        _events.Add(DecisionEvent.Of(link, subject, at, Explain.Sentence(record, zone)));
        Head = Head with { Sequence = link.Sequence, Hash = link.Hash };
    }

    /// <summary>Where everything stands after deciding, once a local day.</summary>
    public void AddCheckpoint(string day, CheckpointRecord record, string gateway)
    {
        Add(record, gateway, record.At);
        Head = Head with { Checkpoint = day };
    }

    public void Add(GatewayEvent happened) => _events.Add(happened);
}

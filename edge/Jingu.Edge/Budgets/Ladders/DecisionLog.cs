using System.Collections.Immutable;
using System.Globalization;
using System.Text;
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
        _events.Add(new(
            EventKinds.Decision, at, subject, Explain.Sentence(record, zone),
            ImmutableSortedDictionary<string, string>.Empty
                .Add("chain", link.Sequence.ToString(CultureInfo.InvariantCulture))
                .Add("previous", Convert.ToHexStringLower(link.Previous.AsSpan()))
                .Add("hash", Convert.ToHexStringLower(link.Hash.AsSpan()))
                .Add("record", Encoding.UTF8.GetString(link.Content.AsSpan()))));
        Head = Head with { Sequence = link.Sequence, Hash = link.Hash };
    }

    /// <summary>Where everything stands after deciding, once a local day.</summary>
    public void AddCheckpoint(string day, CheckpointRecord record, string gateway)
    {
        Add(record, gateway, record.At);
        Head = Head with { Checkpoint = day };
    }

    public void Add(GatewayEvent happened) => _events.Add(happened);

    /// <summary>The link that an event of kind decision carries; null for one that carries none.</summary>
    public static ChainLink? LinkOf(GatewayEvent happened) =>
        happened.Kind == EventKinds.Decision
        && happened.Facts.TryGetValue("chain", out var sequence)
        && happened.Facts.TryGetValue("previous", out var previous)
        && happened.Facts.TryGetValue("hash", out var hash)
        && happened.Facts.TryGetValue("record", out var record)
            ? new(
                long.Parse(sequence, CultureInfo.InvariantCulture), [.. Convert.FromHexString(previous)],
                [.. Encoding.UTF8.GetBytes(record)], [.. Convert.FromHexString(hash)])
            : null;
}

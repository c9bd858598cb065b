using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Jingu.Contracts.Ids;

namespace Jingu.Budgets.DemandResponse;

/// <summary>
/// One demand-response event as one gateway is to carry it out: part of its signed policy, so that it begins and ends
/// without a network. It never changes; calling it off is a newer policy without it. Immutable.
/// </summary>
/// <param name="Id">Unique for good: 1 to 48 of a-z, 0-9 and -.</param>
/// <param name="From">When the first load is shed, site time, UTC.</param>
/// <param name="To">When the first load returns, site time, UTC.</param>
/// <param name="Loads">In the order in which they go; each returns at an instant of its own, so that they do not all
/// start at once.</param>
public sealed record DemandEvent(
    string Id, DateTimeOffset From, DateTimeOffset To, ImmutableArray<EventLoad> Loads)
{
    /// <summary>None lasts longer: comfort limits are judged for hours, not for days.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromHours(4);

    /// <summary>All loads have returned at most this long after the end.</summary>
    public static readonly TimeSpan ReturnMax = TimeSpan.FromHours(1);

    /// <summary>The most events of one policy.</summary>
    public const int EventsMax = 16;

    /// <summary>The most loads of one event behind one gateway.</summary>
    public const int LoadsMax = 200;

    /// <summary>When the last load has returned.</summary>
    [JsonIgnore]
    public DateTimeOffset Over => Loads.Select(load => load.To).Append(To).Max();

    /// <summary>True for 1 to 48 of a-z, 0-9 and -.</summary>
    public static bool IsId(string text) => text.Length is > 0 and <= 48
        && text.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <summary>What is wrong in it, a sentence each; empty when it can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (!IsId(Id))
            yield return $"the id of event '{Id}' is not 1 to 48 of a-z, 0-9 and -";
        if (To <= From || To - From > LengthMax)
            yield return $"event {Id} lasts from {From:O} to {To:O}, {LengthMax.TotalHours:0} hours at most";
        if (Loads.Length > LoadsMax)
            yield return $"event {Id} has {Loads.Length} loads, {LoadsMax} at most";
        foreach (var twice in Loads.GroupBy(load => load.Point).Where(group => group.Count() > 1))
            yield return $"event {Id} names {twice.Key} twice";
        foreach (var load in Loads)
        {
            if (load.From < From || load.To < To || load.From >= load.To || load.To > To + ReturnMax)
            {
                yield return $"event {Id} sheds {load.Point} from {load.From:O} to {load.To:O}, which is not within "
                    + "the event and the hour after it";
            }
            if (!Enum.IsDefined(load.Kind))
                yield return $"event {Id} names {load.Point} as a load of a kind that is not known";
        }
    }
}

/// <summary>One load of an event.</summary>
/// <param name="Point">The switch point, lamp or set point, as commissioned.</param>
/// <param name="Unit">Whose it is.</param>
/// <param name="Kind">How it is shed.</param>
/// <param name="From">From when on it may be shed, UTC.</param>
/// <param name="To">From when on it returns, UTC.</param>
public sealed record EventLoad(
    SwitchPointId Point, UnitId Unit, LoadKind Kind, DateTimeOffset From, DateTimeOffset To);

/// <summary>How a load is shed.</summary>
public enum LoadKind
{
    /// <summary>Switched off by its contact.</summary>
    Circuit = 1,
    /// <summary>Dimmed.</summary>
    Lamp = 2,
    /// <summary>A set point of a machine is moved: warmer chilled water, a lower current limit.</summary>
    SetPoint = 3,
}

/// <summary>The events of one gateway; the part of a desired state that may be missing.</summary>
/// <param name="Events">By their beginning.</param>
public sealed record DemandEvents(ImmutableArray<DemandEvent> Events)
{
    /// <summary>The next instant at which a load goes or returns; null: none any more.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset instant)
    {
        DateTimeOffset? next = null;
        foreach (var load in Events.SelectMany(one => one.Loads))
        {
            if (load.From > instant && (next is null || load.From < next))
                next = load.From;
            if (load.To > instant && (next is null || load.To < next))
                next = load.To;
        }
        return next;
    }

    /// <summary>What is wrong in them, a sentence each; empty when they can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (Events.Length > DemandEvent.EventsMax)
            yield return $"it has {Events.Length} events, {DemandEvent.EventsMax} at most";
        foreach (var fault in Events.SelectMany(one => one.Faults()))
            yield return fault;
        foreach (var twice in Events.GroupBy(one => one.Id).Where(group => group.Count() > 1))
            yield return $"event {twice.Key} stands in it twice";
        foreach (var load in from one in Events
                             from load in one.Loads
                             group load by load.Point)
        {
            var spans = load.OrderBy(span => span.From).ToList();
            if (spans.Zip(spans.Skip(1)).Any(pair => pair.Second.From < pair.First.To))
                yield return $"{load.Key} is shed by two events at once";
        }
    }
}

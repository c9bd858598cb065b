using System.Collections.Immutable;
using System.Text.Json;
using Jingu.Aggregator.Planning.Importing;
using Jingu.Budgets.DemandResponse;
using Jingu.Contracts.Ids;
using NodaTime;
using NodaTime.Text;

namespace Jingu.Aggregator.Planning.DemandResponse;

/// <summary>What was ordered, on which baseline, and what follows from it. Stored as JSON; it never changes.</summary>
/// <param name="DepthThousandths">Of the peak; null where W were asked for.</param>
/// <param name="PeakWatts">The highest quarter hour of the baseline within the event, W; null where none is
/// known.</param>
/// <param name="BaselineDays">Such as 2026-07-20, the latest first.</param>
/// <param name="Notes">What the plan leaves out, and why; a sentence each.</param>
internal sealed record DemandRecord(
    string Id, DateTimeOffset From, DateTimeOffset To, long? DepthThousandths, long TargetWatts, long? PeakWatts,
    string BaselineMethod, ImmutableArray<string> BaselineDays, long ExpectedWatts, long ShortWatts,
    ImmutableArray<DemandLoad> Loads, ImmutableArray<string> Notes, string By, string Reason, DateTimeOffset Issued)
{
    public static string Write(DemandRecord record) => JsonSerializer.Serialize(record, JsonSerializerOptions.Web);

    public static DemandRecord Read(string text) =>
        JsonSerializer.Deserialize<DemandRecord>(text, JsonSerializerOptions.Web)
            ?? throw new InvalidDataException("An event is stored as nothing: restore a copy.");

    /// <summary>The days of its baseline.</summary>
    public IEnumerable<LocalDate> Days() => BaselineDays.Select(day => LocalDatePattern.Iso.Parse(day).Value);

    /// <summary>When the last load has returned.</summary>
    public DateTimeOffset Over() => Loads.Select(load => load.To).Append(To).Max();

    /// <summary>The part that one gateway is to carry out; null: none of it.</summary>
    /// <param name="units">Units whose electricity its policy speaks of.</param>
    public DemandEvent? Of(GatewayId gateway, ImmutableHashSet<UnitId> units)
    {
        ImmutableArray<EventLoad> loads =
        [
            .. from load in Loads
               where load.Gateway == gateway.Value && units.Contains(new(load.Unit))
               select new EventLoad(
                   new(load.SwitchPoint), new(load.Unit), PlanWords.Loads[load.Kind], load.From, load.To),
        ];
        return loads.IsEmpty ? null : new(Id, From, To, loads);
    }
}

/// <summary>A load of an event, in words of the API.</summary>
/// <param name="Kind">circuit, lamp or set-point.</param>
internal sealed record DemandLoad(
    string SwitchPoint, string Gateway, string Unit, string Kind, long ExpectedWatts, DateTimeOffset From,
    DateTimeOffset To);

/// <summary>A stored event.</summary>
/// <param name="CalledOff">When; null: it was not.</param>
internal sealed record StoredDemand(DemandRecord Record, DateTimeOffset? CalledOff, string? By, string? Reason)
{
    /// <summary>planned, running, over or called-off; it runs until its last load has returned.</summary>
    public string StateAt(DateTimeOffset now) => this switch
    {
        { CalledOff: not null } => "called-off",
        _ when now < Record.From => "planned",
        _ when now < Record.Over() => "running",
        _ => "over",
    };
}

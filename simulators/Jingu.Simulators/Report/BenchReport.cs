using System.Collections.Immutable;

namespace Jingu.Simulators.Report;

/// <summary>
/// What a run of the bench found out; <c>simulators/report.schema.json</c> describes it as JSON. Counters are integers:
/// Wh and L. Stages and flags are null where no gateway recorded any: never invented.
/// </summary>
/// <param name="Schema">1.</param>
/// <param name="From">Start of the accounted period, UTC: the local month's start.</param>
/// <param name="To">Its end, UTC: the local month's end, or earlier when a part was asked for.</param>
/// <param name="Drivers">The driver set: <c>native</c> or <c>nuget</c>.</param>
/// <param name="Libraries">Library per seam, with version, as the gateway names them.</param>
/// <param name="Notes">What a reader must know: recordings left out, hours marked, cards replaced.</param>
internal sealed record BenchReport(
    int Schema,
    string Month,
    string Site,
    DateTimeOffset From,
    DateTimeOffset To,
    string Drivers,
    ImmutableSortedDictionary<string, string> Libraries,
    string Store,
    SpeedReport Speed,
    double WallSeconds,
    int Seed,
    ImmutableArray<UnitReport> Units,
    ImmutableArray<PointReport> Points,
    DeliveryReport Delivery,
    ImmutableArray<PromiseReport> Promises,
    ImmutableArray<string> Notes)
{
    /// <summary>Every decision of a ladder, in order of time: all notices, warnings, cuts and restores.</summary>
    public ImmutableArray<DecisionReport> Decisions { get; init; } = [];

    /// <summary>Every switching, by gateway and in the order in which they were decided.</summary>
    public ImmutableArray<ActionReport> Actions { get; init; } = [];

    /// <summary>Everything that the scripted people did, in order of time.</summary>
    public ImmutableArray<DeedReport> Deeds { get; init; } = [];

    /// <summary>The zones of the lit floor; empty without one, or without a whole day.</summary>
    public ImmutableArray<ZoneReport> Zones { get; init; } = [];
}

/// <summary>Site seconds per machine second; asked 0: as fast as it goes.</summary>
internal sealed record SpeedReport(double Asked, double Reached);

internal sealed record UnitReport(
    string Id, string Name, int Headcount, ElectricityReport Electricity, WaterReport Water);

/// <param name="Cuts">Proven cuts of its circuits; null where nobody counted.</param>
internal sealed record ElectricityReport(
    long? BudgetWh, long? UsedWh, string? Stage, bool? Armed, bool? Emergency, int? Cuts);

/// <param name="Cuts">Proven cuts of its valve; null where nobody counted.</param>
internal sealed record WaterReport(long? BudgetL, long? UsedL, string? Stage, bool? Armed, bool? Emergency, int? Cuts);

/// <param name="RegisterDelta">What the meter served at the end minus at the start, by the simulator's own log and
/// decoder; null when it did not serve the meter on both sides of the period.</param>
/// <param name="Reported">What the aggregator's report says; null where it knows nothing.</param>
internal sealed record PointReport(
    string Id,
    string Resource,
    string Direction,
    long? RegisterDelta,
    long? Reported,
    long Intervals,
    long ExpectedIntervals,
    QualityReport Quality);

/// <summary>How many intervals bear each of the six words.</summary>
internal sealed record QualityReport(
    long Measured, long Estimated, long Substituted, long Manual, long Suspect, long Missing);

/// <param name="SamplesRead">Meter-instants that the simulator answered.</param>
/// <param name="SamplesStored">Meter-instants in the reading store.</param>
/// <param name="IntervalsMade">By the gateways' journals, those of replaced cards included.</param>
/// <param name="DuplicatesStored">Entries stored twice, by a query over (journal, stream, sequence).</param>
/// <param name="Redelivered">
/// Entries that travelled more than once, as counted by the gateways that sent them again or by the aggregator that
/// received them again, whichever is more: a broker may forget what was sent, a killed gateway what it had sent.
/// </param>
/// <param name="Lost">Made but not stored, of what was not taken by a replaced card.</param>
/// <param name="TakenByCards">Made, never acknowledged, and gone with a replaced card.</param>
/// <param name="Bridged">Intervals the aggregator made itself across a replaced card.</param>
internal sealed record DeliveryReport(
    long SamplesRead,
    long SamplesStored,
    long IntervalsMade,
    long IntervalsStored,
    long Redelivered,
    long DuplicatesStored,
    long Parked,
    long Refused,
    long Lost,
    long TakenByCards,
    long Bridged);

/// <summary>
/// A promise of design.md, section 2, that this run exercised. One that it did not exercise is left out.
/// </summary>
internal sealed record PromiseReport(string Name, bool Held, string Detail);

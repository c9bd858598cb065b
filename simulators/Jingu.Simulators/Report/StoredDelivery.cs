using System.Collections.Immutable;

namespace Jingu.Simulators.Report;

/// <summary><c>GET /api/delivery</c> of the aggregator: counted by queries of its stores.</summary>
internal sealed record StoredDelivery(
    string Store,
    long SamplesStored,
    long SamplesMissingStored,
    long IntervalsStored,
    long DuplicatesStored,
    long Redelivered,
    long Parked,
    long Refused,
    long Bridged,
    ImmutableArray<StoredStream> Streams);

/// <summary>What is stored of one stream of one journal.</summary>
internal sealed record StoredStream(
    string Gateway, string Journal, string Stream, long Entries, long Items, long MissingItems);

/// <summary>One point of <c>GET /api/points</c>.</summary>
internal sealed record StoredPoint(
    string Id,
    string Resource,
    string Direction,
    long? Reported,
    long Intervals,
    long ExpectedIntervals,
    QualityReport Quality);

/// <summary>What the bench needs of <c>GET /api/report</c>.</summary>
internal sealed record StoredMonth(ImmutableArray<StoredUnit> Units);

internal sealed record StoredUnit(
    string Id, string Name, int Headcount, ElectricityReport Electricity, WaterReport Water);

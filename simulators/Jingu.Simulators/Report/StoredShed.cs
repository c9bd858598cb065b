using System.Collections.Immutable;

namespace Jingu.Simulators.Report;

/// <summary>What the bench needs of <c>GET /api/demand-response/ID</c>.</summary>
internal sealed record StoredShed(StoredShedPlan Plan, StoredShedPart Whole);

/// <param name="Notes">What the plan leaves out.</param>
internal sealed record StoredShedPlan(
    long TargetWatts, long ExpectedWatts, ImmutableArray<StoredShedLoad> Loads, ImmutableArray<string> Notes);

internal sealed record StoredShedLoad(string SwitchPoint, string Kind);

/// <param name="Thousandths">Of the aggregator's own baseline.</param>
internal sealed record StoredShedPart(long? Thousandths, ImmutableArray<DateTimeOffset> NotMeasured);

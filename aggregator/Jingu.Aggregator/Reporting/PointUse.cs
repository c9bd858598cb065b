using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Aggregator.Reporting;

/// <summary>What a point's intervals of a period add up to: Wh or L, and how many there are of each quality.</summary>
internal sealed record PointUse(PointId Point, long Amount, ImmutableSortedDictionary<Quality, int> Intervals);

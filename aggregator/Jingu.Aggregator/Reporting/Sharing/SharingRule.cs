using Jingu.Budgets.Allocation;
using Jingu.Contracts.Ids;

namespace Jingu.Aggregator.Reporting.Sharing;

/// <summary>By which rule a unit takes part of a shared meter in a month.</summary>
/// <param name="Point">The shared meter's metering point.</param>
/// <param name="Key">As <see cref="AllocationParty"/> says, of the whole month.</param>
/// <param name="Source">Where the rule comes from, and from which day on it holds.</param>
internal sealed record SharingRule(PointId Point, UnitId Unit, AllocationRule Rule, long Key, string Source);

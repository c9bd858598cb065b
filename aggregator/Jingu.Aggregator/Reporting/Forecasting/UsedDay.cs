using System.Collections.Immutable;
using NodaTime;

namespace Jingu.Aggregator.Reporting.Forecasting;

/// <summary>What a unit used of a resource on a local day that is over and known whole.</summary>
/// <param name="Amount">Wh or L.</param>
/// <param name="Hours">
/// The same by hour of the local clock, 24 of them: an hour that the clock leaves out is 0, one that it shows twice
/// holds both. Empty where only the day's sum is known.
/// </param>
internal sealed record UsedDay(LocalDate Date, long Amount, ImmutableArray<long> Hours);

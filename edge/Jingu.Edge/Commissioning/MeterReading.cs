using System.Collections.Immutable;

namespace Jingu.Edge.Commissioning;

/// <summary>One reading of a meter for a person to look at: counts in the order of its profile's layout.</summary>
/// <param name="At">When it was taken, site time.</param>
/// <param name="Registers">As the device sent them; empty when the reading is from the gateway's file.</param>
internal sealed record MeterReading(
    DateTimeOffset At, ImmutableArray<long?> Counts, ImmutableArray<ImmutableArray<ushort>> Registers);

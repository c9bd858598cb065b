using System.Collections.Immutable;

namespace Jingu.Contracts.Readings;

/// <summary>
/// One poll of one meter: a reading, or the fact that it is <see cref="Quality.Missing"/>.
/// </summary>
/// <param name="MeterIndex">The meter's place in the catalogue of the block.</param>
/// <param name="Instant">When the request left the gateway, site time, UTC.</param>
/// <param name="Quality">Measured, suspect, or missing; a missing sample has no values.</param>
/// <param name="Values">
/// Counts in the order of the catalogue's layout, to be scaled by it; <c>null</c> where the meter said "not available".
/// </param>
public sealed record Sample(int MeterIndex, DateTimeOffset Instant, Quality Quality, ImmutableArray<long?> Values)
{
    public bool Equals(Sample? other) =>
        other is not null && MeterIndex == other.MeterIndex && Instant == other.Instant && Quality == other.Quality
        && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    public override int GetHashCode() => HashCode.Combine(MeterIndex, Instant, Quality, Values.Length);
}

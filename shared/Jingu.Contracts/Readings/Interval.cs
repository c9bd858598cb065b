using Jingu.Contracts.Ids;

namespace Jingu.Contracts.Readings;

/// <summary>
/// The billing-grade record: what a metering point's ledger rose by over an aligned quarter of an hour.
/// </summary>
/// <param name="Point">The metering point.</param>
/// <param name="Start">Begin of the quarter hour, UTC, aligned to it; it ends <see cref="Length"/> later.</param>
/// <param name="Amount">Wh or L. Amounts of consecutive intervals add up to the difference of their totals.</param>
/// <param name="Quality">Measured, or estimated where both ends were not read closely enough.</param>
/// <param name="Total">The ledger total at the end, Wh or L, monotone across rollovers and replacements.</param>
/// <param name="Register">The meter's own register at the end, in Wh or L: lets a lost ledger be bridged.</param>
/// <param name="Meter">The meter that hung at the point at the end.</param>
/// <param name="Opening">True for the first interval of a ledger that starts anew: what came before it is not in
/// it.</param>
/// <param name="Epoch">The meter epoch at the end: 1 for a ledger's first meter, one more with each replacement, change
/// of multiplier and new base.</param>
public sealed record Interval(
    PointId Point,
    DateTimeOffset Start,
    long Amount,
    Quality Quality,
    long Total,
    long Register,
    MeterId Meter,
    bool Opening,
    int Epoch = 1)
{
    /// <summary>Length of every interval.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(15);

    public DateTimeOffset End => Start + Length;

    /// <summary>The begin of the interval that an instant lies in; quarters of an hour are aligned in UTC.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % Length.Ticks), TimeSpan.Zero);
}

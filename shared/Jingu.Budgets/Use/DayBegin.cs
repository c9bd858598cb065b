using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Use;

/// <summary>Where a point's ledger stood when a local day began, or when the ledger itself did. Immutable.</summary>
/// <param name="Point">The metering point.</param>
/// <param name="At">The first instant of the day, UTC; of a ledger that began within the day, that instant.</param>
/// <param name="Total">The ledger total there, Wh or L, on the line between the readings around it.</param>
/// <param name="ReadTotal">
/// The total of the first reading not before <paramref name="At"/>, where the line crosses a gap: what lies between the
/// two may belong to the day before. The same as <paramref name="Total"/> where it was read closely.
/// </param>
public sealed record DayBegin(PointId Point, DateTimeOffset At, long Total, long ReadTotal)
{
    /// <summary>Wh or L of a person's figure that were added since, for what no register shows.</summary>
    public long Substituted { get; init; }
}

using Jingu.Contracts.Ids;

namespace Jingu.Budgets.Ledgers;

/// <summary>
/// The state of a metering point's ledger after its last believed reading. Immutable; <see cref="Accounting"/> makes
/// the next one.
/// </summary>
/// <param name="Point">The metering point.</param>
/// <param name="Meter">The meter that hangs there.</param>
/// <param name="At">Instant of the last believed reading.</param>
/// <param name="Count">Its raw register, counts.</param>
/// <param name="Wraps">How often the register has rolled over since the ledger opened.</param>
/// <param name="Total">Wh or L: floor((wraps x modulus + count) x numerator / denominator). Never summed from
/// differences.</param>
/// <param name="Boundary">The last quarter-hour boundary whose total is known; null until one has been passed.</param>
/// <param name="Opening">True until the first interval has been made.</param>
/// <param name="Doubt">Set while the register shows what no rule explains: nothing is counted then.</param>
/// <param name="DoubtCount">The first count that was not believed; 0 without doubt.</param>
public sealed record Ledger(
    PointId Point,
    MeterId Meter,
    DateTimeOffset At,
    long Count,
    long Wraps,
    long Total,
    LedgerBoundary? Boundary,
    bool Opening,
    LedgerDoubt Doubt,
    long DoubtCount = 0);

/// <param name="At">An aligned quarter of an hour.</param>
/// <param name="Total">The ledger total there.</param>
/// <param name="Close">True when it was read there, or closely on both sides.</param>
public sealed record LedgerBoundary(DateTimeOffset At, long Total, bool Close);

/// <summary>Why a register is not believed at present.</summary>
public enum LedgerDoubt
{
    None = 0,
    /// <summary>It fell, and neither its modulus nor a record of a replacement explains it.</summary>
    Fell = 1,
    /// <summary>It rose faster than is possible.</summary>
    Implausible = 2,
}

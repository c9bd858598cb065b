using System.Collections.Immutable;
using Jingu.Contracts.Ids;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Ledgers;

/// <summary>
/// The state of a metering point's ledger after its last believed reading. Raw register, ledger total and meter epoch
/// are separate. Immutable; <see cref="Accounting"/> and <see cref="Settling"/> make the next one.
/// </summary>
/// <param name="Point">The metering point.</param>
/// <param name="Epoch">The meter that hangs there, and where its register joins the total.</param>
/// <param name="At">Instant of the last believed reading.</param>
/// <param name="Count">The highest raw register believed in the epoch, counts; a register that swings back within its
/// tolerance leaves it.</param>
/// <param name="Wraps">How often the register has rolled over since the epoch began.</param>
/// <param name="Total">Wh or L, never falling. Never summed from differences: see <see cref="LedgerEpoch"/>.</param>
/// <param name="Boundary">The last quarter-hour boundary whose total is known; null until one has been passed.</param>
/// <param name="Opening">True until the first interval has been made.</param>
/// <param name="Shown">The last raw register that was read, believed or not.</param>
public sealed record Ledger(
    PointId Point,
    LedgerEpoch Epoch,
    DateTimeOffset At,
    long Count,
    long Wraps,
    long Total,
    LedgerBoundary? Boundary,
    bool Opening,
    RegisterReading Shown)
{
    /// <summary>The meter that hangs there.</summary>
    public MeterId Meter => Epoch.Meter;

    /// <summary>Set while the register shows what no rule explains: nothing is counted then.</summary>
    public LedgerDoubt Doubt { get; init; }

    /// <summary>The first count that was not believed; 0 without doubt.</summary>
    public long DoubtCount { get; init; }

    /// <summary>
    /// Number of the point's newest case, for a person to settle; open while there is a doubt. 0: there was none.
    /// </summary>
    public long Case { get; init; }

    /// <summary>
    /// While in doubt, the first reading of each quarter of an hour: what is accounted once the doubt is settled. At
    /// most <see cref="Accounting.HeldMax"/>.
    /// </summary>
    public ImmutableArray<RegisterReading> Held { get; init; } = [];

    /// <summary>What has been said about the register's resolution in this epoch.</summary>
    public ResolutionLoss Resolution { get; init; }
}

/// <summary>A raw register at an instant, counts.</summary>
public readonly record struct RegisterReading(DateTimeOffset At, long Count);

/// <param name="At">An aligned quarter of an hour.</param>
/// <param name="Total">The ledger total there.</param>
/// <param name="Quality">Measured when it was read there, or closely on both sides; estimated on the line across a gap;
/// manual or substituted where a person's word is in it.</param>
public sealed record LedgerBoundary(DateTimeOffset At, long Total, Quality Quality);

/// <summary>Why a register is not believed at present. Numbers are stored.</summary>
public enum LedgerDoubt
{
    None = 0,
    /// <summary>It fell, and neither its modulus nor a record of a replacement explains it.</summary>
    Fell = 1,
    /// <summary>It rose faster than is possible.</summary>
    Implausible = 2,
    /// <summary>Another meter hangs there, and nobody has said what the two registers showed.</summary>
    OtherMeter = 3,
}

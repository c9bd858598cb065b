using System.Collections.Immutable;
using Jingu.Contracts.Readings;

namespace Jingu.Budgets.Ledgers;

/// <summary>What one reading does to a ledger. Nothing has happened until the caller has stored it.</summary>
/// <param name="Next">The ledger afterwards.</param>
/// <param name="Closed">Intervals that the reading closed, in order of time.</param>
/// <param name="Finding">What is to be recorded about the register.</param>
public sealed record LedgerStep(Ledger Next, ImmutableArray<ClosedInterval> Closed, LedgerFinding Finding);

/// <summary>An interval, and the readings its end lies between; both are the same where one falls on it.</summary>
public sealed record ClosedInterval(Interval Interval, RegisterReading Before, RegisterReading After);

/// <summary>What an account of a reading found.</summary>
public enum LedgerFinding
{
    /// <summary>The register rose, or stood still.</summary>
    Normal,
    /// <summary>The ledger began.</summary>
    Opened,
    /// <summary>The register rolled over.</summary>
    Wrapped,
    /// <summary>The register stepped back within its tolerance; the total stands until it has come back.</summary>
    BackFlow,
    /// <summary>The register fell without an explanation; held.</summary>
    Fell,
    /// <summary>The register rose faster than is possible; held.</summary>
    Implausible,
    /// <summary>Another meter hangs there and no closing and opening reading is known; held.</summary>
    OtherMeter,
    /// <summary>Still held, as found before.</summary>
    StillHeld,
    /// <summary>The register is back where it can be believed.</summary>
    Recovered,
    /// <summary>A person settled a doubt or declared a replacement.</summary>
    Settled,
    /// <summary>Not later than the last reading: left aside.</summary>
    NotLater,
}

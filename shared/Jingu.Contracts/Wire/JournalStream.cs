namespace Jingu.Contracts.Wire;

/// <summary>
/// The three streams of a journal, each with its own contiguous sequence from 1. Numbers are on the wire.
/// </summary>
public enum JournalStream
{
    /// <summary>Billing-grade: kept 13 months.</summary>
    Intervals = 1,
    /// <summary>Billing-grade: kept 13 months.</summary>
    Events = 2,
    /// <summary>Readings at every poll, for live charts: kept 30 days.</summary>
    Samples = 3,
}

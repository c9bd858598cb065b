using Jingu.Contracts.State;

namespace Jingu.Aggregator.Reporting.Gateways;

/// <summary>A register that no rule explains and that waits for a person.</summary>
/// <param name="Number">Of the gateway's journal.</param>
/// <param name="Doubt"><c>fell</c>, <c>implausible</c> or <c>other-meter</c>.</param>
/// <param name="Since">Null where only the gateway's state tells of it.</param>
/// <param name="Text">The gateway's sentence; null likewise.</param>
/// <param name="Stands">On what the ledger stood when it was opened.</param>
/// <param name="Told">What the gateway tells of the register now; null where it tells nothing.</param>
internal sealed record MeterCase(
    long Number, string Point, string Doubt, DateTimeOffset? Since, string? Text, LedgerStand? Stands,
    PointState? Told);

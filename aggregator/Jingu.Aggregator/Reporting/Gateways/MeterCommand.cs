namespace Jingu.Aggregator.Reporting.Gateways;

/// <summary>An order about a register that was issued, and what became of it.</summary>
/// <param name="Action">replace-meter or settle-case.</param>
/// <param name="State">issued, done, refused or expired.</param>
/// <param name="Answer">The gateway's sentence; null before it.</param>
internal sealed record MeterCommand(
    string Id, string Point, string Action, string By, string Reason, DateTimeOffset Issued, DateTimeOffset NotAfter,
    string State, DateTimeOffset? AnsweredAt, string? Answer);

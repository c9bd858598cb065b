namespace Jingu.Simulators.Report;

/// <summary>What one of the scripted people asked of the aggregator, and what came of it.</summary>
/// <param name="At">The look at which it was done, UTC.</param>
/// <param name="By">The name it was signed for.</param>
/// <param name="Do"><c>approve</c>, <c>extend</c>, <c>transfer</c>, <c>select-emergency</c>,
/// <c>confirm-restore</c>.</param>
/// <param name="Amount">Wh or L; null where nothing was given.</param>
/// <param name="From">The unit that gave; null where none did.</param>
/// <param name="State"><c>issued</c>, <c>done</c>, <c>refused</c> or <c>expired</c>.</param>
/// <param name="Answer">The gateway's sentence, or why nothing was issued; null before there is one.</param>
internal sealed record DeedReport(
    DateTimeOffset At,
    string By,
    string Do,
    string Unit,
    string Resource,
    long? Amount,
    string? From,
    string State,
    string? Answer);

using Jingu.Aggregator.Reporting.Delivering;

namespace Jingu.Aggregator.Sending;

/// <summary>A file on its way.</summary>
/// <param name="Key">See <see cref="ReportFile.KeyOf"/>.</param>
/// <param name="IsComplete">False: the month's figures lacked something.</param>
internal sealed record SentFile(
    ReportFile File, string Name, string MediaType, byte[] Content, string Key, bool IsComplete);

/// <summary>Somewhere that takes files. Safe from any thread.</summary>
internal interface IReportTarget
{
    /// <summary>
    /// One attempt. What goes wrong on the way is an answer; <see cref="OperationCanceledException"/> is thrown when
    /// the program ends, and the file may have arrived then.
    /// </summary>
    Task<AttemptAnswer> SendAsync(SentFile file, CancellationToken stop);
}

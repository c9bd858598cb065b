using Jingu.Aggregator.Reporting.Delivering;

namespace Jingu.Aggregator.Persistence.Delivering;

/// <summary>A file that is owed or was delivered, as it is stored.</summary>
/// <param name="Round">See <see cref="ReportFile.KeyOf"/>.</param>
/// <param name="Failed">Attempts in a row.</param>
/// <param name="FailingSince">Machine time.</param>
/// <param name="NextAttempt">Machine time; null: at once, or when the month decides.</param>
/// <param name="Name">Null: nothing was made yet.</param>
/// <param name="HasContent">What is to be sent is made and kept.</param>
/// <param name="Figures">See <see cref="ReportFigures"/>; null: nothing was made yet.</param>
/// <param name="Attempts">Of all rounds.</param>
internal sealed record StoredFile(
    long Number, ReportFile File, FileState State, int Round, int Failed, DateTimeOffset? FailingSince,
    DateTimeOffset? NextAttempt, string? Name, bool HasContent, string? Figures, int Attempts);

/// <summary>What is sent, made once for all attempts.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="MediaType">As the API answers it.</param>
/// <param name="Figures">See <see cref="ReportFigures"/>.</param>
/// <param name="Restated">Number of the last restatement when it was made; what came later may not be in it.</param>
/// <param name="Pending">Days that waited to be summed.</param>
/// <param name="Missing">Metering points without intervals up to the month's end; empty: none.</param>
internal sealed record MadeFile(
    string Name, string MediaType, byte[] Content, string Figures, long Restated, long Pending, string Missing)
{
    public bool IsComplete => Pending == 0 && Missing.Length == 0;
}

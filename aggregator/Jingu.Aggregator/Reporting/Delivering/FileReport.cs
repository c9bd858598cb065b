namespace Jingu.Aggregator.Reporting.Delivering;

/// <summary>Where a file of a delivery stands. Stored by its word.</summary>
internal enum FileState
{
    /// <summary>For the month's figures.</summary>
    Waiting,

    /// <summary>An attempt is under way.</summary>
    Sending,

    /// <summary>The last attempt failed; another one follows by itself.</summary>
    Failing,
    Delivered,

    /// <summary>Until a person has it sent again.</summary>
    GivenUp,
}

/// <summary>A file that a delivery owes or has delivered.</summary>
/// <param name="Number">Rises with each; the address of the file.</param>
/// <param name="Destination">A folder, or the address of a webhook without its query; null where aggregator.yaml names
/// the delivery no more, and nothing is sent.</param>
/// <param name="Month">Such as 2026-03.</param>
/// <param name="Name">Of the file; null while nothing was made.</param>
/// <param name="Complete">False: the month's figures lacked something when it was made; null while nothing was.</param>
/// <param name="Missing">Metering points without intervals up to the month's end, the first of them by name.</param>
/// <param name="Pending">Days that waited to be summed.</param>
/// <param name="Sha256">Of what was made, lower case.</param>
/// <param name="Key">What a webhook tells attempts with the same content by.</param>
/// <param name="Attempts">How often it was tried, also before it was given up or delivered once.</param>
/// <param name="Last">The last attempt; null before the first.</param>
/// <param name="NextAttempt">Site time; null where none follows by itself, or when the month decides.</param>
/// <param name="DeliveredAt">Site time; null while it has not arrived.</param>
/// <param name="FailingSince">When the attempt began after which none succeeded; null: none failed.</param>
internal sealed record FileReport(
    long Number, string Delivery, string? Destination, string Month, ReportKind Report, string? Unit,
    ReportFormat Format, string? Part, int Revision, FileState State, string? Name, bool? Complete, string? Missing,
    long? Pending, string? Sha256, long? Bytes, string Key, int Attempts, AttemptReport? Last,
    DateTimeOffset PlannedAt, DateTimeOffset? NextAttempt, DateTimeOffset? DeliveredAt, DateTimeOffset? FailingSince);

/// <summary>One attempt and what came of it. Times are site time, UTC.</summary>
/// <param name="Number">From 1 for each file.</param>
/// <param name="AskedBy">Who had it sent again; null: it was due by itself.</param>
/// <param name="Sha256">Of what was sent; null where nothing could be made.</param>
/// <param name="Outcome">Null while it is under way.</param>
/// <param name="Detail">A path, a status or the other side's sentence.</param>
internal sealed record AttemptReport(
    int Number, DateTimeOffset At, string? AskedBy, string? Sha256, DateTimeOffset? EndedAt, AttemptOutcome? Outcome,
    string? Detail);

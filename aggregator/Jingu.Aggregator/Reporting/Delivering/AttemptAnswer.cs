using System.Globalization;

namespace Jingu.Aggregator.Reporting.Delivering;

/// <summary>What came of an attempt. Stored by its word.</summary>
internal enum AttemptOutcome
{
    /// <summary>It lies in the folder for good, or the webhook took it.</summary>
    Delivered,

    /// <summary>The program ended before it knew: it may have arrived.</summary>
    Interrupted,

    /// <summary>The report itself could not be made.</summary>
    NotMade,

    /// <summary>It could not be printed, as there is no browser.</summary>
    NoPdf,
    FolderMissing,
    FolderDenied,
    FolderFull,
    FolderFailed,

    /// <summary>The secret that signs it cannot be read.</summary>
    KeyUnreadable,

    /// <summary>Nobody was reached, or the connection broke.</summary>
    NoAnswer,
    TimedOut,

    /// <summary>The webhook asks for another attempt: 408, 425, 429 or 5xx.</summary>
    Postponed,

    /// <summary>The webhook names another address; nothing is sent there.</summary>
    Redirected,

    /// <summary>The webhook will not take it: every other answer.</summary>
    Refused,
}

/// <param name="Detail">A path, a status or somebody else's sentence, as it is shown; may be empty.</param>
/// <param name="RetryAfter">How long the webhook asks to wait; null: it does not say.</param>
internal sealed record AttemptAnswer(AttemptOutcome Outcome, string Detail = "", TimeSpan? RetryAfter = null)
{
    /// <summary>More of what others answer is not kept, characters.</summary>
    public const int DetailMax = 300;

    /// <summary>
    /// Whoever takes the other files of the delivery is in the same state: they need not try before this one's pause is
    /// over.
    /// </summary>
    public bool IsOfDestination => Outcome is AttemptOutcome.FolderMissing or AttemptOutcome.FolderDenied
        or AttemptOutcome.FolderFull or AttemptOutcome.FolderFailed or AttemptOutcome.KeyUnreadable
        or AttemptOutcome.NoAnswer or AttemptOutcome.TimedOut or AttemptOutcome.Postponed;

    /// <summary>What a webhook's status says (RFC 9110, 15; 425: RFC 8470; 429: RFC 6585).</summary>
    /// <param name="text">The beginning of its body, or of a redirection the address.</param>
    public static AttemptAnswer OfStatus(int status, string text, TimeSpan? retryAfter)
    {
        var detail = Clean(string.Create(CultureInfo.InvariantCulture, $"{status} {text}"));
        return status switch
        {
            >= 200 and < 300 => new(AttemptOutcome.Delivered, detail),
            408 or 425 or 429 or >= 500 => new(AttemptOutcome.Postponed, detail, retryAfter),
            >= 300 and < 400 => new(AttemptOutcome.Redirected, detail),
            _ => new(AttemptOutcome.Refused, detail),
        };
    }

    /// <summary>On one line, and no longer than <see cref="DetailMax"/>.</summary>
    public static string Clean(string text)
    {
        var line = string.Join(
            ' ', string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= DetailMax ? line : line[..DetailMax];
    }
}
